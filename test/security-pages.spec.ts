import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'docs/security';
const PAGES = readdirSync(FOLDER);
const STATES = ['met', 'partly', 'open', 'operator', 'n/a'];

/** A file of the project, in backticks. */
const FILE = /`((?:src|test|tools|docs|migrations|bin)\/[\w./-]+|Dockerfile|[\w-]+\.json)`/g;
/** A spec in backticks, and behind it the titles that it is named for. */
const TITLES = /`([\w./-]+\.spec\.ts)`((?:,? "[^"]+")+)/g;
const LINK = /\]\(([^)#:]+)(?:#[\w-]+)?\)/g;

describe('The pages about security', () => {
  it.each(PAGES)('name files that there are: %s', page => {
    const links = [...textOf(page).matchAll(LINK)].map(([, to = '']) => path.join(FOLDER, to));
    for (const file of [...filesIn(textOf(page)), ...links])
      expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
  });

  it.each(PAGES)('name tests that there are: %s', page => {
    for (const { spec, title } of titlesIn(textOf(page)))
      expect({ spec, title, exists: readFileSync(spec, 'utf8').includes(title) }).toEqual({
        spec,
        title,
        exists: true,
      });
  });

  describe('list the requirements of the standard', () => {
    const rows = rowsOf('asvs.md');

    it('all of levels 1 and 2, each once, in their order', () => {
      const ids = rows.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
      expect(rows.filter(({ level }) => level === '1')).toHaveLength(70);
      expect(rows.filter(({ level }) => level === '2')).toHaveLength(183);
    });

    it('each with a state, and a file where something is met', () => {
      for (const { id, state, how } of rows) {
        expect({ id, state }).toEqual({ id, state: expect.stringMatching(`^(${STATES.join('|')})$`) });
        if (state === 'met' || state === 'partly')
          expect({ id, files: filesIn(how).length }).not.toEqual({ id, files: 0 });
        else expect({ id, how }).toEqual({ id, how: expect.stringMatching(/\w/) });
      }
    });

    it('each that is met with a test, or the reason for none', () => {
      for (const { id, test } of rows.filter(({ state }) => state === 'met'))
        expect({ id, test, shown: titlesIn(test).length > 0 || /^(by reading|none yet)/.test(test) }).toMatchObject({
          shown: true,
        });
    });
  });
});

/** On one line, because a title may be broken across two. */
function textOf(page: string): string {
  return readFileSync(path.join(FOLDER, page), 'utf8').replaceAll(/\s+/g, ' ');
}

function filesIn(text: string): string[] {
  return [...text.matchAll(FILE)].map(([, file = '']) => file);
}

function titlesIn(text: string): { spec: string; title: string }[] {
  return [...text.matchAll(TITLES)].flatMap(([, spec = '', titles = '']) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ spec, title })),
  );
}

function rowsOf(page: string) {
  return readFileSync(path.join(FOLDER, page), 'utf8')
    .split('\n')
    .filter(line => /^\| V\d/.test(line))
    .map(line => {
      const [, id = '', level = '', , state = '', how = '', test = ''] = line.split('|').map(cell => cell.trim());
      return { id, level, state, how, test };
    });
}
