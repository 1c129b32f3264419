import { startStripeSandbox } from './sandbox.ts';

const {
  STRIPE_SANDBOX_PORT,
  STRIPE_SANDBOX_DATA,
  STRIPE_SECRET_KEY,
  STRIPE_WEBHOOK_SECRET,
  STRIPE_SANDBOX_WEBHOOK_URL,
  STRIPE_SANDBOX_WEBHOOK_EVENTS,
} = process.env;

const sandbox = await startStripeSandbox({
  port: Number(STRIPE_SANDBOX_PORT || 0),
  ...(STRIPE_SANDBOX_DATA && { data: STRIPE_SANDBOX_DATA }),
  ...(STRIPE_SECRET_KEY && { secretKey: STRIPE_SECRET_KEY }),
  ...(STRIPE_SANDBOX_WEBHOOK_URL && {
    webhook: {
      url: STRIPE_SANDBOX_WEBHOOK_URL,
      secret: STRIPE_WEBHOOK_SECRET || 'whsec_sandbox',
      events: (STRIPE_SANDBOX_WEBHOOK_EVENTS || '*').split(',').map(type => type.trim()),
    },
  }),
});

process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));
// Nobody is left to use it.
process.on('disconnect', () => process.exit(0));

console.log(`Stripe sandbox on ${sandbox.url}`);
process.send?.({ ready: sandbox.url });
