import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LessonLocked } from '../domain/enrollment.errors.ts';
import { LessonFileNotFound } from '../domain/file.errors.ts';
import { FileStorage } from '../domain/file-storage.ts';
import { FileTickets } from '../domain/file-tickets.ts';
import { mayOpenLesson, type Reader } from '../domain/may-open-lesson.ts';
import { GetLessonFile, type LessonFileOf } from '../queries/get-lesson-file.ts';
import { GetProgress } from '../queries/get-progress.ts';
import { GetStoredFile } from '../queries/get-stored-file.ts';
import type { LessonContentView } from '../queries/lesson-content.view.ts';

/** As long as somebody may take for a long lesson with a break. */
const GOOD_FOR_SECONDS = 2 * 3_600;

/** Gives whoever may open a lesson an address of its file that needs no signing in. */
@Injectable()
export class OpenLesson {
  constructor(
    private readonly queries: QueryBus,
    private readonly storage: FileStorage,
    private readonly tickets: FileTickets,
    private readonly clock: Clock,
  ) {}

  /** @param moderates whether they review courses @throws LessonFileNotFound, LessonLocked */
  async open(lessonId: string, userId: string, moderates: boolean): Promise<LessonContentView> {
    const lesson = await this.queries.execute(new GetLessonFile(lessonId, userId));
    if (!lesson) throw new LessonFileNotFound();
    const opening = await this.openingOf(lesson, lessonId, userId);
    const { isInstructor, isSubmitted } = lesson;
    const reader = { isInstructor, isReviewer: moderates && isSubmitted, hasReached: opening?.open === true };
    const fileId = fileFor(lesson, reader);
    if (!fileId && lesson.released && opening?.open === false) throw new LessonLocked(opening);
    const file = fileId && (await this.queries.execute(new GetStoredFile(fileId)));
    if (!file) throw new LessonFileNotFound();
    const { id, name, type, bytes } = file;
    const expiresAt = new Date(this.clock.now().getTime() + GOOD_FOR_SECONDS * 1000);
    const direct = await this.storage.presignDownload(id, { name, type }, GOOD_FOR_SECONDS);
    const url = direct ?? this.tickets.linkTo(id, expiresAt);
    return { id, name, type, bytes, url, expiresAt: expiresAt.toISOString() };
  }

  /** When the lesson opens to a learner, or has opened. */
  private async openingOf({ courseId, isEnrolled }: LessonFileOf, lessonId: string, userId: string) {
    if (!isEnrolled) return undefined;
    const { schedule } = await this.queries.execute(new GetProgress(courseId, userId));
    const scheduled = schedule.find(entry => entry.lessonId === lessonId);
    return scheduled && { ...scheduled, opensAt: scheduled.opensAt === null ? null : new Date(scheduled.opensAt) };
  }
}

/** Its author and who reviews it see what is drafted, all others what was published; a preview is one while its course is on sale. */
function fileFor({ isOnSale, drafted, released }: LessonFileOf, reader: Reader): string | undefined {
  const place = ((reader.isInstructor || reader.isReviewer) && drafted) || released;
  if (!place) return undefined;
  const isOpen = mayOpenLesson({ preview: place.preview && isOnSale }, reader);
  return isOpen ? place.fileId : undefined;
}
