import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../../config/environment.ts';
import { PayoutAccountRefused } from '../domain/payout.errors.ts';
import type { ProviderAccount } from '../domain/payout-account.ts';
import {
  type OnboardingLink,
  PayoutGateway,
  type ProviderTransfer,
  type TransferOrder,
} from '../domain/payout-gateway.ts';
import { answered } from './answered.ts';

@Injectable()
export class StripePayoutGateway extends PayoutGateway {
  private readonly pages: string;

  constructor(
    private readonly stripe: Stripe,
    { APP_URL, PUBLIC_URL }: Environment,
  ) {
    super();
    this.pages = (APP_URL ?? PUBLIC_URL).replace(/\/$/, '');
  }

  override async openAccount(userId: string, email: string): Promise<string> {
    const account = await accepted(() =>
      this.stripe.accounts.create(
        {
          type: 'express',
          capabilities: { transfers: { requested: true } },
          metadata: { user_id: userId },
        },
        { idempotencyKey: `account:${userId}` },
      ),
    );
    await this.address(account.id, email);
    return account.id;
  }

  /** Apart, because under the key nothing may change before a repeat. */
  private async address(accountId: string, email: string): Promise<void> {
    try {
      await answered(() => this.stripe.accounts.update(accountId, { email }));
    } catch (error) {
      // In another window the payee has begun to tell Stripe themselves.
      if (!isRefusal(error)) throw error;
    }
  }

  override async account(accountId: string): Promise<ProviderAccount> {
    try {
      return accountOf(await answered(() => this.stripe.accounts.retrieve(accountId)));
    } catch (error) {
      if (isRefusal(error)) return { id: accountId, state: 'restricted', wanted: [] };
      throw error;
    }
  }

  override async onboardingLink(accountId: string): Promise<OnboardingLink> {
    const link = await accepted(() =>
      this.stripe.accountLinks.create({
        account: accountId,
        type: 'account_onboarding',
        return_url: `${this.pages}/payouts`,
        refresh_url: `${this.pages}/payouts/onboard`,
      }),
    );
    return { url: link.url, expiresAt: new Date(link.expires_at * 1_000) };
  }

  override async transfer({ payoutId, accountId, amount }: TransferOrder): Promise<ProviderTransfer> {
    try {
      const transfer = await answered(() =>
        this.stripe.transfers.create(
          {
            amount: amount.amount,
            currency: amount.currency.toLowerCase(),
            destination: accountId,
            transfer_group: groupOf(payoutId),
            metadata: { payout_id: payoutId },
          },
          { idempotencyKey: `payout:${payoutId}:transfer` },
        ),
      );
      return told(transfer);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { id: null, failure: { code: error.code ?? 'unknown', message: reasonOf(error) }, reversed: 0 };
    }
  }

  override async transfersOf(payoutId: string): Promise<ProviderTransfer[]> {
    const { data } = await answered(() => this.stripe.transfers.list({ transfer_group: groupOf(payoutId) }));
    return data.map(told);
  }
}

function groupOf(payoutId: string): string {
  return `payout:${payoutId}`;
}

function told({ id, amount_reversed }: Stripe.Transfer): ProviderTransfer {
  return { id, failure: null, reversed: amount_reversed };
}

function accountOf({
  id,
  capabilities,
  payouts_enabled,
  details_submitted,
  requirements,
}: Stripe.Account): ProviderAccount {
  const isReady = capabilities?.transfers === 'active' && payouts_enabled;
  return {
    id,
    state: isReady ? 'ready' : details_submitted ? 'restricted' : 'onboarding',
    wanted: [...new Set([...(requirements?.currently_due ?? []), ...(requirements?.past_due ?? [])])],
  };
}

/** Stripe says no, now and whenever it is asked again: to what was asked, or to us touching this account. */
function isRefusal(error: unknown): error is Stripe.errors.StripeError {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripePermissionError
  );
}

/** @throws PayoutAccountRefused, OutcomeUnknown */
async function accepted<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await answered(request);
  } catch (error) {
    if (isRefusal(error)) throw new PayoutAccountRefused();
    throw error;
  }
}

/** For payees, whom Stripe's words about our balance and the names of its parts would tell nothing. */
function reasonOf({ code, message }: Stripe.errors.StripeError): string {
  if (code === 'balance_insufficient')
    return "The platform's balance at Stripe does not suffice right now. Try again later.";
  return message;
}
