import type { Course } from './course.ts';
import { filesOf } from './curriculum.ts';
import type { LessonFiles } from './lesson-files.ts';
import type { Scanning } from './virus-scanner.ts';

/** Nobody gets a file with a virus, nor one that nobody has looked at where somebody does. @throws FileInfected, FileNotScanned */
export async function assertPublishable(
  files: LessonFiles,
  { required }: Scanning,
  { sections }: Course,
): Promise<void> {
  const attached = await files.of(filesOf(sections).map(({ id }) => id));
  for (const file of attached) file.assertPublishable(required);
}
