import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Agreement, type Subject } from '../domain/agreement.ts';
import { Agreements } from '../domain/agreements.ts';
import { Courses } from '../domain/courses.ts';

/**
 * Agrees on the instructors' part of the sales that start from a moment on. Where that very part is agreed from that
 * very moment on, or holds already when it is to hold at once, it changes nothing and answers the agreement that stands.
 * @throws CourseNotFound, AgreementOutOfTime
 */
export class AgreeOnSplit extends Command<Agreement> {
  constructor(
    readonly courseId: string,
    /** This course alone, or each course of its owner. */
    readonly scope: 'course' | 'instructor',
    readonly basisPoints: number,
    readonly from: Date | undefined,
    readonly agreedBy: string,
  ) {
    super();
  }
}

@CommandHandler(AgreeOnSplit)
export class AgreeOnSplitHandler implements ICommandHandler<AgreeOnSplit> {
  constructor(
    private readonly courses: Courses,
    private readonly agreements: Agreements,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, scope, basisPoints, from, agreedBy }: AgreeOnSplit): Promise<Agreement> {
    const { instructorId } = await this.courses.get(courseId);
    const isOfCourse = scope === 'course';
    const subject: Subject = isOfCourse ? { courseId, instructorId: null } : { courseId: null, instructorId };
    await this.agreements.hold(subject);
    const agreement = Agreement.reach(newId(), subject, basisPoints, from, agreedBy, this.clock.now());
    const standing = await this.agreements.about(subject, agreement.effectiveAt);
    const beginsSo = !from || standing?.effectiveAt.getTime() === from.getTime();
    if (standing?.basisPoints === basisPoints && beginsSo) return standing;

    this.agreements.add(agreement);
    await this.audit.record({
      action: 'catalog.split_agreed',
      subject: isOfCourse ? `course:${courseId}` : `user:${instructorId}`,
      onBehalfOf: instructorId,
      before: standing && { basisPoints: standing.basisPoints },
      after: { basisPoints, from: agreement.effectiveAt.toISOString() },
    });
    return agreement;
  }
}
