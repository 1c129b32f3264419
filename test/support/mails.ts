import { eventually } from './eventually.ts';
import { required } from './test-database.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What has arrived at an address, oldest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const filter = new URLSearchParams({ 'to.address': address });
  const response = await fetch(`${required('AZORA_TEST_INBOX')}/email?${filter}`);
  return (await response.json()) as Mail[];
}

/** Waits until a mail with this subject has arrived. */
export function mailTo(address: string, subject: string | RegExp): Promise<Mail> {
  return eventually(async () => (await mailsTo(address)).find(mail => mail.subject.match(subject)));
}

/** Where the only link of a mail leads. */
export function linkIn({ text }: Mail): URL {
  return new URL(text.match(/https?:\/\/\S+/)?.[0] ?? '');
}

/** The token that a mail's link carries to the page it leads to. */
export function tokenIn(mail: Mail): string {
  return new URLSearchParams(linkIn(mail).hash.slice(1)).get('token') ?? '';
}
