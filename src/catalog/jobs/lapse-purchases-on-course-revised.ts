import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { CourseRevised } from '../catalog.contract.ts';
import { LapsePurchases } from '../processes/lapse-purchases.ts';

@Reaction({ to: CourseRevised, name: 'lapse-purchases-on-course-revised', queue: 'catalog' })
export class LapsePurchasesOnCourseRevised implements ProcessReaction<CourseRevised> {
  constructor(private readonly lapsing: LapsePurchases) {}

  process({ courseId }: CourseRevised): Promise<void> {
    return this.lapsing.sweep(courseId);
  }
}
