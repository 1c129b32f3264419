import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { CourseArchived } from '../catalog.contract.ts';
import { LapsePurchases } from '../processes/lapse-purchases.ts';

@Reaction({ to: CourseArchived, name: 'lapse-purchases-on-course-archived', queue: 'catalog' })
export class LapsePurchasesOnCourseArchived implements ProcessReaction<CourseArchived> {
  constructor(private readonly lapsing: LapsePurchases) {}

  process({ courseId }: CourseArchived): Promise<void> {
    return this.lapsing.sweep(courseId);
  }
}
