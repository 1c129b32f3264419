import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { FILE_TYPES, FileTypes } from '../domain/file-type.ts';

/** Other names of types that are allowed. */
const ALIASES: Readonly<Record<string, string>> = {
  'video/x-m4v': 'video/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/x-flac': 'audio/flac',
  'audio/vnd.wave': 'audio/wav',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/;

/** Markup and scripts: what a browser or a shell would run. */
const MARKUP_OR_SCRIPT = /^\uFEFF?\s*(<|#!)/;

@Injectable()
export class SniffedTypes extends FileTypes {
  override async of(beginning: Uint8Array): Promise<string | undefined> {
    const found = (await fileTypeFromBuffer(beginning))?.mime;
    if (found === undefined) return isPlainText(beginning) ? 'text/plain' : undefined;
    const type = ALIASES[found] ?? found;
    return FILE_TYPES.includes(type) ? type : undefined;
  }
}

function isPlainText(bytes: Uint8Array): boolean {
  try {
    // As a stream, because the last letter may be cut in two.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return bytes.length > 0 && !CONTROL.test(text) && !MARKUP_OR_SCRIPT.test(text);
  } catch {
    return false;
  }
}
