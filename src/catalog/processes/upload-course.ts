import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DraftCourse, type WrittenSection } from '../commands/draft-course.ts';
import { assertDraftable } from '../domain/assert-draftable.ts';
import type { Offer } from '../domain/course.ts';
import { FileForNoLesson } from '../domain/file.errors.ts';
import type { ReceivedFile } from '../domain/lesson-file.ts';
import { DropFiles } from './drop-files.ts';
import { type SentFile, UploadFile } from './upload-file.ts';

/** A file that says which lesson it is for: `file:<section>.<lesson>`, counted from 0. */
export interface PlacedFile extends SentFile {
  readonly field: string;
}

const FIELD = /^file:(\d{1,3})\.(\d{1,3})$/;

/** A course that comes with files: all of it is drafted, or nothing is left of it. What it says is looked at before its files come. */
@Injectable()
export class UploadCourse {
  constructor(
    private readonly commands: CommandBus,
    private readonly uploading: UploadFile,
    private readonly dropping: DropFiles,
  ) {}

  /** @throws FileForNoLesson, and what DraftCourse and UploadFile throw */
  async upload(
    courseId: string,
    instructorId: string,
    offer: Offer,
    sections: readonly WrittenSection[],
    files: AsyncIterable<PlacedFile>,
  ): Promise<void> {
    assertDraftable(sections);
    const received = new Map<string, ReceivedFile>();
    try {
      for await (const file of files) {
        const place = placeOf(file.field, sections);
        if (received.has(place)) throw new FileForNoLesson(file.field);
        received.set(place, await this.uploading.receive(instructorId, file));
      }
      await this.commands.execute(new DraftCourse(courseId, instructorId, offer, withFiles(sections, received)));
    } catch (error) {
      for (const { id } of received.values()) await this.dropping.giveUp(id);
      throw error;
    }
  }
}

function placeOf(field: string, sections: readonly WrittenSection[]): string {
  const [, section, lesson] = FIELD.exec(field) ?? [];
  if (!sections[Number(section)]?.lessons[Number(lesson)]) throw new FileForNoLesson(field);
  return `${Number(section)}.${Number(lesson)}`;
}

function withFiles(
  sections: readonly WrittenSection[],
  received: ReadonlyMap<string, ReceivedFile>,
): readonly WrittenSection[] {
  return sections.map((section, place) => ({
    ...section,
    lessons: section.lessons.map((lesson, index) => ({ ...lesson, file: received.get(`${place}.${index}`) })),
  }));
}
