import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Launch, launchInto, type RunningProgram } from './launch.ts';

export interface StripeSandboxOptions {
  /** Holds the sandbox's journal; kept from one start to the next. */
  dataDir: string;
  port?: number;
  secretKey: string;
  webhookSecret: string;
  webhookUrl: string;
  launch?: Launch;
}

export interface StripeSandbox {
  url: string;
  program: RunningProgram;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('../stripe-sandbox/main.ts', import.meta.url));

const WEBHOOK_EVENTS = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
  'account.updated',
  'transfer.created',
  'transfer.reversed',
  'payout.created',
  'payout.paid',
  'payout.failed',
];

/** Starts the local Stripe of `tools/stripe-sandbox` with one webhook endpoint: ours. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const dataDir = resolve(options.dataDir);
  const launch = options.launch ?? launchInto(join(dataDir, 'stripe-sandbox.log'));
  await mkdir(dataDir, { recursive: true });
  const program = launch({
    command: process.execPath,
    args: [SCRIPT],
    env: {
      ...process.env,
      STRIPE_SANDBOX_PORT: String(options.port ?? 0),
      STRIPE_SANDBOX_DATA: join(dataDir, 'journal'),
      STRIPE_SECRET_KEY: options.secretKey,
      STRIPE_WEBHOOK_SECRET: options.webhookSecret,
      STRIPE_SANDBOX_WEBHOOK_URL: options.webhookUrl,
      STRIPE_SANDBOX_WEBHOOK_EVENTS: WEBHOOK_EVENTS.join(','),
    },
    ipc: true,
  });
  let url = '';
  program.child.on('message', (message: { ready?: string }) => {
    url = message.ready ?? url;
  });
  await program.becomesReady(async () => url !== '');
  return { url, program, stop: () => program.stop() };
}
