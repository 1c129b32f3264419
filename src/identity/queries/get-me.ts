import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { UserNotFound } from '../domain/account.errors.ts';
import { type AccountView, GetAccount } from '../identity.contract.ts';

/** The signed-in user's own account. @throws UserNotFound when it was erased a moment ago */
export class GetMe extends Query<AccountView> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ userId }: GetMe): Promise<AccountView> {
    const account = await this.queries.execute(new GetAccount(userId));
    if (!account) throw new UserNotFound();
    return account;
  }
}
