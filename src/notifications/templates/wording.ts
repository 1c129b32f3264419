export type Facts = Readonly<Record<string, string | number>>;

/** The wording of a mail: a subject and paragraphs, from which both the text and its HTML twin are made. */
export interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}
