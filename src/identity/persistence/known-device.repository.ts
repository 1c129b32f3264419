import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { DEVICES_PER_USER, KnownDevices } from '../domain/known-devices.ts';

@Injectable()
export class KnownDeviceRepository extends KnownDevices {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async remember(hash: Buffer, userId: string, now: Date): Promise<boolean> {
    // What another part of a statement inserts is not seen by the subquery: it counts the devices of before.
    const [row] = await this.em.execute<{ is_new: boolean; others: boolean }[]>(
      `insert into identity.known_devices as device (hash, user_id, last_seen_at) values (?, ?, ?)
       on conflict (hash, user_id) do update set last_seen_at = excluded.last_seen_at
       returning xmax = 0 as is_new, exists (select from identity.known_devices where user_id = device.user_id) as others`,
      [hash, userId, now],
    );
    if (row?.is_new) await this.forgetOldest(userId);
    return row?.is_new === true && row.others;
  }

  private async forgetOldest(userId: string): Promise<void> {
    await this.em.execute(
      `delete from identity.known_devices where user_id = ? and hash in (
         select hash from identity.known_devices where user_id = ? order by last_seen_at desc, hash offset ?
       )`,
      [userId, userId, DEVICES_PER_USER],
    );
  }
}
