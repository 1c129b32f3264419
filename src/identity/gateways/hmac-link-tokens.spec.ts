import type { Environment } from '../../config/environment.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { LinkPurpose } from '../link-tokens.contract.ts';
import { HmacLinkTokens } from './hmac-link-tokens.ts';

const [FORMER, PRESENT] = ['a former secret that is long enough 1', 'a present secret that is long enough 2'];
const PURPOSES: LinkPurpose[] = [
  'verify-email',
  'reset-password',
  'leave-email',
  'enter-email',
  'prove-human',
  'join-organization',
];

function linkTokens(secret = PRESENT, addresses: Partial<Environment> = {}): HmacLinkTokens {
  return new HmacLinkTokens({
    ENCRYPTION_SECRET: secret,
    PUBLIC_URL: 'https://api.example.org/',
    ...addresses,
  } as Environment);
}

describe('The token of a link', () => {
  const tokens = linkTokens();
  const id = newId();

  it.each(PURPOSES)('tells its id for the one purpose %s', purpose => {
    const token = tokens.tokenFor(purpose, id);
    expect(token).toMatch(/^[\w-]{64}$/);
    for (const asked of PURPOSES) expect(tokens.idIn(asked, token)).toBe(asked === purpose ? id : undefined);
  });

  it('tells nothing once any of its characters was changed', () => {
    const token = tokens.tokenFor('verify-email', id);
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(tokens.idIn('verify-email', token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    }
  });

  it('tells nothing of another id under the code of the first', () => {
    const [one, other] = [id, newId()].map(its => Buffer.from(tokens.tokenFor('verify-email', its), 'base64url'));
    const mixed = Buffer.concat([(other as Buffer).subarray(0, 16), (one as Buffer).subarray(16)]);
    expect(tokens.idIn('verify-email', mixed.toString('base64url'))).toBeUndefined();
  });

  it.each(['', 'x', id, 'A'.repeat(63), 'A'.repeat(64), 'A'.repeat(65), '🔑'.repeat(32)])('is not %j', text => {
    expect(tokens.idIn('verify-email', text)).toBeUndefined();
  });

  it('counts under no other secret but, while that is rotated, the former one', () => {
    const token = linkTokens(FORMER).tokenFor('verify-email', id);
    expect(tokens.idIn('verify-email', token)).toBeUndefined();
    expect(linkTokens(`${PRESENT},${FORMER}`).idIn('verify-email', token)).toBe(id);
  });

  it("leads to the platform's own pages, or to the API where there are none", () => {
    const token = tokens.tokenFor('verify-email', id);
    expect(tokens.link('/verify-email', 'verify-email', id)).toBe(
      `https://api.example.org/verify-email#token=${token}`,
    );
    const withPages = linkTokens(PRESENT, { APP_URL: 'https://app.example.org' });
    expect(withPages.link('/verify-email', 'verify-email', id)).toBe(
      `https://app.example.org/verify-email#token=${token}`,
    );
  });
});
