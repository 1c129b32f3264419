import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Database } from '../../kernel/persistence/database.ts';

/** The latest seal: it stands for every line before it. */
export interface ChainEnd {
  readonly position: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** A contradiction that the audit log found in itself. */
export interface AuditFault {
  readonly fault: string;
  readonly subject: string;
}

/** The seals of the audit log, in the database. */
@Injectable()
export class AuditChain {
  constructor(private readonly database: Database) {}

  /** Chains waiting lines to those before them. @returns how many were sealed; 0 when another process is at it */
  async seal(most: number): Promise<number> {
    const { rows } = await this.database.pool.query('select identity.audit_seal($1) as sealed', [most]);
    return rows[0].sealed;
  }

  async end(): Promise<ChainEnd | undefined> {
    const { rows } = await this.database.pool.query<ChainEnd>(
      `select position, encode(hash, 'hex') as hash from identity.audit_seals order by position desc limit 1`,
    );
    return rows[0];
  }

  /** Whether the chain still goes through what was its end before. */
  async goesThrough({ position, hash }: ChainEnd): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      `select 1 from identity.audit_seals where position = $1 and hash = decode($2, 'hex')`,
      [position, hash],
    );
    return rowCount === 1;
  }

  /** Everything in which the log contradicts itself. Reads it whole. */
  async faults(): Promise<AuditFault[]> {
    return (await this.database.pool.query<AuditFault>('select fault, subject from identity.audit_faults()')).rows;
  }

  /** Forgets where acts came from that were recorded before then. */
  async forgetAddresses(before: Date): Promise<void> {
    await this.database.pool.query('delete from identity.audit_addresses where line_id < $1', [
      v7({ msecs: before.getTime() }),
    ]);
  }
}
