const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** The English names of languages, by which people call them more often than by their tags. */
const TAGS = new Map(
  LETTERS.flatMap(first => LETTERS.map(second => first + second)).flatMap(tag => {
    const name = NAMES.of(tag);
    return name ? [[name.toLowerCase(), tag] as const] : [];
  }),
);

/** Reads `English`, `en`, `pt_BR`. */
export function readLanguage(text: string): { value: string } | string {
  if (text === '') return { value: 'en' };
  const named = TAGS.get(text.toLowerCase());
  if (named) return { value: named };
  try {
    const tag = new Intl.Locale(text.replaceAll('_', '-')).toString();
    if (NAMES.of(tag.split('-')[0] as string)) return { value: tag };
  } catch {
    // It is not even a tag.
  }
  return `“${text}” is no language`;
}
