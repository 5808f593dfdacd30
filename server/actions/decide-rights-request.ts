import { listDisclosedTo } from '../../data/stores/disclosures.ts';
import { countHoldsOf } from '../../data/stores/retention-holds.ts';
import { isCodeOfAnother } from '../../data/stores/identity-corrections.ts';
import { listReviewsOfPerson } from '../../data/stores/reviews.ts';
import { insertRecipientsToTell } from '../../data/stores/recipients-to-tell.ts';
import {
  findRightsRequestForUpdate,
  listRightsRequestsOfPerson,
  moveRightsRequest,
  type RightsRequest,
} from '../../data/stores/rights-requests.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { codeGivenBy } from '../../scoring/safeguards/corrections.ts';
import {
  type Decided,
  type Judged,
  judgeAnswer,
  type UnderWay,
} from '../../scoring/safeguards/decide-request.ts';
import { recipientsOf } from '../../scoring/safeguards/recipients.ts';
import { isWaiting } from '../../scoring/safeguards/request-states.ts';
import type { ActionContext } from './action.ts';
import { answerRequest } from './answer-request.ts';
import { recordRightsStep } from './record-rights-step.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export type RightsDecision = Decided & { readonly requestId: number };

export type RightsDecided =
  | { readonly kind: 'answered' }
  /** Another person has to confirm it. */
  | { readonly kind: 'proposed' }
  | {
      readonly kind: 'refused';
      readonly because:
        | Extract<Judged, { kind: 'refused' }>['because']
        | 'no_request'
        | 'not_allowed'
        | 'code_taken';
    };

/** Answers a request. An erasure is only proposed: somebody else confirms it. */
export function decideRightsRequest(
  context: ActionContext,
  decision: RightsDecision,
): Promise<RightsDecided> {
  return inTransaction(context, async (inner): Promise<RightsDecided> => {
    if (!hasRole(inner, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
    const request = await findRightsRequestForUpdate(inner.db, inner.vault, decision.requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    const judged = judgeAnswer(request, decision, await underWay(inner, request));
    if (judged.kind === 'refused') return judged;
    if (await givesCodeOfAnother(inner, request, decision)) return { kind: 'refused', because: 'code_taken' };
    if (judged.step === 'propose') {
      await propose(inner, request, decision);
      return { kind: 'proposed' };
    }
    await answerRequest(inner, request, decision, judged.step);
    return { kind: 'answered' };
  });
}

/** By the code a person comes in: nobody is given one that opens the file of somebody else. */
async function givesCodeOfAnother(
  { db, vault }: ActionContext,
  { personId }: RightsRequest,
  { corrections }: Decided,
): Promise<boolean> {
  for (const code of corrections.map(codeGivenBy)) {
    if (code !== null && (await isCodeOfAnother(db, vault, { personId, code }))) return true;
  }
  return false;
}

/** What of the person is open: shown on the desk before anybody decides, and asked again when they do. */
export async function underWay(
  { db, vault, today }: ActionContext,
  { id, personId }: Pick<RightsRequest, 'id' | 'personId'>,
): Promise<UnderWay> {
  const file = await readPersonFile(db, personId);
  const reviews = await listReviewsOfPerson(db, personId);
  const requests = await listRightsRequestsOfPerson(db, vault, personId);
  return {
    openCases:
      file === null
        ? 0
        : openCases(file, 'collection', today).length + openCases(file, 'credit', today).length,
    openReviews: reviews.filter(({ state }) => isOpen(state)).length,
    holds: await countHoldsOf(db, personId),
    otherRequests: requests.filter((each) => each.id !== id && isWaiting(each.state)).length,
  };
}

/** The proposal, with those who must be told before anything is gone (GDPR art. 19). */
async function propose(context: ActionContext, request: RightsRequest, decided: Decided): Promise<void> {
  const { db, vault } = context;
  const { id: requestId, personId } = request;
  const { outcome, refusal, reason, kept, parts } = decided;
  const file = await readPersonFile(db, personId);
  const recipients = file === null ? [] : recipientsOf(file, await listDisclosedTo(db, vault, personId));
  await insertRecipientsToTell(db, vault, { requestId, personId }, recipients);
  const moved = await moveRightsRequest(db, vault, request, 'proposed', {
    outcome,
    refusal,
    answer: {
      reason: reason.trim(),
      kept,
      recipients,
      consent: null,
      reopened: false,
      liftedOn: null,
      parts,
    },
    proposedBy: staffIdOf(context),
  });
  if (!moved) throw new Error(`rights request ${requestId} moved while it was locked`);
  await recordRightsStep(context, request, {
    event: 'propose',
    from: request.state,
    to: 'proposed',
    details: { outcome, refusal, parts },
  });
}
