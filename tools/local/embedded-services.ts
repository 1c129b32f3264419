import { join } from 'node:path';
import { startIdentityProviders } from './identity-providers.ts';
import type { Launch } from './launch.ts';
import { startMailbox } from './mailbox.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import type { Remembered } from './remembered.ts';
import { startStripeSandbox } from './stripe-sandbox.ts';
import type { Started } from './supervisor.ts';

/** The services Azora needs around it. The environment replaces each by naming another. */

export interface Surroundings {
  given: Record<string, string | undefined>;
  remembered: Remembered;
  data: string;
  keep<T extends Started>(name: string, start: (launch: Launch) => Promise<T>): Promise<T>;
}

export interface Service {
  /** What the application is told about it. */
  settings: Record<string, string>;
  /** What a person is told about it. */
  links: Record<string, string>;
}

export async function database({ given, remembered, data, keep }: Surroundings): Promise<Service> {
  if (given.DATABASE_URL) return replacedBy('DATABASE_URL', 'Database');
  const port = await remembered.port('postgres');
  const { url } = await keep('postgres', launch => startPostgres({ dataDir: join(data, 'postgres'), port, launch }));
  return { settings: { DATABASE_URL: url }, links: { Database: url } };
}

export async function queues({ given, remembered, data, keep }: Surroundings): Promise<Service> {
  if (given.REDIS_URL) return replacedBy('REDIS_URL', 'Redis');
  const port = await remembered.port('redis');
  const { url } = await keep('redis', launch => startRedis({ dataDir: join(data, 'redis'), port, launch }));
  return { settings: { REDIS_URL: url }, links: { Redis: url } };
}

export async function mailbox({ given, remembered, data, keep }: Surroundings): Promise<Service> {
  if (given.SMTP_URL) return replacedBy('SMTP_URL', 'Mail');
  const smtpPort = await remembered.port('smtp');
  const webPort = await remembered.port('mailbox');
  const { smtpUrl, webUrl } = await keep('mailbox', launch =>
    startMailbox({ dataDir: join(data, 'mailbox'), smtpPort, webPort, launch }),
  );
  return { settings: { SMTP_URL: smtpUrl }, links: { 'Mail inbox': webUrl } };
}

/** A secret key without an address is a real one and belongs to the real Stripe. */
export async function stripe(webhookUrl: string, { given, remembered, data, keep }: Surroundings): Promise<Service> {
  const webhookSecret = given.STRIPE_WEBHOOK_SECRET ?? remembered.secret('stripe-webhook', 'whsec_');
  const secretKey = given.STRIPE_SECRET_KEY ?? 'sk_test_azora_local';
  const settings = { STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_SECRET_KEY: secretKey };
  if (given.STRIPE_API_BASE) return { ...replacedBy('STRIPE_API_BASE', 'Stripe'), settings };
  if (given.STRIPE_SECRET_KEY) return { ...replacedBy('STRIPE_SECRET_KEY', 'Stripe'), settings };

  const port = await remembered.port('stripe-sandbox');
  const dataDir = join(data, 'stripe-sandbox');
  const { url } = await keep('stripe-sandbox', launch =>
    startStripeSandbox({ dataDir, port, secretKey, webhookSecret, webhookUrl, launch }),
  );
  return { settings: { ...settings, STRIPE_API_BASE: url }, links: { 'Stripe sandbox': url } };
}

/** @param publicUrl where the browser is sent back to, and where sign-in starts */
export async function identityProviders(
  publicUrl: string,
  { given, remembered, data, keep }: Surroundings,
): Promise<Service> {
  if (given.OPENID_PROVIDERS) return replacedBy('OPENID_PROVIDERS', 'Sign-in through');
  const googlePort = await remembered.port('google');
  const githubPort = await remembered.port('github');
  const dataDir = join(data, 'identity-providers');
  const { setting } = await keep('identity-providers', launch =>
    startIdentityProviders({ dataDir, googlePort, githubPort, publicUrl, launch }),
  );
  const start = (provider: string) => `${publicUrl}/api/auth/oauth/${provider}/start`;
  return {
    settings: { OPENID_PROVIDERS: setting },
    links: { 'Local Google': start('google'), 'Local GitHub': start('github') },
  };
}

function replacedBy(variable: string, label: string): Service {
  return { settings: {}, links: { [label]: `yours (${variable})` } };
}
