import { rm } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { startMailbox } from './mailbox.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('The mail inbox', () => {
  it('shows the mails of earlier runs', async () => {
    const dataDir = await temporaryFolder();
    const first = await startMailbox({ dataDir });
    const transport = createTransport(first.smtpUrl);
    await transport.sendMail({
      from: 'azora@azora.test',
      to: 'learner@azora.test',
      subject: 'Your receipt',
      text: '49.99',
    });
    await first.stop();

    const second = await startMailbox({ dataDir });
    const mails = (await (await fetch(`${second.webUrl}/email`)).json()) as { subject: string }[];
    expect(mails.map(({ subject }) => subject)).toEqual(['Your receipt']);
    await second.stop();
    await rm(dataDir, { recursive: true });
  }, 20_000);
});
