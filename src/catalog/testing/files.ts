import { readdir } from 'node:fs/promises';

const padded = (...beginning: (string | number[])[]) =>
  Buffer.concat([...beginning.map(it => Buffer.from(it as string, 'latin1')), Buffer.alloc(64)]);

/** The smallest beginnings that make a file what it is. */
export const SAMPLES = {
  mp4: padded([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isommp42'),
  webm: padded([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], 'webm'),
  mp3: padded([0xff, 0xfb, 0x90, 0x64]),
  m4a: padded([0, 0, 0, 24], 'ftypM4A ', [0, 0, 2, 0], 'M4A mp42'),
  wav: padded('RIFF', [36, 0, 0, 0], 'WAVEfmt '),
  flac: padded('fLaC'),
  pdf: padded('%PDF-1.7\n'),
  png: padded(
    [0x89],
    'PNG\r\n',
    [0x1a],
    '\n',
    [0, 0, 0, 13],
    'IHDR',
    [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0, 0, 0, 0],
  ),
  jpg: padded([0xff, 0xd8, 0xff, 0xe0]),
  gif: padded('GIF89a'),
  webp: padded('RIFF', [36, 0, 0, 0], 'WEBPVP8 '),
  zip: padded('PK', [5, 6], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  txt: Buffer.from('What a token is, by Ädä 🙂.\n'),
} as const;

/** What is never a lesson's, whatever it is called. */
export const REFUSED = {
  'a program for Windows': padded('MZ', [0x90, 0, 3, 0, 0, 0]),
  'a program for Linux': padded([0x7f], 'ELF', [2, 1, 1, 0]),
  'a program for macOS': padded([0xcf, 0xfa, 0xed, 0xfe]),
  'a shell script': Buffer.from('#!/bin/sh\nrm -rf /\n'),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a page behind spaces': Buffer.from('\uFEFF \n\t<html><body onload=alert(1)>'),
  'a page behind a comment': Buffer.from('<!-- x --><script>alert(1)</script>'),
  'a drawing that can act': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'a drawing with a declaration': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a Matroska film': padded([0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x88], 'matroska'),
  'a Flash film': padded('CWS', [6]),
  'an archive that nobody lists': padded('Rar!', [0x1a, 7, 0]),
  'bytes of no kind': Buffer.from([1, 2, 3, 0, 255, 254]),
  'text in UTF-16': Buffer.from('\uFEFFtext', 'utf16le'),
  nothing: Buffer.alloc(0),
} as const;

/** The names of all files in a folder and below it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .sort((one, other) => one.localeCompare(other));
}
