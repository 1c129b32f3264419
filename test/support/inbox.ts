import { required } from './test-database.ts';

export interface ReceivedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Missing where a killed worker left half a mail. */
  readonly to?: readonly { readonly address: string; readonly name: string }[];
}

/** What the mail server has taken for an address, oldest first. */
export async function mailsTo(address: string): Promise<ReceivedMail[]> {
  const response = await fetch(`${required('AZORA_TEST_INBOX')}/email`);
  const mails = (await response.json()) as ReceivedMail[];
  return mails.filter(({ to = [] }) => to.some(recipient => recipient.address === address));
}
