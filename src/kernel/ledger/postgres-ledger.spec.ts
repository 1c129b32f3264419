import { InsufficientBalance, ReferenceTaken, reversed } from '../domain/ledger.ts';
import { PostgresLedger } from './postgres-ledger.ts';
import { type Books, Library, posting, transfer } from './testing/books.ts';

const MOST = Number.MAX_SAFE_INTEGER;

describe('A ledger in PostgreSQL', () => {
  let library: Library;
  let books: Books;

  beforeAll(async () => {
    library = await Library.open();
  });

  beforeEach(async () => {
    books = await library.newBooks();
  });

  afterAll(() => library.close());

  /** Posts and seals `count` sales of 10 USD, a dollar of each to the same instructor. */
  async function sell(count: number): Promise<void> {
    for (let sale = 1; sale <= count; sale++) {
      const entries = [...transfer('clearing', 'sales', 900), ...transfer('clearing', 'payable:ann', 100)];
      await books.ledger.post(posting(entries, `sale-${sale}`));
    }
  }

  async function balances(): Promise<unknown[]> {
    return books.em.execute(`select * from ${books.schema}.ledger_account_balances order by account, currency`);
  }

  describe('posting', () => {
    it('reads 0 from an account that was never posted to', async () => {
      expect(await books.ledger.balance('payable:nobody', 'USD')).toBe(0);
      expect(await books.ledger.balance('nothing', 'USD')).toBe(0);
    });

    it('keeps the currencies of an account apart', async () => {
      const entries = [
        ...transfer('clearing', 'payable:ann', 5, 'USD'),
        ...transfer('clearing', 'payable:ann', 7, 'EUR'),
      ];
      await books.ledger.post(posting(entries));
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(5);
      expect(await books.ledger.balance('payable:ann', 'EUR')).toBe(7);
    });

    it('changes nothing when the same fact is posted again', async () => {
      const sale = posting(transfer('clearing', 'payable:ann', 100));
      await books.ledger.post(sale);
      const before = await books.digest();
      await books.ledger.post(sale);
      expect(await books.digest()).toBe(before);
    });

    it('takes a fact once that one bulk names twice', async () => {
      const sale = posting(transfer('clearing', 'payable:ann', 100));
      await books.ledger.post(sale, sale);
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(100);
    });

    it.each([
      ['another amount', transfer('clearing', 'payable:ann', 101)],
      ['another account', transfer('clearing', 'payable:bob', 100)],
      ['another currency', transfer('clearing', 'payable:ann', 100, 'EUR')],
      ['further entries', [...transfer('clearing', 'payable:ann', 100), ...transfer('clearing', 'sales', 1)]],
    ])('refuses a reference that stands already with %s', async (_, entries) => {
      await books.ledger.post(posting(transfer('clearing', 'payable:ann', 100), 'sale-1'));
      await expect(books.ledger.post(posting(entries, 'sale-1'))).rejects.toThrow(new ReferenceTaken('sale-1'));
    });

    it('names the account and what it has when a balance does not suffice', async () => {
      await books.ledger.post(posting(transfer('clearing', 'payable:ann', 100)));
      const refusal = await books.ledger.post(posting(transfer('payable:ann', 'clearing', 101))).catch(error => error);
      expect(refusal).toBeInstanceOf(InsufficientBalance);
      expect(refusal.details).toEqual({ account: 'payable:ann', available: 100 });
    });

    it('lets an account fall to its floor and no further', async () => {
      await books.ledger.post(posting(transfer('credit:ann', 'clearing', 500)));
      const refusal = books.ledger.post(posting(transfer('credit:ann', 'clearing', 1)));
      await expect(refusal).rejects.toMatchObject({ details: { account: 'credit:ann', available: 0 } });
    });

    it('refuses a whole bulk for one of its postings', async () => {
      const before = await books.digest();
      const bulk = [posting(transfer('clearing', 'sales', 5)), posting(transfer('payable:ann', 'sales', 1))];
      await expect(books.ledger.post(...bulk)).rejects.toThrow(InsufficientBalance);
      expect(await books.digest()).toBe(before);
    });

    it.each([
      ['do not sum to zero', [...transfer('a', 'b', 5), ...transfer('a', 'c', 1).slice(1)]],
      ['sum to zero only across currencies', [transfer('a', 'b', 5, 'USD')[0], transfer('a', 'b', 5, 'EUR')[1]]],
      ['are zero', transfer('a', 'b', 0)],
      ['are fractions', transfer('a', 'b', 0.5)],
      ['are not exact', transfer('a', 'b', 2 ** 53)],
      ['are missing', []],
    ])('refuses entries that %s', async (_, entries) => {
      await expect(books.ledger.post(posting(entries as never))).rejects.toThrow(RangeError);
    });

    it('holds the largest exact amount', async () => {
      await books.ledger.post(posting(transfer('clearing', 'payable:ann', MOST)));
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(MOST);
      expect(await books.ledger.balance('clearing', 'USD')).toBe(-MOST);
      await books.ledger.post(posting(transfer('payable:ann', 'clearing', MOST)));
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(0);
    });

    it('would rather fail than answer with a balance that is not exact', async () => {
      for (const _ of [1, 2, 3]) await books.ledger.post(posting(transfer('clearing', 'sales', MOST)));
      await expect(books.ledger.balance('sales', 'USD')).rejects.toThrow(RangeError);
      expect(await books.ledger.faults()).toEqual([]);
    });

    it('takes a fact back with the entries it really had', async () => {
      await sell(1);
      await books.ledger.post(posting(reversed(await books.ledger.entriesOf('sale-1')), 'refund-1'));
      expect((await balances()).map(row => (row as { balance: string }).balance)).toEqual(['0', '0', '0']);
    });

    it('keeps a locked account as it is until the transaction ends, also one that was empty', async () => {
      const withdrawals = Array.from({ length: 10 }, () =>
        books.em.fork().transactional(async em => {
          const ledger = new PostgresLedger(em, books.schema);
          const held = await ledger.lock('payable:ann', 'USD');
          await ledger.post(posting(transfer('clearing', 'payable:ann', held + 1)));
        }),
      );
      await Promise.all(withdrawals);
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(2 ** 10 - 1);
    });

    it('locks no account without a floor', async () => {
      await expect(books.ledger.lock('clearing', 'USD')).rejects.toThrow(RangeError);
    });

    it('lets exactly as many of a hundred racing withdrawals win as the balance covers', async () => {
      await books.ledger.post(posting(transfer('clearing', 'payable:ann', 100)));
      const withdrawals = Array.from({ length: 100 }, () =>
        books.writer().post(posting(transfer('payable:ann', 'clearing', 3))),
      );
      const outcomes = await Promise.allSettled(withdrawals);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(InsufficientBalance);
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(1);
    });

    it('posts a fact once however many race to post it', async () => {
      const sale = posting(transfer('clearing', 'payable:ann', 100));
      await Promise.all(Array.from({ length: 20 }, () => books.writer().post(sale)));
      expect(await books.ledger.balance('payable:ann', 'USD')).toBe(100);
    });

    it('never deadlocks when bulks touch the same accounts in any order', async () => {
      const accounts = Array.from({ length: 12 }, (_, index) => `payable:${index}`);
      const bulk = (turn: number) => [...accounts.slice(turn), ...accounts.slice(0, turn)];
      for (const round of [1, 2, 3, 4, 5]) {
        await Promise.all(
          accounts.flatMap((_, turn) =>
            [bulk(turn), bulk(turn).toReversed()].map(order =>
              books.writer().post(...order.map(account => posting(transfer('clearing', account, 1)))),
            ),
          ),
        );
        expect(await books.ledger.balance('payable:7', 'USD')).toBe(24 * round);
      }
    });
  });

  describe('the database itself', () => {
    it.each(['transactions', 'entries', 'seals'])('refuses to change, delete or empty ledger_%s', async table => {
      await sell(1);
      await books.ledger.seal();
      const column = { transactions: 'kind', entries: 'account', seals: 'hash' }[table];
      for (const statement of [
        `update ${books.schema}.ledger_${table} set ${column} = ${column}`,
        `delete from ${books.schema}.ledger_${table}`,
        `truncate ${books.schema}.ledger_${table} cascade`,
      ])
        await expect(books.em.execute(statement)).rejects.toMatchObject({ code: 'AZ004' });
    });

    it('refuses entries that do not sum to zero, whoever writes them', async () => {
      const lopsided = posting(transfer('clearing', 'sales', 5).slice(1));
      const rows = JSON.stringify([{ id: crypto.randomUUID(), ...lopsided }]);
      await expect(books.em.execute(`select ${books.schema}.ledger_post(?::jsonb)`, [rows])).rejects.toMatchObject({
        code: 'AZ003',
      });
    });

    it('refuses a transaction without entries when it commits', async () => {
      const transaction = `insert into ${books.schema}.ledger_transactions (id, reference, kind, occurred_at)
                           values (gen_random_uuid(), 'hollow', 'test', now())`;
      await expect(books.em.execute(transaction)).rejects.toMatchObject({ code: 'AZ003' });
    });

    it.each([
      ['one-sided', `select id, 8 + n, 'sales', 'USD', 5`],
      ['balanced', `select id, 8 + n, 'sales', 'USD', 10 * n - 5`],
    ])('refuses %s entries that are added to a transaction later', async (_, entries) => {
      await sell(1);
      await expect(
        books.em.execute(`insert into ${books.schema}.ledger_entries (transaction_id, line, account, currency, amount)
                          ${entries} from ${books.schema}.ledger_transactions, generate_series(0, 1) n`),
      ).rejects.toMatchObject({ code: expect.stringMatching('AZ003|AZ004') });
    });
  });

  describe('sealing', () => {
    it('changes no balance', async () => {
      await sell(5);
      const before = await balances();
      expect(await books.ledger.seal(3)).toBe(3);
      expect(await balances()).toEqual(before);
      expect(await books.ledger.seal()).toBe(2);
      expect(await balances()).toEqual(before);
      expect(await books.ledger.seal()).toBe(0);
    });

    it('chains each transaction once though many seal at the same time', async () => {
      await sell(20);
      const sealed = await Promise.all(Array.from({ length: 10 }, () => books.writer().seal(5)));
      let total = sealed.reduce((sum, count) => sum + count);
      for (let more = 1; more > 0; total += more) more = await books.ledger.seal(5);
      expect(total).toBe(20);
      const chain = await books.em.execute(`select position::int from ${books.schema}.ledger_seals order by 1`);
      expect(chain).toEqual(Array.from({ length: 20 }, (_, index) => ({ position: index + 1 })));
      expect(await books.ledger.faults()).toEqual([]);
    });

    it('lets one sealer work while another is at it', async () => {
      await sell(1);
      await books.em.fork().transactional(async em => {
        await em.execute(`select ${books.schema}.ledger_seal(10)`);
        expect(await books.writer().seal()).toBe(0);
      });
      expect(await books.ledger.faults()).toEqual([]);
    });
  });

  describe('tampering', () => {
    const sealedPair = `transaction_id = (select transaction_id from books.ledger_seals where position = 2)`;

    it.each([
      ['an amount', 'entries', `update books.ledger_entries set amount = amount + 1 where ${sealedPair} and line = 2`],
      [
        'amounts that still balance',
        'entries',
        `update books.ledger_entries set amount = amount * 2 where ${sealedPair}`,
      ],
      [
        'an account',
        'entries',
        `update books.ledger_entries set account = 'payable:eve' where ${sealedPair} and line = 4`,
      ],
      ['a date', 'transactions', `update books.ledger_transactions set occurred_at = now() where reference = 'sale-2'`],
      ['a link of the chain', 'seals', `update books.ledger_seals set hash = sha256('x') where position = 2`],
      ['the order of the chain', 'seals', `update books.ledger_seals set position = 9 where position = 3`],
      ['a balance', 'balances', `update books.ledger_balances set balance = balance + 1`],
      ['a rollup', 'rollups', `update books.ledger_rollups set balance = balance + 1 where account = 'sales'`],
      ['what waits to be sealed', 'unsealed', `delete from books.ledger_unsealed`],
    ])('shows when %s was changed', async (_, table, statement) => {
      await sell(3);
      await books.ledger.seal();
      await books.ledger.post(posting(transfer('clearing', 'sales', 1)));
      expect(await books.ledger.faults()).toEqual([]);
      await books.tamper(table, statement);
      expect(await books.ledger.faults()).not.toEqual([]);
    });

    it('shows when a sealed transaction was deleted with its entries and its balances were made to fit', async () => {
      await sell(3);
      await books.ledger.seal();
      await books.tamper('entries', `delete from books.ledger_entries where ${sealedPair}`);
      await books.tamper('transactions', `delete from books.ledger_transactions where reference = 'sale-2'`);
      await books.tamper('balances', 'update books.ledger_balances set balance = balance - 100');
      await books.tamper(
        'rollups',
        `update books.ledger_rollups set balance = balance + case account when 'sales' then -900 else 1000 end`,
      );
      expect(await books.ledger.faults()).toEqual([{ fault: 'broken chain', subject: '2' }]);
    });

    it('shows when a transaction that was not sealed yet lost its entries', async () => {
      await books.ledger.post(posting(transfer('clearing', 'sales', 5)));
      await books.tamper('entries', 'delete from books.ledger_entries');
      expect(await books.ledger.faults()).not.toEqual([]);
    });
  });
});
