import type { AzoraApi } from './azora-api.ts';
import { chargebackOf } from './chargeback-of.ts';
import type { Inbox } from './inbox.ts';
import type { Narrator } from './narrator.ts';
import { Person } from './person.ts';
import { refundOf } from './refund-of.ts';
import { saleOf } from './sale-of.ts';
import { acceptDispute } from './steps/accept-dispute.ts';
import { authenticateAtBank } from './steps/authenticate-at-bank.ts';
import { awaitEnrollment } from './steps/await-enrollment.ts';
import { awaitTokens } from './steps/await-tokens.ts';
import { buy } from './steps/buy.ts';
import { buyAgain } from './steps/buy-again.ts';
import { buyOwnCourse } from './steps/buy-own-course.ts';
import { buyWithDeclinedCard } from './steps/buy-with-declined-card.ts';
import { buyWithSecureCard } from './steps/buy-with-secure-card.ts';
import { changePrice } from './steps/change-price.ts';
import { completeLastLesson } from './steps/complete-last-lesson.ts';
import { completeLessons } from './steps/complete-lessons.ts';
import { expectOnePayment } from './steps/expect-one-payment.ts';
import { failQuiz } from './steps/fail-quiz.ts';
import { findPayment } from './steps/find-payment.ts';
import { findReceipt } from './steps/find-receipt.ts';
import { foundOrganization } from './steps/found-organization.ts';
import { giveBack } from './steps/give-back.ts';
import { joinOrganization } from './steps/join-organization.ts';
import { letDaysPassAtStripe } from './steps/let-days-pass-at-stripe.ts';
import { letInAgain } from './steps/let-in-again.ts';
import { lockOut } from './steps/lock-out.ts';
import { losePlace } from './steps/lose-place.ts';
import { openLastLesson } from './steps/open-last-lesson.ts';
import { passQuiz } from './steps/pass-quiz.ts';
import { payOut } from './steps/pay-out.ts';
import { payWithGoodCard } from './steps/pay-with-good-card.ts';
import { publishCourse } from './steps/publish-course.ts';
import { publishTaughtCourse } from './steps/publish-taught-course.ts';
import { refreshSession } from './steps/refresh-session.ts';
import { repeatPayment } from './steps/repeat-payment.ts';
import { seeEarnings } from './steps/see-earnings.ts';
import { seeSchedule } from './steps/see-schedule.ts';
import { setUpPayouts } from './steps/set-up-payouts.ts';
import { settleUp } from './steps/settle-up.ts';
import { showCertificate } from './steps/show-certificate.ts';
import { signInWithSecondFactor } from './steps/sign-in-with-second-factor.ts';
import { turnOnSecondFactor } from './steps/turn-on-second-factor.ts';
import { uploadCourse } from './steps/upload-course.ts';
import { uploadNonsense } from './steps/upload-nonsense.ts';
import { useApiKey } from './steps/use-api-key.ts';
import { verifyAddress } from './steps/verify-address.ts';

export async function tellStory(api: AzoraApi, inbox: Inbox, narrator: Narrator): Promise<void> {
  const { step } = narrator;
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
  await step('Max follows the link in his mail, for only then may he invite.', () => verifyAddress(max, inbox));
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

  const maxPayment = await step('Max looks up his payment.', () => findPayment(maxAgain));
  await step(
    'Ada gives him 10.00 back. Ines and the platform each give up their part of it.',
    () => giveBack(ada, maxPayment, 1_000),
    refundOf(course.price, ines.id, 1_000),
  );
  const dan = await step('Dan, a third learner, signs up.', () => Person.signingUp(api, 'Dan'));
  const disputed = await step(
    'He pays, and disputes it at his bank, which takes everything back at once, with a fee of 15.00.',
    () => buy(dan, course, 'pm_card_createDispute'),
    chargebackOf(course.price),
  );
  await step('Ada accepts the dispute: it is lost, and Dan is not enrolled any more.', async () => {
    await acceptDispute(ada, dan, disputed);
    await losePlace(dan);
  });

  await step('Ines tells Stripe where her money should go.', () => setUpPayouts(ines));
  const { currency } = course.price;
  const earned = await step('Days later Stripe has the money. She sees what she can be paid.', async () => {
    await letDaysPassAtStripe(bankUrl, 3);
    return seeEarnings(ines, currency);
  });
  await step('She asks for it, and it is transferred.', () => payOut(ines, currency), {
    [`assets:stripe ${currency}`]: earned,
    [`payable:${ines.id} ${currency}`]: -earned,
  });
  const { [`payable:${ines.id} ${currency}`]: clawedBack = 0, ...others } = refundOf(course.price, ines.id);
  const debt = `receivable:${ines.id} ${currency}`;
  await step(
    'Lea gets everything back after all. Ines was paid for it already: now she owes it.',
    async () => {
      await giveBack(ada, payment.collection.payment.id);
      await losePlace(lea);
    },
    { ...others, [debt]: clawedBack },
  );
  await step('Her tokens for completing it are gone with it.', () => awaitTokens(lea, 0));
  const nora = await step('Nora, another learner, signs up.', () => Person.signingUp(api, 'Nora'));
  const { [`payable:${ines.id} ${currency}`]: earnedAgain = 0, ...rest } = sale;
  await step(
    'She buys the course, and what Ines earns by it settles her debt.',
    async () => {
      await buy(nora, course);
      await awaitEnrollment(nora, course);
    },
    { ...rest, [debt]: earnedAgain },
  );

  const taught = await step(
    'Ines publishes another course. Its second lesson has a quiz and waits for the first; its third opens in a week.',
    () => publishTaughtCourse(ines),
  );
  const uma = await step('Uma, a learner, signs up.', () => Person.signingUp(api, 'Uma'));
  await step(
    'She buys it, and is enrolled.',
    async () => {
      await buy(uma, taught);
      await awaitEnrollment(uma, taught);
    },
    saleOf(taught.price, ines.id),
  );
  await step('She sees when each lesson opens. Those that are locked are refused.', () => seeSchedule(uma, taught));
  await step('She completes the first, and the second opens. She fails its quiz: it is not completed.', () =>
    failQuiz(uma, taught),
  );
  await step('She passes the quiz, and with that the lesson is completed.', () => passQuiz(uma, taught));
  await step('Ines opens the last lesson at once, and publishes that. Uma keeps her place.', () =>
    openLastLesson(ines, uma, taught),
  );
  await step('Uma completes it, and with it the course.', () => completeLastLesson(uma, taught));
  await step('She has a certificate, also as PDF. A stranger verifies its code without signing in.', () =>
    showCertificate(uma, 'Uma', taught, api),
  );

  await step('What Ines is told of her earnings, by course and in all, is what the ledger says.', () => {
    const accounts = [`payable:${ines.id} ${currency}`, debt];
    const sum = (amountIn: (account: string) => number) => accounts.reduce((all, it) => all + amountIn(it), 0);
    return settleUp(ines, {
      currency,
      courseIds: [course.id, taught.id],
      // What she was paid has left her accounts.
      earned: sum(account => narrator.changeOf(account)) + earned,
      owed: sum(account => narrator.balanceOf(account)),
    });
  });
}
