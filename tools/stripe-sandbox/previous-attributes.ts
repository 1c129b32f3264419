/** What an update changed, as it was before: the `previous_attributes` of its event. */
export function previousAttributes(before: object, after: object): object {
  const changes = Object.entries(before).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify((after as Record<string, unknown>)[field]),
  );
  return Object.fromEntries(changes);
}
