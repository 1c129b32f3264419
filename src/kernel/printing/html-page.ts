import { hash } from 'node:crypto';
import escapeHtml from 'escape-html';

/** A page of HTML for people, with a style of its own. */
export class HtmlPage {
  constructor(private readonly style: string) {}

  /** Lets in the style, and nothing else: no script, no image, no frame. */
  get contentSecurityPolicy(): string {
    const style = hash('sha256', this.style, 'base64');
    return `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  }

  /**
   * @param title plain text
   * @param body HTML, in which whoever calls has escaped what others wrote
   */
  show(title: string, body: string): string {
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${this.style}</style>
</head>
<body>
${body}
</body>
</html>
`;
  }
}
