import { z } from 'zod';

const file = {
  id: z.uuid(),
  name: z.string().describe('for people').meta({ example: 'What a token is.mp4' }),
  type: z.string().describe('by its bytes').meta({ example: 'video/mp4' }),
  bytes: z.int().meta({ example: 73_400_320 }),
};

/** A lesson's file, as who learns sees it. */
export const fileView = z.strictObject(file).meta({ id: 'LessonFile' });

/** The same for its author. */
export const authoredFileView = z
  .strictObject({
    ...file,
    state: z
      .enum(['unscanned', 'scanning', 'clean', 'infected'])
      .describe('`unscanned` where nobody looks for viruses; where somebody does, only what is `clean` is published'),
  })
  .meta({ id: 'AuthoredLessonFile' });

export const lessonContentView = fileView
  .extend({
    url: z.url().describe('answers to whoever has it, ranges included').meta({
      example: 'http://127.0.0.1:3000/api/files/AZkKLHtOcACAAAAAAAAAAQGaX0',
    }),
    expiresAt: z.iso.datetime().describe('until when; ask again for a later one'),
  })
  .meta({ id: 'LessonContent' });

export const presignedUploadView = z
  .strictObject({
    fileId: z.uuid().describe('names it when it is complete'),
    method: z.literal('PUT'),
    url: z
      .url()
      .describe('where to send the bytes, as many as you said and nothing else')
      .meta({ example: 'https://lessons.s3.amazonaws.com/incoming/01990a2c?X-Amz-Signature=3f0e' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'PresignedUpload' });

export type PresignedUploadView = z.infer<typeof presignedUploadView>;
export type LessonContentView = z.infer<typeof lessonContentView>;
