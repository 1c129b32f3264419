import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Mail } from '../domain/mail.ts';
import { mailMapping } from './mail.mapping.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');

describe('The mapping of a mail', () => {
  it('brings every field back', async () => {
    const link = { path: '/reset-password', purpose: 'reset-password', id: newId() } as const;
    const facts = { description: 'Course: "Ä"', amount: 4_999, currency: 'USD' };
    const mail = new Mail(
      newId(),
      newId(),
      'ada@example.org',
      'receipt',
      facts,
      link,
      NOON,
      'sent',
      new Date('2026-03-01T12:00:01.234Z'),
    );
    const loaded = await stored(mailMapping, mail);
    expect({ ...loaded }).toEqual({ ...mail });
    expect(loaded).toBeInstanceOf(Mail);
  });

  it('leaves a mail that waits without a time', async () => {
    const mail = new Mail(newId(), newId(), null, 'receipt', {}, null, NOON, 'queued', null);
    const loaded = await stored(mailMapping, mail);
    expect({ ...loaded }).toEqual({ ...mail });
    expect(loaded.sentAt).toBeNull();
  });
});
