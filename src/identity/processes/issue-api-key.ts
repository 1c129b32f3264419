import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Principal } from '../../kernel/http/principal.ts';
import { CreateApiKey } from '../commands/create-api-key.ts';
import type { Scope } from '../domain/api-key.ts';
import { hashOf, newToken } from '../gateways/opaque-tokens.ts';
import { ConfirmOwner } from './confirm-owner.ts';

/** By this an API key is told from an access token, and found when somebody has published one by mistake. */
export const KEY_MARK = 'azora_';
const SHOWN_CHARACTERS = 12;

export interface KeyWish {
  readonly name: string;
  readonly scopes: Scope[];
  readonly expiresAt?: Date | undefined;
  readonly password?: string | undefined;
}

@Injectable()
export class IssueApiKey {
  constructor(
    private readonly commands: CommandBus,
    private readonly owner: ConfirmOwner,
  ) {}

  /** @returns the key, this once @throws WrongPassword @throws RecentSignInRequired @throws TooManyApiKeys @throws ApiKeyExceedsRoles */
  async issue(actor: Principal, { name, scopes, expiresAt, password }: KeyWish, address: string) {
    const owner = await this.owner.confirm(actor, password, address);
    const key = `${KEY_MARK}${newToken()}`;
    const prefix = key.slice(0, SHOWN_CHARACTERS);
    const creation = new CreateApiKey(owner, name, prefix, hashOf(key), scopes, expiresAt ?? null);
    return { id: await this.commands.execute(creation), key, prefix };
  }
}
