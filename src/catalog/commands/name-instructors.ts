import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { may } from '../../identity/access.contract.ts';
import { GetAccounts } from '../../identity/identity.contract.ts';
import { NotAnInstructor } from '../domain/course.errors.ts';
import { Courses } from '../domain/courses.ts';
import type { Portion } from '../domain/split.ts';

/** Says who teaches a course, for the sales that start from now on. @throws CourseNotFound, PortionsNotWhole, NotAnInstructor */
export class NameInstructors extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly ownerId: string,
    /** The owner among them; their portions sum to 10,000. */
    readonly instructors: readonly Portion[],
  ) {
    super();
  }
}

@CommandHandler(NameInstructors)
export class NameInstructorsHandler implements ICommandHandler<NameInstructors> {
  constructor(
    private readonly courses: Courses,
    private readonly queries: QueryBus,
  ) {}

  async execute({ courseId, ownerId, instructors }: NameInstructors): Promise<void> {
    const course = await this.courses.lock(courseId, ownerId);
    const newcomers = instructors.map(({ instructorId }) => instructorId).filter(id => !course.isTaughtBy(id));
    course.nameInstructors(instructors);
    await this.courses.holdErasureOf(newcomers);
    await this.assertInstructors(newcomers);
  }

  /** Whoever teaches it already goes on teaching it, whatever they may do elsewhere. */
  private async assertInstructors(userIds: readonly string[]): Promise<void> {
    const accounts = await this.queries.execute(new GetAccounts(userIds));
    const authors = new Set(accounts.filter(account => may(account, 'courses:author')).map(({ id }) => id));
    const stranger = userIds.find(id => !authors.has(id));
    if (stranger) throw new NotAnInstructor(stranger);
  }
}
