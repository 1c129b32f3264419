import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';
import { type WrittenQuiz, writeQuiz } from '../domain/write-quiz.ts';

/** Gives a lesson a quiz, another one, or none. Who has completed it has completed it. @throws CourseNotFound, LessonNotFound, QuestionHasNoAnswer, CourseTooLarge */
export class WriteQuiz extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly lessonId: string,
    /** null for none. */
    readonly quiz: WrittenQuiz | null,
  ) {
    super();
  }
}

@CommandHandler(WriteQuiz)
export class WriteQuizHandler implements ICommandHandler<WriteQuiz> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId, lessonId, quiz }: WriteQuiz): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.giveQuiz(lessonId, quiz && writeQuiz(this.courses, courseId, quiz));
  }
}
