/** What the set-up started, for the tear-down to stop: both run in Jest's own process. */
export const running: { services: { stop(): Promise<void> }[] } = { services: [] };
