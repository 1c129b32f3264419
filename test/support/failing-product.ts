import { CommandBus } from '@nestjs/cqrs';
import type { Failpoint, Instruction, Report } from './failing-process.ts';

/** The product as it is built, with a place to die before and after every command and every call to the provider. */
const { readEnvironment } = await built<typeof import('../../src/config/environment.ts')>('config/environment');
const { createHttpApp } = await built<typeof import('../../src/http-app.ts')>('http-app');
const { Clock } = await built<typeof import('../../src/kernel/domain/clock.ts')>('kernel/domain/clock');
const { PaymentGateway } = await built<typeof import('../../src/billing/domain/payment-gateway.ts')>(
  'billing/domain/payment-gateway',
);
const { RefundGateway } = await built<typeof import('../../src/billing/domain/refund-gateway.ts')>(
  'billing/domain/refund-gateway',
);
const { Reconcile } =
  await built<typeof import('../../src/billing/processes/reconcile.ts')>('billing/processes/reconcile');

let armed: Failpoint | undefined;
let passed: Record<string, number> = {};
let ahead = Number(process.argv[2]);

const environment = readEnvironment();
const app = await createHttpApp(environment);
Object.assign(part(Clock), { now: () => new Date(Date.now() + ahead) });
failAround(part(CommandBus), 'execute', command => (command as object).constructor.name);
for (const call of ['createCustomer', 'charge', 'find', 'cancel']) failAround(part(PaymentGateway), call, () => call);
for (const call of ['refund', 'refundsOf']) failAround(part(RefundGateway), call, () => call);

process.on('message', async ({ id, name, argument }: Instruction) => {
  if (name === 'arm') arm(argument);
  if (name === 'reconcile') await reconcile(argument);
  report({ id, passed });
});
process.on('disconnect', () => process.exit());
await app.listen(environment.PORT, environment.HOST);
report({ id: 0, passed });

function built<Module>(file: string): Promise<Module> {
  return import(new URL(`../../dist/src/${file}.js`, import.meta.url).href);
}

function part<T>(type: abstract new (...args: never[]) => T): T {
  return app.get(type as never, { strict: false });
}

function arm(failpoint: Failpoint | undefined): void {
  passed = {};
  armed = failpoint;
}

/** What happens by itself every ten seconds, by the clock of the tests. */
async function reconcile(offset: number): Promise<void> {
  ahead = offset;
  await part(Reconcile).reconcile('payments');
  await part(Reconcile).reconcile('refunds');
}

function failAround(target: object, method: string, nameOf: (argument: unknown) => string): void {
  const methods = target as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const whole = methods[method]?.bind(target);
  methods[method] = async (...args) => {
    const name = nameOf(args[0]);
    pass(`before ${name}`);
    const result = await whole?.(...args);
    pass(`after ${name}`);
    return result;
  };
}

function pass(point: string): void {
  passed[point] = (passed[point] ?? 0) + 1;
  if (armed?.point === point && armed.occurrence === passed[point]) process.kill(process.pid, 'SIGKILL');
}

function report(report: Report): void {
  process.send?.(report);
}
