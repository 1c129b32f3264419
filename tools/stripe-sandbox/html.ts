/** Markup as a template: what is put in is escaped, unless it is markup itself. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Insert = Html | Html[] | string | number | null | undefined;

export function html(strings: TemplateStringsArray, ...inserts: Insert[]): Html {
  return new Html(strings.reduce((markup, text, i) => markup + render(inserts[i - 1]) + text));
}

export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 0 0 2rem; width: 100%; }
  td, th { border-bottom: 1px solid #ddd; padding: .3rem .8rem .3rem 0; text-align: left; }
  button { font: inherit; margin-right: 1rem; padding: .5rem 1rem; }
</style>
<h1>${title}</h1>
${body}
</html>`.markup;
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined) return '';
  if (insert instanceof Html) return insert.markup;
  if (Array.isArray(insert)) return insert.map(render).join('');
  return String(insert).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
