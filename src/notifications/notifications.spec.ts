import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../test/support/azora.ts';
import { eventually } from '../../test/support/eventually.ts';
import { mailsTo } from '../../test/support/inbox.ts';
import { aLearner, verified } from '../../test/support/people.ts';
import { rowsOf } from '../../test/support/stored.ts';
import { RequestProof } from '../identity/commands/request-proof.ts';
import { LinkTokens } from '../identity/link-tokens.contract.ts';
import { Reactions } from '../kernel/events/reactions.ts';
import { aStoredOrganization } from '../organizations/testing/members.ts';
import { ForgetOldMails } from './commands/forget-old-mails.ts';
import { QueueMail } from './commands/queue-mail.ts';

const PAGES = 'https://learn.example.org';
const PASSWORD = 'correct horse battery staple';

describe('Mails', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { APP_URL: PAGES } });
  });

  afterAll(() => azora.stop());

  function execute(command: object): Promise<unknown> {
    return azora.app.get(CommandBus).execute(command);
  }

  /** Until every event has been published and every reaction to it has run, those to the events of reactions included. */
  function allIsDone(): Promise<unknown> {
    return eventually(async () => {
      const waiting = await rowsOf(azora, 'select 1 from kernel.outbox where published_at is null');
      const queues = azora.app.get(Reactions, { strict: false }).queues();
      const jobs = await Promise.all(queues.map(queue => queue.getJobCounts()));
      return waiting.length + jobs.reduce((sum, job) => sum + job.waiting + job.active + job.delayed, 0) === 0;
    });
  }

  async function subjectsTo(address: string): Promise<string[]> {
    await allIsDone();
    return (await mailsTo(address)).map(({ subject }) => subject);
  }

  /** The id that the token of a mailed link is about. */
  async function linkTo(address: string, path: string, purpose: Parameters<LinkTokens['idIn']>[0]): Promise<string> {
    await allIsDone();
    const texts = (await mailsTo(address)).map(({ text }) => text).join('\n');
    const token = texts.split(`${PAGES}${path}#token=`)[1]?.slice(0, 64) ?? '';
    return azora.app.get(LinkTokens, { strict: false }).idIn(purpose, token) ?? `no link of ${purpose} in ${texts}`;
  }

  const anId = expect.stringMatching(/^[\da-f-]{36}$/);

  it('bring the link that verifies an address to whoever signs up', async () => {
    const { email } = await aLearner(azora);
    expect(await subjectsTo(email)).toEqual(['Verify your address']);
    expect(await linkTo(email, '/verify-email', 'verify-email')).toEqual(anId);
  });

  it('bring the link that resets a password to whoever has an account, and nothing to anybody else', async () => {
    const [{ email }, nobody] = [await aLearner(azora), `${unique('nobody')}@example.org`];
    for (const address of [email, nobody]) await azora.api.post('/api/auth/password/forgot', { email: address });
    for (const address of [email, nobody]) await azora.api.post('/api/auth/resend-verification', { email: address });
    const subjects = await subjectsTo(email);
    expect(subjects).toHaveLength(3);
    expect(new Set(subjects)).toEqual(new Set(['Set a new password', 'Verify your address']));
    expect(await linkTo(email, '/reset-password', 'reset-password')).toEqual(anId);
    expect(await subjectsTo(nobody)).toEqual([]);
  });

  it('prove anybody human, with or without an account', async () => {
    const nobody = `${unique('nobody')}@example.org`;
    await execute(new RequestProof('prove-human', nobody));
    expect(await subjectsTo(nobody)).toEqual(['Confirm that it is you']);
    expect(await linkTo(nobody, '/prove-human', 'prove-human')).toEqual(anId);
  });

  it('go to both addresses when one takes the place of the other, and tell both when it has', async () => {
    const [{ email, api }, newEmail] = [await aLearner(azora), `${unique('new')}@example.org`];
    await api.post('/api/me/email', { email: newEmail, password: PASSWORD });
    expect(await linkTo(email, '/confirm-email-change', 'leave-email')).toEqual(anId);
    expect(await linkTo(newEmail, '/confirm-email-change', 'enter-email')).toEqual(anId);
    const links = azora.app.get(LinkTokens, { strict: false });
    const changeId = await linkTo(newEmail, '/confirm-email-change', 'enter-email');
    for (const purpose of ['leave-email', 'enter-email'] as const)
      await azora.api.post('/api/auth/confirm-email-change', { token: links.tokenFor(purpose, changeId) });
    for (const address of [email, newEmail])
      expect(await subjectsTo(address)).toContain('The address of your account was changed');
  });

  it('invite an address that has no account', async () => {
    const [organization, email] = [await aStoredOrganization(azora), `${unique('invited')}@example.org`];
    const { body } = await organization.owner.api.post(`${organization.path}/invitations`, { email, role: 'member' });
    expect(await subjectsTo(email)).toEqual(['Join Analytical Engines']);
    expect(await linkTo(email, '/join-organization', 'join-organization')).toBe(body.id);
  });

  it('alert the owner of an account', async () => {
    const { email, api } = await aLearner(azora);
    await api.post('/api/api-keys', { name: 'Key', scopes: ['account:read'], password: PASSWORD });
    expect(await subjectsTo(email)).toContain('An API key was made for your account');
  });

  it('go where they were told to, and not to the address of the account', async () => {
    const [{ id, email }, elsewhere] = [await aLearner(azora), `${unique('elsewhere')}@example.org`];
    await execute(new QueueMail({ userId: id, address: elsewhere }, 'alert', { alert: 'email_changed' }));
    expect(await subjectsTo(elsewhere)).toEqual(['The address of your account was changed']);
    expect(await subjectsTo(email)).toEqual(['Verify your address']);
  });

  it('are sent once, though every event is published again', async () => {
    const [organization, email] = [await aStoredOrganization(azora), `${unique('invited')}@example.org`];
    await organization.owner.api.post(`${organization.path}/invitations`, { email, role: 'member' });
    await azora.api.post('/api/auth/password/forgot', { email: organization.owner.email });
    const before = [await subjectsTo(email), await subjectsTo(organization.owner.email)];
    expect(before.map(({ length }) => length)).toEqual([1, 2]);

    await rowsOf(azora, 'update kernel.outbox set published_at = null');
    await rowsOf(azora, `select pg_notify('azora_outbox', '')`);
    expect([await subjectsTo(email), await subjectsTo(organization.owner.email)]).toEqual(before);
  });

  it('carry no line of a header, and no script, that somebody has put into a name', async () => {
    const name = '<script>alert(1)</script>\r\nBcc: eve@evil.example\r\n\r\nX: y';
    const email = `${unique('mallory')}@example.org`;
    const { body } = await azora.api.post('/api/auth/signup', { email, name, password: PASSWORD });
    await verified(azora, body.user);
    const api = azora.api.as(body);
    const { body: organization } = await api.post('/api/organizations', { name });
    await api.post(`/api/organizations/${organization.id}/invitations`, { email: `to-${email}`, role: 'member' });
    await allIsDone();
    const mails = [...(await mailsTo(email)), ...(await mailsTo(`to-${email}`))];
    expect(mails).toHaveLength(2);
    for (const { headers, to, html } of mails) {
      expect(Object.keys(headers)).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'message-id']));
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['bcc']));
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x']));
      expect(to).toHaveLength(1);
      expect(html).toContain('&lt;script&gt;');
      expect(html).not.toContain('<script>');
    }
    expect(await mailsTo('eve@evil.example')).toEqual([]);
  });

  it('are forgotten after ninety days, and not before', async () => {
    const { id } = await aLearner(azora);
    await allIsDone();
    const kept = async () => (await rowsOf(azora, 'select 1 from notifications.mails where user_id = $1', [id])).length;
    azora.clock.advance({ days: 89 });
    await execute(new ForgetOldMails());
    expect(await kept()).toBe(1);
    azora.clock.advance({ days: 2 });
    await execute(new ForgetOldMails());
    expect(await kept()).toBe(0);
  });
});
