import { formWith } from './forms.ts';
import { NOBODY } from './operations.ts';

export type Json = Record<string, unknown>;

const offer = {
  title: 'Compilers',
  summary: 'All of it.',
  price: { amount: 4_999, currency: 'USD' },
  category: 'Programming',
  level: 'beginner',
  language: 'en',
};
const lesson = { title: 'One', body: '# One', preview: true };
const password = 'correct horse battery staple';
const token = 'x'.repeat(64);
const deviceToken = 'x'.repeat(43);
const humanity = { captchaToken: token, mailProof: token };

/** For every operation that takes a body one of the right shape, with each of its fields. A new operation needs one here. */
export const GOOD_BODIES: Readonly<Record<string, Json>> = {
  'POST /api/auth/signup': { email: 'new@example.org', name: 'Ada', password, deviceToken, ...humanity },
  'POST /api/auth/login': { email: 'ada@example.org', password, deviceToken, ...humanity },
  'POST /api/auth/login/mfa': { ticket: token, code: '492039', deviceToken },
  'POST /api/auth/refresh': { refreshToken: deviceToken },
  'POST /api/auth/verify-email': { token },
  'POST /api/auth/resend-verification': { email: 'ada@example.org' },
  'POST /api/auth/confirm-email-change': { token },
  'POST /api/auth/password/forgot': { email: 'ada@example.org', captchaToken: token },
  'POST /api/auth/password/reset': { token, password },
  'POST /api/auth/password/change': { currentPassword: password, newPassword: `${password} 2` },
  'POST /api/auth/mfa/enroll': { password },
  'POST /api/auth/mfa/verify': { code: '492039' },
  'POST /api/auth/mfa/disable': { password },
  'POST /api/me/email': { email: 'ada@example.org', password },
  'PATCH /api/me': { name: 'Ada' },
  'DELETE /api/me': { password },
  'POST /api/api-keys': { name: 'Export', scopes: ['account:read'], expiresAt: '2030-01-01T00:00:00Z', password },
  'POST /api/admin/signing-keys/rotate': { compromised: false },
  'PUT /api/admin/users/{id}/roles': { roles: ['learner'] },
  'POST /api/organizations': { name: 'Engines' },
  'PATCH /api/organizations/{id}': { name: 'Engines' },
  'PUT /api/organizations/{id}/members/{userId}': { role: 'admin' },
  'POST /api/organizations/{id}/invitations': { email: 'ada@example.org', role: 'member' },
  'POST /api/invitations/accept': { token },
  'POST /api/courses/upload': { ...offer, lessons: [lesson], sections: [] },
  'PUT /api/courses/{course}': offer,
  'PUT /api/courses/{id}/sections': { sections: [{ title: 'Basics', lessons: [] }] },
  'POST /api/courses/{id}/lessons': { sectionId: NOBODY, ...lesson },
  'PUT /api/courses/{id}/lessons/{lessonId}': lesson,
  'POST /api/courses/{id}/lessons/{lessonId}/file/presigned': { name: 'film.mp4', bytes: 1_000 },
  'POST /api/courses/{id}/lessons/{lessonId}/file/complete': { fileId: NOBODY },
  'POST /api/admin/courses/{id}/approve': { version: 1 },
  'POST /api/admin/courses/{id}/reject': { reason: 'Too short.', version: 1 },
  'POST /api/courses/purchase': { courseId: NOBODY, paymentMethod: 'pm_card_visa' },
  'POST /api/payments/process': { purpose: 'course_purchase', reference: NOBODY, paymentMethod: 'pm_card_visa' },
  'POST /api/payments/refund': { paymentId: NOBODY, amount: 1_500, reason: 'duplicate', note: 'Bought twice.' },
};

/** The same for operations that take a form and nothing else. */
export const GOOD_FORMS: Readonly<Record<string, () => FormData>> = {
  'PUT /api/courses/{id}/lessons/{lessonId}/file': () => formWith(Buffer.from('What a token is.'), 'notes.txt'),
};
