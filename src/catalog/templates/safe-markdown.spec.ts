import fc from 'fast-check';
import { SafeMarkdown } from './safe-markdown.ts';

const markdown = new SafeMarkdown();

/** What a browser could act on: a tag or an attribute that is on no list, or an address of another sort. */
const ACTIVE =
  /<(script|style|iframe|object|embed|form|input|svg|math|base|meta|link)\b|\son\w+\s*=|(href|src)="(?!https?:|mailto:|\/(?!\/)|#|[\w.%-]+")/i;

const tagsOf = (source: string) => markdown.render(source).match(/<[^>]*>/g) ?? [];

describe('Markdown', () => {
  it('is shown as headings, lists, code and links', () => {
    const html = markdown.render(
      '# Tokens\n\n- **one** `let x`\n\n```ts\nlet x;\n```\n\n[here](https://example.org "there")',
    );
    expect(html).toContain('<h1>Tokens</h1>');
    expect(html).toContain('<li><strong>one</strong> <code>let x</code></li>');
    expect(html).toContain('<code class="language-ts">let x;');
    expect(html).toContain('<a href="https://example.org" title="there" rel="nofollow noopener noreferrer">here</a>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '[click](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](javascript:alert(1))',
    '<a href="vbscript:x">x</a>',
    '[x]: javascript:alert(1)\n\n[x]',
    '`<script>`<script>alert(1)</script>',
    '<svg/onload=alert(1)>',
    '[a](//evil.example)',
    '![a](//evil.example/a.png)',
    '```"><script>alert(1)</script>\ncode\n```',
  ])('%j does nothing in a browser', source => {
    for (const tag of tagsOf(source)) expect(tag).not.toMatch(ACTIVE);
  });

  it('does nothing in a browser, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '[',
      ']',
      '(',
      ')',
      '!',
      '`',
      'javascript:',
      'onload=',
      'script',
      '/',
      ' ',
      '\n',
      '&#106;',
      'img',
      'src=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        for (const tag of tagsOf(pieces.join(''))) expect(tag).not.toMatch(ACTIVE);
      }),
    );
  });
});
