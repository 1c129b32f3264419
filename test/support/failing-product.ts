import { CommandBus } from '@nestjs/cqrs';
import type { Instruction, Report } from './failing-process.ts';

/** The product as it is built, with a place to die before and after every command and every call to the provider. */
const built = (file: string) => import(new URL(`../../dist/src/${file}`, import.meta.url).href);
const { readEnvironment }: typeof import('../../src/config/environment.ts') = await built('config/environment.js');
const { createHttpApp }: typeof import('../../src/http-app.ts') = await built('http-app.js');
const { Clock }: typeof import('../../src/kernel/domain/clock.ts') = await built('kernel/domain/clock.js');
const billing = {
  ...((await built(
    'billing/domain/payment-gateway.js',
  )) as typeof import('../../src/billing/domain/payment-gateway.ts')),
  ...((await built('billing/domain/refund-gateway.js')) as typeof import('../../src/billing/domain/refund-gateway.ts')),
  ...((await built(
    'billing/processes/reconcile-payments.js',
  )) as typeof import('../../src/billing/processes/reconcile-payments.ts')),
  ...((await built(
    'billing/processes/reconcile-refunds.js',
  )) as typeof import('../../src/billing/processes/reconcile-refunds.ts')),
};

let armed: { point: string; left: number } | undefined;
let passed: Record<string, number> = {};
let ahead = 0;

const environment = readEnvironment();
const app = await createHttpApp(environment);
const find = <T>(type: abstract new (...args: never[]) => T): T => app.get(type as never, { strict: false });

Object.assign(find(Clock), { now: () => new Date(Date.now() + ahead) });
failAround(find(CommandBus), 'execute', command => (command as object).constructor.name);
for (const method of ['createCustomer', 'charge', 'find', 'cancel'])
  failAround(find(billing.PaymentGateway), method, () => method);
for (const method of ['refund', 'refundsOf']) failAround(find(billing.RefundGateway), method, () => method);

const instructions = { arm, reconcile, tally: () => undefined };
process.on('message', async ({ id, name, argument }: Instruction) => {
  const answer = await instructions[name](argument as never);
  report({ id, answer: answer ?? passed });
});
process.on('disconnect', () => process.exit());
await app.listen(environment.PORT, environment.HOST);
report({ id: 0, answer: {} });

function arm(target: { point: string; occurrence: number } | undefined): void {
  passed = {};
  armed = target && { point: target.point, left: target.occurrence };
}

/** What happens by itself every ten seconds, as of the clock of the tests. */
async function reconcile(offset: number): Promise<void> {
  ahead = offset;
  await find(billing.ReconcilePayments).reconcile();
  await find(billing.ReconcileRefunds).reconcile();
}

function failAround(target: object, method: string, nameOf: (argument: unknown) => string): void {
  const parts = target as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const whole = parts[method]?.bind(target);
  parts[method] = async (...args) => {
    const name = nameOf(args[0]);
    pass(`before ${name}`);
    const result = await whole?.(...args);
    pass(`after ${name}`);
    return result;
  };
}

function pass(point: string): void {
  passed[point] = (passed[point] ?? 0) + 1;
  if (armed?.point === point && --armed.left === 0) process.kill(process.pid, 'SIGKILL');
}

function report(report: Report): void {
  process.send?.(report);
}
