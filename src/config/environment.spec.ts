import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environmentExample, environmentSchema, readEnvironment } from './environment.ts';

const USABLE = {
  DATABASE_URL: 'postgresql://azora:azora@127.0.0.1:5432/azora',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  ENCRYPTION_SECRET: 'forty-two-random-looking-characters-to-sign',
  STRIPE_SECRET_KEY: 'sk_test_azora',
};

const PRODUCTION = { ...USABLE, NODE_ENV: 'production', STRIPE_SECRET_KEY: 'sk_live_azora' };

describe('The environment', () => {
  it('has a default for everything that is safe to have one', () => {
    expect(readEnvironment(USABLE)).toMatchObject({ ...USABLE, PORT: 3000, WORKERS: 'on', RATE_LIMIT_PER_MINUTE: 100 });
  });

  it('can not be changed once it is read', () => {
    expect(Object.isFrozen(readEnvironment(USABLE))).toBe(true);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ ...USABLE, PORT: '', STRIPE_API_BASE: '' })).toMatchObject({ PORT: 3000 });
  });

  it('names what is missing, all at once, each with an example', () => {
    const message = messageOf({});
    for (const key of Object.keys(USABLE)) expect(message).toMatch(new RegExp(`^  - ${key}: .+e\\.g\\. .+`, 'm'));
    expect(message).not.toContain('PORT');
  });

  it('names every fault in one message', () => {
    const faulty = {
      ...USABLE,
      PORT: '65536',
      DATABASE_URL: 'mysql://x',
      REDIS_URL: 'x',
      LOG_LEVEL: 'loud',
      ENCRYPTION_SECRET: 'short',
    };
    expect(faultsOf(faulty)).toEqual(['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'REDIS_URL', 'ENCRYPTION_SECRET']);
  });

  it.each(['10.0.0.1', '10.0.0.0/8,172.16.0.0/12', '::1, fd00::/8', '::ffff:10.0.0.1'])(
    'trusts proxies at %s',
    ranges => {
      expect(readEnvironment({ ...USABLE, TRUSTED_PROXIES: ranges }).TRUSTED_PROXIES).toBe(ranges);
    },
  );

  it.each([
    '10.0.0.256',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.1:80',
    '10.0.0.1,',
    '10.0.0.1;10.0.0.2',
    'proxy.example.org',
    'true',
    '2',
    '0.0.0.0/0',
    '10.0.0.1, ::/0',
  ])('can not trust proxies at %s', ranges => {
    expect(messageOf({ ...USABLE, TRUSTED_PROXIES: ranges })).toMatch(/^ {2}- TRUSTED_PROXIES: .+CIDR/m);
  });

  it.each(['USD:1000', 'JPY:1,KWD:99999999', ''])('has minimums of payouts: %s', minimums => {
    expect(readEnvironment({ ...USABLE, PAYOUT_MINIMUMS: minimums }).PAYOUT_MINIMUMS).toMatch(minimums);
  });

  it.each([
    'USD',
    'USD:',
    'USD:0',
    'USD:-1',
    'USD:10.00',
    'usd:1000',
    'XXX:1000',
    'USD:100000000',
    'USD:1000;EUR:1000',
  ])('can not have the minimums of payouts %s', minimums => {
    expect(faultsOf({ ...USABLE, PAYOUT_MINIMUMS: minimums })).toEqual(['PAYOUT_MINIMUMS']);
  });

  it.each(['USD:290+30', 'USD:290+30,EUR:150+25', 'JPY:0+0', 'KWD:9999+99999999', ''])(
    'has fees to split after: %s',
    fees => {
      expect(readEnvironment({ ...USABLE, SPLIT_AFTER_FEES: fees }).SPLIT_AFTER_FEES).toBe(fees);
    },
  );

  it.each(['USD', 'USD:290', 'USD:2.9+30', 'USD:290+', 'USD:10000+0', 'USD:-1+0', 'XXX:290+30', 'USD:290+30;EUR:1+1'])(
    'has no other fees: %s',
    fees => {
      expect(faultsOf({ ...USABLE, SPLIT_AFTER_FEES: fees })).toEqual(['SPLIT_AFTER_FEES']);
    },
  );

  it('is accepted in production with live keys and a secret of its own', () => {
    expect(readEnvironment(PRODUCTION)).toMatchObject({ NODE_ENV: 'production' });
  });

  it.each([
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'sk_test_azora' }],
    ['ENCRYPTION_SECRET', { ENCRYPTION_SECRET: 'at-least-32-random-characters-0000' }],
    ['ENCRYPTION_SECRET', { ENCRYPTION_SECRET: 'azora-local-secret-azora-local-secret' }],
    ['STRIPE_API_BASE', { STRIPE_API_BASE: 'http://127.0.0.1:12111' }],
    ['RECAPTCHA_URL', { RECAPTCHA_URL: 'HTTP://www.google.com/recaptcha/api/siteverify' }],
    ['OPENID_PROVIDERS', { OPENID_PROVIDERS: providers({ github: 'HTTP://127.0.0.1:4001' }) }],
    ['OPENID_PROVIDERS', { OPENID_PROVIDERS: providers({ google: undefined, acme: 'http://id.acme.test' }) }],
  ])('is refused in production for its %s', (key, unsafe) => {
    expect(faultsOf({ ...PRODUCTION, ...unsafe })).toEqual([key]);
  });

  it('is accepted in production with another address of reCAPTCHA over https', () => {
    const RECAPTCHA_URL = 'https://www.recaptcha.net/recaptcha/api/siteverify';
    expect(readEnvironment({ ...PRODUCTION, RECAPTCHA_URL })).toMatchObject({ RECAPTCHA_URL });
  });

  it('is accepted in production with providers that are reached over TLS', () => {
    const given = providers({ google: undefined, github: undefined, acme: 'https://id.acme.test' });
    expect(Object.keys(readEnvironment({ ...PRODUCTION, OPENID_PROVIDERS: given }).OPENID_PROVIDERS)).toEqual([
      'google',
      'github',
      'acme',
    ]);
  });

  it.each([
    ['is not JSON', 'google'],
    ['is a list', '[]'],
    ['has a name that is no part of an address', providers({ 'a/b': 'https://id.acme.test' })],
    ['has no issuer and is not a provider that we know', providers({ acme: undefined })],
    ['has an issuer that is not on the web', providers({ acme: 'ftp://id.acme.test' })],
    ['has no client', '{"google":{"clientSecret":"secret"}}'],
    ['has a member that there is not', '{"google":{"clientId":"azora","clientSecret":"secret","scope":"openid"}}'],
  ])('refuses a provider that %s', (_, given) => {
    expect(faultsOf({ ...USABLE, OPENID_PROVIDERS: given })).toEqual(['OPENID_PROVIDERS']);
  });

  it('names what is unsafe together with what is invalid', () => {
    expect(faultsOf({ ...PRODUCTION, STRIPE_SECRET_KEY: 'sk_test_azora', PORT: 'x' })).toEqual([
      'PORT',
      'STRIPE_SECRET_KEY',
    ]);
  });

  it('refuses a live key outside of production', () => {
    expect(faultsOf({ ...USABLE, STRIPE_SECRET_KEY: 'sk_live_azora' })).toEqual(['STRIPE_SECRET_KEY']);
  });

  it('never shows a secret in what it refuses', () => {
    expect(
      messageOf({ ...USABLE, ENCRYPTION_SECRET: 'too short to sign', STRIPE_SECRET_KEY: 'pk_mistaken' }),
    ).not.toMatch(/too short to|pk_mistaken/);
  });

  describe('in files', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'environment-'));
    });

    afterEach(() => rm(folder, { recursive: true }));

    it('is read from the file that KEY_FILE names', async () => {
      const file = path.join(folder, 'jwt');
      await writeFile(file, `${USABLE.ENCRYPTION_SECRET}\n`);
      const { ENCRYPTION_SECRET: _, ...rest } = USABLE;
      expect(readEnvironment({ ...rest, ENCRYPTION_SECRET_FILE: file }).ENCRYPTION_SECRET).toBe(
        USABLE.ENCRYPTION_SECRET,
      );
    });

    it('prefers the variable itself', async () => {
      const file = path.join(folder, 'port');
      await writeFile(file, '4000');
      expect(readEnvironment({ ...USABLE, PORT: '5000', PORT_FILE: file }).PORT).toBe(5000);
    });

    it('names a file that can not be read among the faults', () => {
      const absent = path.join(folder, 'absent');
      const message = messageOf({ ...USABLE, ENCRYPTION_SECRET: undefined, ENCRYPTION_SECRET_FILE: absent, PORT: 'x' });
      expect(message).toMatch(new RegExp(`^  - ENCRYPTION_SECRET_FILE: .*${absent}`, 'm'));
      expect(message).toContain('  - PORT:');
    });
  });

  describe('as an example', () => {
    it('stands in .env.example as the schema says it', async () => {
      expect(await readFile('.env.example', 'utf8')).toBe(environmentExample());
    });

    it('is usable as it is', () => {
      const lines = environmentExample()
        .split('\n')
        .filter(line => /^[A-Z]/.test(line));
      const example = Object.fromEntries(lines.map(line => line.split(/=(.*)/s).slice(0, 2)));
      expect(readEnvironment(example)).toMatchObject({ NODE_ENV: 'development' });
    });

    it('explains every setting', () => {
      for (const [key, schema] of Object.entries(environmentSchema.shape)) {
        expect(schema.description).toBeTruthy();
        expect(environmentExample()).toContain(`# ${schema.description}\n`);
        expect(environmentExample()).toMatch(new RegExp(`^(# )?${key}=`, 'm'));
      }
    });
  });
});

function providers(issuers: Record<string, string | undefined>): string {
  const client = { clientId: 'azora', clientSecret: 'of the client' };
  return JSON.stringify(
    Object.fromEntries(Object.entries(issuers).map(([name, issuer]) => [name, { issuer, ...client }])),
  );
}

function messageOf(variables: Record<string, string | undefined>): string {
  try {
    readEnvironment(variables);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was accepted');
}

/** The settings that a refusal names, in its order. */
function faultsOf(variables: Record<string, string | undefined>): string[] {
  return [...messageOf(variables).matchAll(/^ {2}- (\w+):/gm)].map(([, key]) => key as string);
}
