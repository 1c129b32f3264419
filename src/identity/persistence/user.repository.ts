import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { User } from '../domain/user.ts';
import { Users } from '../domain/users.ts';

@Injectable()
export class UserRepository extends Users {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(user: User): void {
    this.em.persist(user);
  }
}
