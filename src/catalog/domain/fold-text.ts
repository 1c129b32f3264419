/**
 * As people take two texts for the same: whatever the case, the spaces and the width of letters. Upper case last makes `ß` and
 * `ẞ` to `SS`; and no language being known, an `i` is an `i`, with and without its dot.
 */
export function foldText(text: string): string {
  const folded = text.normalize('NFKD').toLowerCase().toUpperCase().normalize('NFKD');
  return folded
    .replaceAll(/I\u0307+/g, 'I')
    .trim()
    .replaceAll(/\s+/gu, ' ');
}
