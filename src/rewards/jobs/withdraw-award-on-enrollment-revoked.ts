import { EnrollmentRevoked } from '../../catalog/catalog.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { WithdrawAward } from '../commands/withdraw-award.ts';

@Reaction({ to: EnrollmentRevoked, name: 'withdraw-award-on-enrollment-revoked', queue: 'rewards' })
export class WithdrawAwardOnEnrollmentRevoked implements CommandReaction<EnrollmentRevoked> {
  command({ learnerId, courseId }: EnrollmentRevoked) {
    return new WithdrawAward(learnerId, 'course_completed', courseId);
  }
}
