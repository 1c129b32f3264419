export interface Option {
  readonly id: string;
  readonly text: string;
  readonly correct: boolean;
}

/** How a question is answered, and what is right. */
export type Task =
  | { readonly kind: 'single_choice' | 'multiple_choice'; readonly options: readonly Option[] }
  | { readonly kind: 'true_false'; readonly correct: boolean }
  | { readonly kind: 'short_text'; readonly accepted: readonly string[] }
  | { readonly kind: 'number'; readonly value: number; readonly tolerance: number };

export type Question = Task & {
  readonly id: string;
  readonly prompt: string;
  /** For the right answer; anything else gives none. */
  readonly points: number;
  /** Shown with the result; may be empty. */
  readonly explanation: string;
};

export const MOST_QUESTIONS = 100;
export const MOST_OPTIONS = 20;
