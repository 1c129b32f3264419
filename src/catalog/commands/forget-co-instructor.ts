import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';

/** Somebody is erased: of the courses that they taught with others, their portion is the owner's from now on. */
export class ForgetCoInstructor extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(ForgetCoInstructor)
export class ForgetCoInstructorHandler implements ICommandHandler<ForgetCoInstructor> {
  constructor(private readonly courses: Courses) {}

  async execute({ userId }: ForgetCoInstructor): Promise<void> {
    for (const course of await this.courses.lockTaughtWith(userId)) course.dismiss(userId);
  }
}
