import type { Agreement, Subject } from './agreement.ts';

export abstract class Agreements {
  abstract add(agreement: Agreement): void;

  /** Until the transaction ends nobody else agrees on anything about this subject. */
  abstract hold(subject: Subject): Promise<void>;

  /** What is agreed about this very subject and holds at a moment. Of several from the same moment, the one set last. */
  abstract about(subject: Subject, at: Date): Promise<Agreement | undefined>;

  /** The part in ten-thousandths that is agreed for the sales of a course at a moment: about it, else about its owner. */
  abstract partOf(courseId: string, at: Date): Promise<number | undefined>;
}
