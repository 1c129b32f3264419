import { newCertificateCode } from './certificate-code.ts';

/** What a learner can show of a completed course, as both were called then. Only the name is forgotten, when they are erased. */
export class Certificate {
  constructor(
    /** The id of the enrollment. */
    readonly id: string,
    /** By which anybody can verify it. */
    readonly code: string,
    readonly title: string,
    readonly name: string | null,
  ) {}

  /** @param name null for somebody who has been erased meanwhile */
  static issue(enrollmentId: string, title: string, name: string | null): Certificate {
    return new Certificate(enrollmentId, newCertificateCode(), title, name);
  }
}

export abstract class Certificates {
  abstract add(certificate: Certificate): void;

  /** Forgets who completed what: to be relied on by who has locked the learner's enrollments. */
  abstract forgetName(learnerId: string): Promise<void>;
}
