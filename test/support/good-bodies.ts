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
const lesson = { title: 'One', body: '# One', preview: true, opens: { daysAfterEnrollment: 1 } };
const quiz = {
  questions: [{ kind: 'true_false', prompt: 'Trees have roots.', points: 1, explanation: 'Some.', correct: true }],
  passPercent: 70,
  attempts: 3,
  shuffled: true,
};
const nextYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
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
  'POST /api/admin/disputes/{id}/evidence': { text: 'The learner completed nine of ten lessons.' },
  'POST /api/organizations': { name: 'Engines' },
  'PATCH /api/organizations/{id}': { name: 'Engines' },
  'PUT /api/organizations/{id}/members/{userId}': { role: 'admin' },
  'POST /api/organizations/{id}/invitations': { email: 'ada@example.org', role: 'member' },
  'POST /api/invitations/accept': { token },
  'POST /api/courses/upload': { ...offer, lessons: [lesson], sections: [] },
  'PUT /api/courses/{course}': offer,
  'PUT /api/courses/{id}/sections': { sections: [{ id: NOBODY, title: 'Basics', lessons: [] }] },
  'PUT /api/courses/{id}/instructors': { instructors: [{ instructorId: NOBODY, portion: 10_000 }] },
  'POST /api/courses/{id}/lessons': { sectionId: NOBODY, ...lesson, quiz },
  'PUT /api/courses/{id}/lessons/{lessonId}': lesson,
  'PUT /api/courses/{id}/lessons/{lessonId}/quiz': quiz,
  'POST /api/courses/{id}/quizzes/{quizId}/attempts': { answers: {} },
  'POST /api/courses/{id}/lessons/{lessonId}/file/presigned': { name: 'film.mp4', bytes: 1_000 },
  'POST /api/courses/{id}/lessons/{lessonId}/file/complete': { fileId: NOBODY },
  'POST /api/admin/courses/import': { instructorId: NOBODY, currency: 'USD', format: 'csv' },
  'POST /api/admin/courses/{id}/approve': { version: 1 },
  'POST /api/admin/courses/{id}/reject': { reason: 'Too short.', version: 1 },
  'POST /api/admin/courses/{id}/split': { basisPoints: 8_000, for: 'course', from: nextYear },
  'POST /api/courses/{id}/reviews': { rating: 5, text: 'At last.' },
  'PUT /api/reviews/{id}': { rating: 5, text: 'At last.' },
  'PUT /api/reviews/{id}/reply': { text: 'Thank you!' },
  'POST /api/reviews/{id}/report': { reason: 'An advertisement.' },
  'POST /api/courses/purchase': { courseId: NOBODY, paymentMethod: 'pm_card_visa' },
  'POST /api/payment-methods/setup': { paymentMethod: 'pm_card_visa' },
  'POST /api/payments/process': { purpose: 'course_purchase', reference: NOBODY, paymentMethod: 'pm_card_visa' },
  'POST /api/payouts/request': { currency: 'USD', amount: 1_500 },
  'POST /api/payments/refund': { paymentId: NOBODY, amount: 1_500, reason: 'duplicate', note: 'Bought twice.' },
  'POST /api/finance/reconciliations': { from: '2026-03-01', to: '2026-03-31' },
};

/** The same for operations that take a form and nothing else. */
export const GOOD_FORMS: Readonly<Record<string, () => FormData>> = {
  'PUT /api/courses/{id}/lessons/{lessonId}/file': () => formWith(Buffer.from('What a token is.'), 'notes.txt'),
};
