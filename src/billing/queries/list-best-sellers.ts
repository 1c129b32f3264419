import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { ListBestSellers } from '../earnings.contract.ts';

const SQL = `
  select subject, count(*)::int as sales from billing.earnings
  where payee_id = $1 and earned_at >= $2 and subject is not null
  group by subject order by sales desc, subject limit $3`;

@QueryHandler(ListBestSellers)
export class ListBestSellersHandler implements IQueryHandler<ListBestSellers> {
  constructor(private readonly database: Database) {}

  execute({ payeeId, since, limit }: ListBestSellers) {
    const values = [payeeId, since, limit];
    return this.database.prepared<{ subject: string; sales: number }>('list-best-sellers', SQL, values);
  }
}
