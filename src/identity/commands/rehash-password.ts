import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Users } from '../domain/user.ts';

/**
 * Brings a stored password up to today's parameters, unless it has been changed meanwhile.
 * @returns the hash that is stored now
 */
export class RehashPassword extends Command<string | null> {
  constructor(
    readonly userId: string,
    readonly formerHash: string,
    readonly hash: string,
  ) {
    super();
  }
}

@CommandHandler(RehashPassword)
export class RehashPasswordHandler implements ICommandHandler<RehashPassword> {
  constructor(private readonly users: Users) {}

  async execute({ userId, formerHash, hash }: RehashPassword): Promise<string | null> {
    const user = await this.users.lock(userId);
    if (user.passwordHash === formerHash) user.rehash(hash);
    return user.passwordHash;
  }
}
