/** What Ines's quiz asks, and what is right. */
export const ASKED = { prompt: 'On which side does an expense stand?', right: 'Debit', wrong: 'Credit' } as const;
