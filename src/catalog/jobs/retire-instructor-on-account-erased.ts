import { AccountErased } from '../../identity/identity.contract.ts';
import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { RetireInstructor } from '../processes/retire-instructor.ts';

@Reaction({ to: AccountErased, name: 'retire-instructor-on-account-erased', queue: 'catalog' })
export class RetireInstructorOnAccountErased implements ProcessReaction<AccountErased> {
  constructor(private readonly retiring: RetireInstructor) {}

  process({ userId }: AccountErased): Promise<void> {
    return this.retiring.retire(userId);
  }
}
