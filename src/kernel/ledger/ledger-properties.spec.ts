import fc from 'fast-check';
import { type Entry, InsufficientBalance, type Posting, ReferenceTaken, reversed } from '../domain/ledger.ts';
import type { PostgresLedger } from './postgres-ledger.ts';
import { type Books, Library, posting, transfer } from './testing/books.ts';

const WRITERS = 8;
const RUNS = 15;
const CURRENCIES = ['USD', 'EUR', 'TOKEN'];
const FLOORS: Readonly<Record<string, number>> = { payable: 0, credit: -500 };
const ACCOUNTS = ['payable:ann', 'payable:bob', 'credit:cho', 'clearing', 'sales', 'fees:card'];

type Step =
  | { readonly does: 'post'; readonly postings: Posting[] }
  | { readonly does: 'reverse'; readonly reference: string }
  | { readonly does: 'seal'; readonly most: number };

const account = fc.constantFrom(...ACCOUNTS);
const currency = fc.constantFrom(...CURRENCIES);
const amount = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 300 }) }, fc.constant(2_000));
// So few references that writers often fight for one, with the same entries or with others.
const reference = fc.integer({ min: 0, max: 11 }).map(number => `fact-${number}`);
const move = fc.tuple(account, account, amount, currency).map(fields => transfer(...fields));
const balanced = fc.array(move, { minLength: 1, maxLength: 3 }).map(moves => moves.flat());
const unbalanced = balanced.map(entries => entries.slice(1));
const single = fc.record({ reference, entries: fc.oneof({ weight: 8, arbitrary: balanced }, unbalanced) });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.array(single, { minLength: 1, maxLength: 4 }).map(postStep) },
  { weight: 2, arbitrary: reference.map(reference => ({ does: 'reverse' as const, reference })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }).map(most => ({ does: 'seal' as const, most })) },
);
const round = fc.array(step, { minLength: WRITERS, maxLength: 2 * WRITERS });
const history = fc.array(round, { minLength: 1, maxLength: 4 });

describe('A ledger under eight writers at once', () => {
  let library: Library;

  beforeAll(async () => {
    library = await Library.open();
  });

  afterAll(() => library.close());

  it('keeps its invariants after every step of any history', async () => {
    await fc.assert(
      fc.asyncProperty(history, async rounds => {
        const books = await library.newBooks();
        const writers = Array.from({ length: WRITERS }, () => books.writer());
        const accepted = new Map<string, readonly Entry[]>();

        for (const steps of rounds) {
          await Promise.all(
            writers.map(async (writer, index) => {
              for (let turn = index; turn < steps.length; turn += WRITERS) {
                for (const { reference, entries } of await take(steps[turn] as Step, writer)) {
                  expect(entries).toEqual(accepted.get(reference) ?? entries);
                  accepted.set(reference, entries);
                }
                await expectSound(books);
              }
            }),
          );
          await expectSaysWhatWasAccepted(books, accepted);
          await expectRefusalsLeaveNoTrace(books, writers, accepted);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function postStep(rows: { reference: string; entries: Entry[] }[]): Step {
  return { does: 'post', postings: rows.map(({ reference, entries }) => posting(entries, reference)) };
}

/** @returns what stands in the ledger because of the step; nothing when it was refused */
async function take(step: Step, ledger: PostgresLedger): Promise<Posting[]> {
  if (step.does === 'seal') {
    await ledger.seal(step.most);
    return [];
  }
  const postings = step.does === 'post' ? step.postings : await reversalOf(step.reference, ledger);
  try {
    await ledger.post(...postings);
    return postings;
  } catch (error) {
    // Any other error, a deadlock among them, fails the property.
    if (error instanceof InsufficientBalance || error instanceof ReferenceTaken || error instanceof RangeError)
      return [];
    throw error;
  }
}

async function reversalOf(reference: string, ledger: PostgresLedger): Promise<Posting[]> {
  const entries = await ledger.entriesOf(reference);
  return entries.length === 0 ? [] : [posting(reversed(entries), `reversal-of-${reference}`)];
}

/** Conservation, floors, balances equal to their entries, an unbroken chain: on one snapshot, while the others go on. */
async function expectSound({ em, schema }: Books): Promise<void> {
  const faults = await em.execute(
    `select 'not conserved' as fault, currency as subject from ${schema}.ledger_account_balances
     group by currency having sum(balance) <> 0
     union all
     select 'below its floor', account from ${schema}.ledger_balances b
     join (values ${Object.entries(FLOORS).map(([kind, floor]) => `('${kind}', ${floor})`)}) as f (kind, least)
       on kind = split_part(account, ':', 1) where balance < least
     union all
     select * from ${schema}.ledger_faults()`,
  );
  expect(faults).toEqual([]);
}

async function expectSaysWhatWasAccepted({ em, schema, ledger }: Books, accepted: Map<string, readonly Entry[]>) {
  for (const [reference, entries] of accepted) expect(await ledger.entriesOf(reference)).toEqual(entries);
  const balances = new Map<string, number>();
  for (const { account, currency, amount } of [...accepted.values()].flat())
    balances.set(`${account} ${currency}`, (balances.get(`${account} ${currency}`) ?? 0) + amount);
  const rows = await em.execute<{ account: string; currency: string; balance: string }[]>(
    `select account, currency, balance::text from ${schema}.ledger_account_balances`,
  );
  expect(new Map(rows.map(row => [`${row.account} ${row.currency}`, Number(row.balance)]))).toEqual(balances);
}

async function expectRefusalsLeaveNoTrace(
  books: Books,
  writers: PostgresLedger[],
  accepted: Map<string, readonly Entry[]>,
): Promise<void> {
  const [taken] = accepted.keys();
  const overdraft = transfer('payable:ann', 'clearing', 1_000_000_000);
  const refused: [Posting[], new (...args: never[]) => Error][] = [
    [[posting(overdraft)], InsufficientBalance],
    [[posting(transfer('clearing', 'sales', 5)), posting(overdraft)], InsufficientBalance],
    [[posting(transfer('clearing', 'payable:new', 5)), posting(overdraft.slice(1))], RangeError],
  ];
  if (taken) refused.push([[posting(transfer('sales', 'clearing', 7)), posting(overdraft, taken)], ReferenceTaken]);

  const before = await books.digest();
  await Promise.all(
    writers.map((writer, index) => {
      const [postings, error] = refused[index % refused.length] as (typeof refused)[number];
      return expect(writer.post(...postings)).rejects.toThrow(error);
    }),
  );
  expect(await books.digest()).toBe(before);
}
