import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { InstructorsNamed } from '../catalog.contract.ts';
import { LapsePurchases } from '../processes/lapse-purchases.ts';

@Reaction({ to: InstructorsNamed, name: 'lapse-purchases-on-instructors-named', queue: 'catalog' })
export class LapsePurchasesOnInstructorsNamed implements ProcessReaction<InstructorsNamed> {
  constructor(private readonly lapsing: LapsePurchases) {}

  process({ courseId }: InstructorsNamed): Promise<void> {
    return this.lapsing.sweep(courseId);
  }
}
