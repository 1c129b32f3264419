/** The items in an order that depends on the seed alone, and on their ids. */
export function shuffled<Item extends { readonly id: string }>(items: readonly Item[], seed: string): Item[] {
  const keyed = items.map(item => ({ item, key: hashOf(`${item.id}${seed}`) }));
  return keyed.toSorted((one, other) => one.key - other.key).map(({ item }) => item);
}

/** FNV-1a, with its bits mixed once more at the end: seeds that differ in their last sign alone differ in all bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
