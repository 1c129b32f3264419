import { amountOf } from '../amount-of.ts';
import type { Course } from '../course.ts';
import { eventually } from '../eventually.ts';
import type { Inbox } from '../inbox.ts';
import type { Person } from '../person.ts';

export async function findReceipt(inbox: Inbox, { email }: Person, { title, price }: Course): Promise<void> {
  const total = amountOf(price.amount, price.currency);
  await eventually(
    `a mail to ${email} with "${title}" and "${total}"`,
    () => inbox.mailsTo(email),
    mails => mails.some(({ subject, text }) => subject.includes(total) && text.includes(title)),
  );
}
