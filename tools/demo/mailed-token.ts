import { eventually } from './eventually.ts';
import type { Inbox } from './inbox.ts';
import type { Person } from './person.ts';

/** The token of the link that was mailed to somebody and leads to this page. */
export async function mailedToken(inbox: Inbox, { email }: Person, page: string): Promise<string> {
  const token = await eventually(
    `a mail to ${email} with a link to ${page}`,
    async () => (await inbox.mailsTo(email)).map(({ text }) => tokenIn(text, page)).find(found => found !== undefined),
    found => found !== undefined,
  );
  return token as string;
}

function tokenIn(text: string, page: string): string | undefined {
  return text.split(`${page}#token=`)[1]?.split(/\s/)[0];
}
