import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type Lesson, lessonsOf, type Section } from '../domain/curriculum.ts';
import { type Opening, openingsOf } from '../domain/drip.ts';
import type { learningView } from './course.view.ts';
import { placeOf } from './place-of.ts';

/** A course with all its lessons as they were published last, for who is enrolled in it. @throws NotEnrolled */
export class GetLearning extends Query<z.infer<typeof learningView>> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

interface Text {
  readonly id: string;
  readonly body: string;
  readonly html: string;
}

@QueryHandler(GetLearning)
export class GetLearningHandler implements IQueryHandler<GetLearning> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, learnerId }: GetLearning) {
    const { title, sections, completedAt, ...progress } = await placeOf(this.database, courseId, learnerId);
    const openings = openingsOf(lessonsOf(sections), progress, this.clock.now());
    const openingOf = ({ id }: Lesson) => openings.get(id) as Opening;
    const texts = await this.textsOf(lessonsOf(sections).filter(lesson => lesson.preview || openingOf(lesson).open));
    const learned = (lesson: Lesson, { id: sectionId }: Section) => {
      const { open, opensAt, waitsFor } = openingOf(lesson);
      const { body = null, html = null } = texts.get(lesson.textId) ?? {};
      return {
        id: lesson.id,
        sectionId,
        title: lesson.title,
        preview: lesson.preview,
        body,
        html,
        file: lesson.preview || open ? (lesson.file ?? null) : null,
        completed: progress.completions[lesson.id] !== undefined,
        quizId: lesson.quiz?.id ?? null,
        open,
        opensAt: opensAt?.toISOString() ?? null,
        waitsFor,
      };
    };
    return {
      courseId,
      title,
      completedAt: completedAt?.toISOString() ?? null,
      sections: sections.map(section => ({ id: section.id, title: section.title })),
      lessons: sections.flatMap(section => section.lessons.map(lesson => learned(lesson, section))),
    };
  }

  private async textsOf(lessons: readonly Lesson[]): Promise<Map<string, Text>> {
    const ids = lessons.map(({ textId }) => textId);
    const sql = 'select id, body, html from catalog.lesson_texts where id = any($1)';
    return new Map((await this.database.prepared<Text>('lesson-texts', sql, [ids])).map(text => [text.id, text]));
  }
}
