import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { ACCESS_TOKEN } from '../domain/access-tokens.ts';
import { publishedKeys } from '../domain/signing-key.ts';
import { ListSigningKeys } from './list-signing-keys.ts';

/** RFC 7517, 5. */
export const keySetView = z
  .strictObject({
    keys: z.array(
      z.strictObject({
        kid: z.uuid(),
        use: z.literal('sig'),
        alg: z.literal(ACCESS_TOKEN.algorithm),
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string().meta({ example: 'WKn-ZIGevcwGIyyrzFoZNBdaq9_TsqzGl96oc0CWuis' }),
        y: z.string().meta({ example: 'y77t-RvAHRKTsSGdIYUfweuOvwrvDD-Q3Hv5J0fSKbE' }),
      }),
    ),
  })
  .meta({ id: 'KeySet' });
export type KeySetView = z.infer<typeof keySetView>;

/** The public keys that access tokens are signed with, the one that comes next included. */
export class GetKeySet extends Query<KeySetView> {}

@QueryHandler(GetKeySet)
export class GetKeySetHandler implements IQueryHandler<GetKeySet> {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<KeySetView> {
    const keys = await this.queries.execute(new ListSigningKeys());
    return {
      keys: publishedKeys(keys, this.clock.now()).map(({ id, publicKey: { kty, crv, x, y } }) => {
        return { kid: id, use: 'sig', alg: ACCESS_TOKEN.algorithm, kty, crv, x, y };
      }),
    };
  }
}
