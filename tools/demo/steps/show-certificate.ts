import type { AzoraApi } from '../azora-api.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import type { TaughtCourse } from '../taught-course.ts';

interface Certificate {
  readonly code: string;
  readonly title: string;
  readonly name: string;
}

/** As PDF, and to a stranger who has nothing but its code. */
export async function showCertificate(
  learner: Person,
  name: string,
  course: TaughtCourse,
  api: AzoraApi,
): Promise<void> {
  const path = `/api/courses/${course.id}/certificate`;
  const certificate = (await learner.get<Certificate>(path)).granted();
  expectSame('title and name', [certificate.title, certificate.name], [course.title, name]);
  const pdf = (await learner.get<string>(path, 'application/pdf')).granted();
  expectSame('the beginning of the PDF', pdf.slice(0, 4), '%PDF');

  const verify = (code: string) => api.send<Certificate>({ method: 'GET', path: `/api/certificates/${code}` });
  const { code } = certificate;
  expectSame('what a stranger is shown', (await verify(code)).granted(), certificate);
  (await verify(code.slice(1))).refused(404, 'certificate_not_found');
}
