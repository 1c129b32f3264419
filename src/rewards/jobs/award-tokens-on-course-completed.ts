import { CourseCompleted } from '../../catalog/catalog.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { AwardTokens } from '../commands/award-tokens.ts';

@Reaction({ to: CourseCompleted, name: 'award-tokens-on-course-completed', queue: 'rewards' })
export class AwardTokensOnCourseCompleted implements CommandReaction<CourseCompleted> {
  command({ learnerId, courseId }: CourseCompleted) {
    return new AwardTokens(learnerId, 'course_completed', courseId);
  }
}
