import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Attempts } from '../domain/attempts.ts';
import { Certificates } from '../domain/certificate.ts';
import { Enrollments } from '../domain/enrollments.ts';

/** The person behind the id was erased: what they wrote goes, and their name, what was bought and learned stays under the id. */
export class ForgetLearner extends Command<void> {
  constructor(readonly learnerId: string) {
    super();
  }
}

@CommandHandler(ForgetLearner)
export class ForgetLearnerHandler implements ICommandHandler<ForgetLearner> {
  constructor(
    private readonly enrollments: Enrollments,
    private readonly attempts: Attempts,
    private readonly certificates: Certificates,
  ) {}

  async execute({ learnerId }: ForgetLearner): Promise<void> {
    // A lesson that is being completed at this moment, by whoever has read the name already, is waited for.
    await this.enrollments.lockAllOf(learnerId);
    await this.attempts.forget(learnerId);
    await this.certificates.forgetName(learnerId);
  }
}
