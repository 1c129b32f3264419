/** What a lesson's file can be, each with the endings of its name; the first is the usual one. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'audio/flac': ['flac'],
  'audio/aac': ['aac'],
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'application/zip': ['zip'],
  'text/plain': ['txt', 'md', 'csv', 'srt', 'vtt'],
};

export const FILE_TYPES = Object.keys(ENDINGS);

/** Browsers show these, and nothing in them can act. */
const SHOWN = /^(video|audio|image)\/|^text\/plain$/;

const LONGEST_NAME = 150;

export function isShownInPlace(type: string): boolean {
  return SHOWN.test(type);
}

/** A name of a file for people: no path, nothing invisible, nothing that a file system reads as more than a letter, and not long. */
export function plainName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/\p{C}/gu, '').replace(/[<>:"|?*]/g, '_');
  // By code points, so that no letter is cut in two.
  const short = [...plain].slice(-LONGEST_NAME).join('');
  return short.replace(/^[\s.]+|[\s.]+$/g, '') || 'file';
}

/** The same with an ending that says what the file is, whatever its sender called it. */
export function fileName(given: string, type: string): string {
  const plain = plainName(given);
  const endings = ENDINGS[type] ?? [];
  const isTold = endings.some(ending => plain.toLowerCase().endsWith(`.${ending}`));
  return isTold ? plain : `${plain}.${endings[0]}`;
}

/** RFC 6266: plain letters for old clients, and the name as it is for all others. */
export function dispositionOf({ name, type }: { readonly name: string; readonly type: string }): string {
  const plain = name.replace(/[^\x20-\x7e]|["%\\]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, letter => `%${letter.charCodeAt(0).toString(16)}`);
  return `${isShownInPlace(type) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** Tells what a file is by its bytes. */
export abstract class FileTypes {
  /**
   * @param beginning of the file, or all of a short one
   * @returns one of {@link FILE_TYPES}; undefined for everything else
   */
  abstract of(beginning: Uint8Array): Promise<string | undefined>;
}
