import { EmailChangeRequested } from '../identity.contract.ts';
import { LinkInvalid } from './account.errors.ts';
import { EmailChange } from './email-change.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const NEXT_NOON = new Date('2026-03-02T12:00:00.000Z');
const JUST_AFTER = new Date('2026-03-02T12:00:00.001Z');

function aChange(): EmailChange {
  return EmailChange.request('1', '2', 'old@example.org', 'new@example.org', NOON);
}

describe('A change of address', () => {
  it('is announced, so that links go to both addresses', () => {
    expect(aChange().pullEvents()).toEqual([new EmailChangeRequested('1', '2', 'old@example.org', 'new@example.org')]);
  });

  it.each([
    ['old', 'new'],
    ['new', 'old'],
  ] as const)('is done when the link to the %s address was followed and then the one to the %s', (first, second) => {
    const change = aChange();
    expect(change.confirm(first, NOON)).toBe(false);
    expect(change.doneAt).toBeNull();
    expect(change.confirm(second, NEXT_NOON)).toBe(true);
    expect(change.doneAt).toEqual(NEXT_NOON);
  });

  it.each(['old', 'new'] as const)('is not done by following the link to the %s address twice', end => {
    const change = aChange();
    change.confirm(end, NOON);
    expect(() => change.confirm(end, NOON)).toThrow(LinkInvalid);
    expect(change.doneAt).toBeNull();
  });

  it('is not done again', () => {
    const change = aChange();
    change.confirm('old', NOON);
    change.confirm('new', NOON);
    for (const end of ['old', 'new'] as const) expect(() => change.confirm(end, NOON)).toThrow(LinkInvalid);
  });

  it('has to be confirmed within a day, at both ends', () => {
    const change = aChange();
    change.confirm('old', NEXT_NOON);
    for (const end of ['old', 'new'] as const) expect(() => change.confirm(end, JUST_AFTER)).toThrow(LinkInvalid);
    expect([change.leftAt, change.enteredAt, change.doneAt]).toEqual([NEXT_NOON, null, null]);
  });
});
