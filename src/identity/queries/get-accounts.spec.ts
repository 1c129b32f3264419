import { QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { GetAccount, GetAccountByEmail, GetAccounts } from '../identity.contract.ts';

describe('Accounts, as other contexts see them', () => {
  let azora: Azora;
  let queries: QueryBus;
  let people: Person[];

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    queries = azora.app.get(QueryBus);
    people = await Promise.all([aLearner(azora), aLearner(azora), aLearner(azora)]);
  });

  afterAll(() => azora.stop());

  const account = ({ id, email }: Person) => ({
    id,
    email,
    name: 'Lea Learner',
    roles: ['learner'],
    emailVerified: false,
  });

  it('come several at once, without those that there are not', async () => {
    const [one, other] = people as [Person, Person, Person];
    const found = await queries.execute(new GetAccounts([one.id, newId(), other.id]));
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([account(one), account(other)]));
    expect(await queries.execute(new GetAccounts([]))).toEqual([]);
  });

  it('are found by their id and by their address, the same', async () => {
    for (const person of people) {
      expect(await queries.execute(new GetAccount(person.id))).toEqual(account(person));
      expect(await queries.execute(new GetAccountByEmail(person.email))).toEqual(account(person));
    }
    expect(await queries.execute(new GetAccount(newId()))).toBeUndefined();
    expect(await queries.execute(new GetAccountByEmail('nobody@example.org'))).toBeUndefined();
  });
});
