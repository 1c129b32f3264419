import { Injectable } from '@nestjs/common';
import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';
import { Markdown } from '../domain/lesson-text.ts';

/** HTML in Markdown is shown as text; what is left is let through by a list, should the parser ever err. */
@Injectable()
export class SafeMarkdown extends Markdown {
  private readonly parser = new MarkdownIt({ html: false, linkify: true });

  override render(source: string): string {
    return sanitize(this.parser.render(source), {
      allowedTags: [...sanitize.defaults.allowedTags, 'img', 's', 'del'],
      allowedAttributes: { a: ['href', 'title', 'rel'], img: ['src', 'alt', 'title'], code: ['class'], ol: ['start'] },
      allowedClasses: { code: [/^language-[\w+#.-]+$/] },
      allowedSchemes: ['http', 'https', 'mailto'],
      allowedSchemesByTag: { img: ['https'] },
      allowProtocolRelative: false,
      transformTags: { a: sanitize.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }) },
    });
  }
}
