import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '../../kernel/domain/ids.ts';
import { RotateSigningKey, type RotationReason } from '../commands/rotate-signing-key.ts';
import { AccessTokens } from '../domain/access-tokens.ts';
import { KeyPairs } from '../domain/key-pairs.ts';

@Injectable()
export class RotateSigningKeys implements OnApplicationBootstrap {
  constructor(
    private readonly commands: CommandBus,
    private readonly pairs: KeyPairs,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** The first process on a new database makes the first key. */
  async onApplicationBootstrap(): Promise<void> {
    await this.rotate('if_due');
  }

  async rotate(reason: RotationReason): Promise<void> {
    await this.commands.execute(new RotateSigningKey({ id: newId(), ...this.pairs.create() }, reason));
    await this.accessTokens.reread();
  }
}
