import type { AzoraApi } from './azora-api.ts';
import type { Inbox } from './inbox.ts';
import type { Narrator } from './narrator.ts';
import { Person } from './person.ts';
import { saleOf } from './sale-of.ts';
import { authenticateAtBank } from './steps/authenticate-at-bank.ts';
import { awaitEnrollment } from './steps/await-enrollment.ts';
import { awaitTokens } from './steps/await-tokens.ts';
import { buyAgain } from './steps/buy-again.ts';
import { buyOwnCourse } from './steps/buy-own-course.ts';
import { buyWithDeclinedCard } from './steps/buy-with-declined-card.ts';
import { buyWithSecureCard } from './steps/buy-with-secure-card.ts';
import { changePrice } from './steps/change-price.ts';
import { completeLessons } from './steps/complete-lessons.ts';
import { expectOnePayment } from './steps/expect-one-payment.ts';
import { findReceipt } from './steps/find-receipt.ts';
import { foundOrganization } from './steps/found-organization.ts';
import { joinOrganization } from './steps/join-organization.ts';
import { letInAgain } from './steps/let-in-again.ts';
import { lockOut } from './steps/lock-out.ts';
import { payWithGoodCard } from './steps/pay-with-good-card.ts';
import { publishCourse } from './steps/publish-course.ts';
import { refreshSession } from './steps/refresh-session.ts';
import { repeatPayment } from './steps/repeat-payment.ts';
import { signInWithSecondFactor } from './steps/sign-in-with-second-factor.ts';
import { turnOnSecondFactor } from './steps/turn-on-second-factor.ts';
import { uploadCourse } from './steps/upload-course.ts';
import { uploadNonsense } from './steps/upload-nonsense.ts';
import { useApiKey } from './steps/use-api-key.ts';
import { verifyAddress } from './steps/verify-address.ts';

export async function tellStory(api: AzoraApi, inbox: Inbox, { step }: Narrator): Promise<void> {
  const ines = await step('Ines, an instructor, signs in.', () => Person.signingIn(api, 'instructor@azora.test'));
  await step('What she uploads first has a negative price: it is refused, with a pointer to the fault.', () =>
    uploadNonsense(ines),
  );
  const draft = await step('She uploads a course of two lessons.', () => uploadCourse(ines));
  await step('She publishes it, and the very next read of the list shows it.', () => publishCourse(ines, draft));
  const course = await step('She raises its price, and the very next read of the list shows that.', () =>
    changePrice(ines, draft, 4999),
  );
  await step('She can not buy her own course.', () => buyOwnCourse(ines, course));
  const sale = saleOf(course.price, ines.id);

  const lea = await step('Lea, a learner, signs up.', () => Person.signingUp(api, 'Lea'));
  await step('She follows the link in her mail: the address is hers.', () => verifyAddress(lea, inbox));
  await step('Her session goes on by its refresh token.', () => refreshSession(lea));
  const purchaseId = await step('Her card is declined: she is not enrolled, and no money moves.', () =>
    buyWithDeclinedCard(lea, course),
  );
  const payment = await step(
    'She pays the same purchase with a good card.',
    () => payWithGoodCard(lea, purchaseId),
    sale,
  );
  await step('The same request once more gets the same answer, and charges nothing.', () =>
    repeatPayment(lea, payment),
  );
  await step('She is enrolled.', () => awaitEnrollment(lea, course));
  await step('She can not buy the course twice.', () => buyAgain(lea, course));
  await step('Her receipt lies in the inbox.', () => findReceipt(inbox, lea, course));
  await step('She completes both lessons, and with the last the course, once.', () => completeLessons(lea, course));
  await step('For that she has 100 tokens.', () => awaitTokens(lea, 100));

  const max = await step('Max, another learner, signs up.', () => Person.signingUp(api, 'Max'));
  const bankUrl = await step('His bank wants to hear from him first: no money moves yet.', () =>
    buyWithSecureCard(max, course),
  );
  await step(
    'He confirms at his bank. Stripe tells Azora by a webhook, and he is enrolled.',
    async () => {
      await authenticateAtBank(bankUrl);
      await awaitEnrollment(max, course);
    },
    sale,
  );

  const authenticator = await step('Lea turns on an authenticator.', () => turnOnSecondFactor(lea));
  await step('From now on her password alone does not let her in, and with a code it does.', () =>
    signInWithSecondFactor(lea, authenticator),
  );
  await step('She makes an API key for her payments: it shows those, and nothing else.', () => useApiKey(lea));
  const organizationId = await step('Max founds an organization and invites Lea by mail.', () =>
    foundOrganization(max, 'Analytical Engines', lea),
  );
  await step('She follows the link in the mail, and is a member.', () => joinOrganization(lea, organizationId, inbox));

  const ada = await step('Ada, an administrator, signs in.', () => Person.signingIn(api, 'admin@azora.test'));
  await step('She locks Max, and his very next request is refused.', () => lockOut(ada, max));
  const maxAgain = await step('She lets him in again, and he signs in.', () => letInAgain(ada, api, max));

  await step('Each of them has paid once, and Lea still has 100 tokens.', async () => {
    for (const learner of [lea, maxAgain]) await expectOnePayment(learner, course);
    await awaitTokens(lea, 100);
  });
}
