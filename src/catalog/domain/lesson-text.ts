/** What a lesson says, as it was written once. */
export class LessonText {
  constructor(
    readonly id: string,
    readonly courseId: string,
    /** Markdown, as its author wrote it. */
    readonly body: string,
    /** The same for browsers, with nothing in it that could act. */
    readonly html: string,
  ) {}
}

/** Makes HTML of Markdown. */
export abstract class Markdown {
  /** @returns HTML that is safe to show, whatever the source says */
  abstract render(source: string): string;
}
