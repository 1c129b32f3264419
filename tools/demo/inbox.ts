import { readFileSync } from 'node:fs';
import { Surprise } from './surprise.ts';

/** Where bin/dev remembers the ports it chose. */
const REMEMBERED = '.azora/dev/remembered.json';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  /** Absent from a mail whose sending broke off. */
  readonly to?: readonly { readonly address: string }[];
}

/** The inbox in which every mail of a running bin/dev ends up. */
export class Inbox {
  private readonly url: string;

  constructor() {
    this.url = process.env.AZORA_INBOX || remembered();
  }

  async mailsTo(address: string): Promise<Mail[]> {
    const response = await fetch(`${this.url}/email`);
    const mails = (await response.json()) as Mail[];
    return mails.filter(({ to = [] }) => to.some(recipient => recipient.address === address));
  }
}

function remembered(): string {
  try {
    const { mailbox } = JSON.parse(readFileSync(REMEMBERED, 'utf8')) as { mailbox: string };
    return `http://127.0.0.1:${mailbox}`;
  } catch {
    throw new Surprise(`the port of the mail inbox in ${REMEMBERED}`, 'no such thing: set AZORA_INBOX to its address');
  }
}
