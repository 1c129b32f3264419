import { eventually } from '../../../test/support/eventually.ts';
import { required } from '../../../test/support/test-database.ts';

interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What has arrived at an address, oldest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const filter = new URLSearchParams({ 'to.address': address });
  const response = await fetch(`${required('AZORA_TEST_INBOX')}/email?${filter}`);
  return (await response.json()) as Mail[];
}

/** Waits for a mail. */
export function mailTo(address: string, subject: string): Promise<Mail> {
  return eventually(async () => (await mailsTo(address)).find(mail => mail.subject === subject));
}

/** The links of the platform that were mailed to an address, those to one of its pages if it is given, oldest first. */
export async function linksTo(address: string, page = ''): Promise<URL[]> {
  const texts = (await mailsTo(address)).map(({ text }) => text);
  const links = texts.flatMap(text => text.match(/https?:\/\/\S+#token=\S+/g) ?? []).map(link => new URL(link));
  return links.filter(({ pathname }) => pathname.endsWith(page));
}

/** Waits for the nth link to a page, and takes its token. */
export function tokenMailedTo(address: string, page: string, nth = 1): Promise<string> {
  return eventually(async () => (await linksTo(address, page))[nth - 1]?.hash.slice('#token='.length));
}
