import { Injectable } from '@nestjs/common';
import { newId } from '../domain/ids.ts';
import { Database } from '../persistence/database.ts';

/** A crashed process holds a key at most this long; a living one renews its lease. */
const LEASE_SECONDS = 10;

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export type Claim =
  /** Ours to carry out. The operation id is the same each time the key is claimed, so what it names is resumed, never repeated. */
  | { readonly state: 'claimed'; readonly operationId: string }
  | { readonly state: 'answered'; readonly answer: StoredAnswer }
  | { readonly state: 'in_flight'; readonly retryAfter: number }
  | { readonly state: 'other_request' };

interface Row {
  operation_id: string;
  same: boolean;
  status: number | null;
  body: string | null;
  remaining: number;
}

/** The memory behind the `Idempotency-Key` header, kept for each principal. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly database: Database) {}

  async claim(principal: string, key: string, fingerprint: Buffer): Promise<Claim> {
    const [claimed] = await this.database.prepared<{ operation_id: string }>(
      'claim-idempotency-key',
      `insert into kernel.idempotency_keys as k (principal, key, fingerprint, operation_id, leased_until)
       values ($1, $2, $3, $4, now() + make_interval(secs => ${LEASE_SECONDS}))
       on conflict (principal, key) do update set leased_until = excluded.leased_until
         where k.status is null and k.leased_until < now() and k.fingerprint = excluded.fingerprint
       returning operation_id`,
      [principal, key, fingerprint, newId()],
    );
    return claimed ? { state: 'claimed', operationId: claimed.operation_id } : this.taken(principal, key, fingerprint);
  }

  async renew(principal: string, key: string): Promise<void> {
    await this.lease(principal, key, LEASE_SECONDS);
  }

  /** Lets the next request with this key try again at once. */
  async release(principal: string, key: string): Promise<void> {
    await this.lease(principal, key, 0);
  }

  async answer(principal: string, key: string, { status, body }: StoredAnswer): Promise<void> {
    await this.database.prepared(
      'answer-idempotency-key',
      'update kernel.idempotency_keys set status = $3, body = $4 where principal = $1 and key = $2',
      [principal, key, status, body],
    );
  }

  private async taken(principal: string, key: string, fingerprint: Buffer): Promise<Claim> {
    const [row] = await this.database.prepared<Row>(
      'read-idempotency-key',
      `select fingerprint = $3 as same, status, body, extract(epoch from leased_until - now())::float8 as remaining
       from kernel.idempotency_keys where principal = $1 and key = $2`,
      [principal, key, fingerprint],
    );
    if (row && !row.same) return { state: 'other_request' };
    if (row?.status != null) return { state: 'answered', answer: { status: row.status, body: row.body ?? '' } };
    return { state: 'in_flight', retryAfter: Math.max(1, Math.ceil(row?.remaining ?? 0)) };
  }

  private async lease(principal: string, key: string, seconds: number): Promise<void> {
    await this.database.prepared(
      'lease-idempotency-key',
      `update kernel.idempotency_keys set leased_until = now() + make_interval(secs => $3)
       where principal = $1 and key = $2 and status is null`,
      [principal, key, seconds],
    );
  }
}
