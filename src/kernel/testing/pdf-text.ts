import { inflateSync } from 'node:zlib';

/** A piece of text on a page of a PDF, where it begins, in points from the left and from the bottom. */
export interface PdfText {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Reads a PDF back, as PDFKit writes it: the text in the order of drawing, with the signs of a line from left to right. */
export function textsIn(pdf: Buffer): PdfText[] {
  const objects = objectsIn(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head));
  return pages.flatMap(({ head }, page) => {
    const resources = objects.get(reference(head, 'Resources'))?.head ?? '';
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => [name, decoderOf(Number(id), objects)]),
    );
    return textsOf(objects.get(reference(head, 'Contents'))?.body ?? '', fonts).map(text => ({ page, ...text }));
  });
}

interface PdfObject {
  readonly head: string;
  readonly body: string;
}

type Decoder = (hex: string) => string;

function objectsIn(pdf: Buffer): Map<number, PdfObject> {
  const file = pdf.toString('latin1');
  return new Map(
    [...file.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id, content = '']) => {
      const [head = '', stream] = content.split(/\nstream\n/);
      const bytes = Buffer.from(stream?.replace(/\nendstream$/, '') ?? '', 'latin1');
      const body = /FlateDecode/.test(head) ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1');
      return [Number(id), { head, body }];
    }),
  );
}

function reference(head: string, key: string): number {
  return Number(new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1]);
}

function decoderOf(font: number, objects: Map<number, PdfObject>): Decoder {
  const map = objects.get(reference(objects.get(font)?.head ?? '', 'ToUnicode'));
  if (!map) return hex => new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'));
  const ranges = [...map.body.matchAll(/<[\da-f]{4}> <[\da-f]{4}> \[([^\]]*)\]/g)];
  const signs = ranges.flatMap(([, list = '']) =>
    [...list.matchAll(/<([\da-f ]*)>/g)].map(([, hex = '']) => utf16(hex)),
  );
  return hex => (hex.match(/.{4}/g) ?? []).map(glyph => signs[Number.parseInt(glyph, 16)] ?? '\ufffd').join('');
}

function utf16(hex: string): string {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
}

function textsOf(content: string, fonts: Map<string, Decoder>): Omit<PdfText, 'page'>[] {
  return [...content.matchAll(/BT\n([\s\S]*?)\nET/g)].map(([, block = '']) => {
    const [, x, y] = /1 0 0 1 (\S+) (\S+) Tm/.exec(block) ?? [];
    const decode = fonts.get(/\/(F\d+) /.exec(block)?.[1] ?? '');
    const signs = [...block.matchAll(/<([\da-f]+)>/g)].map(([, hex = '']) => decode?.(hex) ?? '');
    return { x: Number(x), y: Number(y), text: signs.join('') };
  });
}
