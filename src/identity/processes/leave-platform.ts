import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Principal } from '../../kernel/http/principal.ts';
import { EraseAccount } from '../commands/erase-account.ts';
import { UserNotFound } from '../domain/account.errors.ts';
import type { ErasureView } from '../queries/erasure.view.ts';
import { ConfirmOwner } from './confirm-owner.ts';

/** What the answer to an erasure says; docs/security/privacy.md says the same at length. */
const OUTCOME: ErasureView = {
  erased: [
    'name and address',
    'password, authenticator, API keys and linked providers',
    'sessions and known devices',
    'mails',
  ],
  kept: [
    'payments, receipts, payouts and ledger entries, under an id that names nobody',
    'what you have earned and not been paid, which is paid to your account at Stripe',
    'lines of the audit log, under the same id',
  ],
};

@Injectable()
export class LeavePlatform {
  constructor(
    private readonly commands: CommandBus,
    private readonly owner: ConfirmOwner,
  ) {}

  /** @throws WrongPassword @throws RecentSignInRequired @throws TooManyAttempts @throws LastAdministrator */
  async erase(actor: Principal, password: string | undefined, address: string): Promise<ErasureView> {
    const owner = await this.owner.confirm(actor, password, address);
    await this.commands.execute(new EraseAccount(owner)).catch(passOverErased);
    return OUTCOME;
  }
}

/** Of two requests at once, both have what they wanted. */
function passOverErased(error: unknown): void {
  if (!(error instanceof UserNotFound)) throw error;
}
