/** The title in the letters of an address, made unique by the end of the id. */
export function slugOf(title: string, id: string): string {
  const letters = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  // By code points, so that no letter is cut in two.
  const words = [...letters]
    .slice(0, 80)
    .join('')
    .replace(/^-+|-+$/g, '');
  return `${words || 'course'}-${id.slice(-8)}`;
}
