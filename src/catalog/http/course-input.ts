import { z } from 'zod';
import { Money } from '../../kernel/domain/money.ts';
import { instant } from '../../kernel/http/instant.ts';
import { priceInput } from '../../kernel/http/money.view.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { LEVELS, type Offer } from '../domain/course.ts';
import { MOST_LESSONS, MOST_SECTIONS } from '../domain/curriculum.ts';
import { MOST_INSTRUCTORS, WHOLE } from '../domain/split.ts';
import { quizInput } from './quiz-input.ts';

const title = text().trim().min(1).max(200);

const language = text()
  .max(35)
  .transform((tag, context) => {
    try {
      return new Intl.Locale(tag).toString();
    } catch {
      context.addIssue({ code: 'custom', message: 'Expected a BCP 47 language tag, such as en or pt-BR' });
      return z.NEVER;
    }
  });

const offerInput = z.strictObject({
  title: title.meta({ example: 'Compilers from Scratch' }),
  summary: text().trim().max(2_000).meta({ example: 'Lexing to code generation in twelve lessons.' }),
  price: priceInput,
  category: text().trim().min(1).max(80).optional().meta({ example: 'Programming' }),
  level: z.enum(LEVELS).default('all'),
  language: language.default('en').describe('BCP 47').meta({ example: 'en' }),
});

const preview = z.boolean().describe('whether everybody may read it');

const days = z.int().max(3_650);

const opensInput = z
  .union([
    z.strictObject({ at: instant.transform(at => new Date(at).toISOString()) }),
    z.strictObject({ daysAfterEnrollment: days.min(1) }),
    z.strictObject({ daysAfterPrevious: days.min(0).describe('since the lesson before it was completed') }),
  ])
  .describe('when it opens to who is enrolled; absent for at once')
  .meta({ example: { daysAfterEnrollment: 7 } });

const lessonInput = z.strictObject({
  title: title.meta({ example: 'What a token is' }),
  body: text().max(100_000).describe('Markdown').meta({ example: '# Tokens\n\nA token is …' }),
  preview: preview.default(false),
  opens: opensInput.optional(),
});

const newLessonInput = lessonInput.extend({ quiz: quizInput.optional() });

const sectionTitle = text().trim().max(200).describe('may be empty').meta({ example: 'Basics' });

export const reviseRequest = offerInput.meta({ id: 'ReviseCourse' });

export const uploadRequest = offerInput
  .extend({
    lessons: z.array(newLessonInput).max(MOST_LESSONS).default([]).describe('of a course without sections'),
    sections: z
      .array(z.strictObject({ title: sectionTitle, lessons: z.array(newLessonInput).max(MOST_LESSONS) }))
      .max(MOST_SECTIONS)
      .default([]),
  })
  .refine(({ lessons, sections }) => lessons.length === 0 || sections.length === 0, {
    path: ['sections'],
    message: 'Expected lessons or sections, not both',
  })
  .meta({ id: 'UploadCourse' });

export const arrangeRequest = z
  .strictObject({
    sections: z
      .array(
        z.strictObject({
          id: uuid.optional().describe('absent for a new section'),
          title: sectionTitle,
          lessons: z
            .array(
              z.strictObject({
                id: uuid,
                title,
                preview,
                opens: opensInput
                  .nullable()
                  .optional()
                  .describe('when it opens, null for at once; absent leaves it as it is'),
              }),
            )
            .max(MOST_LESSONS)
            .describe('lessons of the course; one that is in no section is dropped'),
        }),
      )
      .max(MOST_SECTIONS),
  })
  .meta({ id: 'ArrangeCourse' });

export const addLessonRequest = newLessonInput.extend({ sectionId: uuid }).meta({ id: 'AddLesson' });

export const rewriteLessonRequest = lessonInput.meta({ id: 'RewriteLesson' });

export const instructorsRequest = z
  .strictObject({
    instructors: z
      .array(
        z.strictObject({
          instructorId: uuid,
          portion: z
            .int()
            .min(1)
            .max(WHOLE)
            .describe("of the instructors' part of a sale, in ten-thousandths; all sum to 10000")
            .meta({ example: 10_000 }),
        }),
      )
      .min(1)
      .max(MOST_INSTRUCTORS)
      .describe('you among them; what rounding leaves is yours'),
  })
  .meta({ id: 'NameInstructors' });

export function offerOf({ price, title, summary, category, level, language }: z.infer<typeof offerInput>): Offer {
  return { title, summary, price: Money.of(price.amount, price.currency), category: category ?? null, level, language };
}

/** A course has a section, so that there is a place for its lessons. */
export function sectionsOf({ lessons, sections }: z.infer<typeof uploadRequest>) {
  return sections.length > 0 ? sections : [{ title: '', lessons }];
}
