import type { Call } from './call.ts';
import { dailyPayout } from './daily-payout.ts';
import { disputeLapses, inquiryEnds, judgeEvidence } from './decide-dispute.ts';
import { payoutArrives, payoutFails, payoutLeaves } from './follow-payout.ts';
import { refundFails, refundSucceeds } from './issue-refund.ts';
import type { Happening } from './store.ts';

export type Happenings = Record<Happening, (call: Call, subject: string, detail: string) => void>;

/** What happens by itself when its time has come. */
export const happenings: Happenings = {
  daily_payout: dailyPayout,
  dispute_lapses: disputeLapses,
  evidence_is_judged: judgeEvidence,
  inquiry_ends: inquiryEnds,
  payout_arrives: payoutArrives,
  payout_fails: payoutFails,
  payout_leaves: payoutLeaves,
  refund_fails: refundFails,
  refund_succeeds: refundSucceeds,
};
