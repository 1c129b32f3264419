import type { User } from './user.ts';

export abstract class Users {
  abstract add(user: User): void;
}
