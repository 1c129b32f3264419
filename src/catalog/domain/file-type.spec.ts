import fc from 'fast-check';
import { FILE_TYPES, fileName, isShownInPlace } from './file-type.ts';

describe('The name of a file', () => {
  it.each([
    ['film.mp4', 'video/mp4', 'film.mp4'],
    ['film.m4v', 'video/mp4', 'film.m4v'],
    ['film', 'video/webm', 'film.webm'],
    ['', 'text/plain', 'file.txt'],
    ['...', 'text/plain', 'file.txt'],
    ['a/b\\c.txt', 'text/plain', 'c.txt'],
    ['evil.exe', 'text/plain', 'evil.exe.txt'],
    ['evil.txt\u0000.exe', 'text/plain', 'evil.txt.exe.txt'],
    ['say "hi"\r\nSet-Cookie: a=b', 'text/plain', 'say _hi_Set-Cookie_ a=b.txt'],
    ['\ud800.pdf', 'application/pdf', 'pdf.pdf'],
    [' notes.pdf ', 'application/pdf', 'notes.pdf'],
  ])('%j of %s is %j', (given, type, name) => {
    expect(fileName(given, type)).toBe(name);
  });

  it('never leads anywhere, never hides what it is, and is the same when it is made again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...FILE_TYPES), (given, type) => {
        const name = fileName(given, type);
        expect(name).toMatch(/^[^\s./\\<>:"|?*][^/\\<>:"|?*]*\.\w+$/);
        expect(name).not.toMatch(/\p{C}/u);
        expect(fileName(name, type)).toBe(name);
      }),
    );
  });
});

describe('A type of file', () => {
  it.each(['application/pdf', 'application/zip', 'text/html', 'image/svg+xml', 'application/xml'])(
    'is saved and not shown: %s',
    type => {
      expect(isShownInPlace(type) && FILE_TYPES.includes(type)).toBe(false);
    },
  );

  it.each(['text/html', 'image/svg+xml', 'application/javascript', 'application/x-msdownload'])(
    'is none that a lesson has: %s',
    type => {
      expect(FILE_TYPES).not.toContain(type);
    },
  );
});
