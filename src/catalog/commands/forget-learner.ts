import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Attempts } from '../domain/attempts.ts';
import { Enrollments } from '../domain/enrollments.ts';

/** The person behind the id was erased: what they wrote goes, what was bought and learned stays under the id. */
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
  ) {}

  async execute({ learnerId }: ForgetLearner): Promise<void> {
    // An attempt that is being graded at this moment is waited for.
    await this.enrollments.lockAllOf(learnerId);
    await this.attempts.forget(learnerId);
  }
}
