import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** A lesson's file in its draft or its release. */
interface Place {
  readonly fileId: string;
  readonly preview: boolean;
}

export interface LessonFileOf {
  readonly courseId: string;
  readonly isInstructor: boolean;
  readonly isEnrolled: boolean;
  readonly isOnSale: boolean;
  readonly isSubmitted: boolean;
  readonly drafted: Place | null;
  readonly released: Place | null;
}

/** The file of a lesson, and what somebody is to its course; undefined for a lesson that never had one. */
export class GetLessonFile extends Query<LessonFileOf | undefined> {
  constructor(
    readonly lessonId: string,
    readonly userId: string,
  ) {
    super();
  }
}

const PLACE = `select json_build_object('fileId', f.id, 'preview', f.preview)`;

const SQL = `
  select c.id as "courseId", c.instructor_id = $2 as "isInstructor", c.state = 'published' as "isOnSale",
    c.submitted_at is not null as "isSubmitted",
    exists (
      select from catalog.enrollments e where e.course_id = c.id and e.learner_id = $2 and e.ended_at is null
    ) as "isEnrolled",
    (${PLACE} from catalog.files_of(c.sections) f where f.lesson_id = $1) as drafted,
    (${PLACE} from catalog.releases r, catalog.files_of(r.sections) f
     where r.course_id = c.id and r.number = c.release and f.lesson_id = $1) as released
  from catalog.courses c
  where c.id = (select course_id from catalog.lesson_files where lesson_id = $1 limit 1)`;

@QueryHandler(GetLessonFile)
export class GetLessonFileHandler implements IQueryHandler<GetLessonFile> {
  constructor(private readonly database: Database) {}

  async execute({ lessonId, userId }: GetLessonFile): Promise<LessonFileOf | undefined> {
    const [row] = await this.database.prepared<LessonFileOf>('get-lesson-file', SQL, [lessonId, userId]);
    return row;
  }
}
