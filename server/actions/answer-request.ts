import { listDisclosedTo } from '../../data/stores/disclosures.ts';
import { brakeOfRequest, endBrake, insertBrake, isHeldStill } from '../../data/stores/brakes.ts';
import { insertConsentChoice } from '../../data/stores/consents.ts';
import { eraseParts } from '../../data/stores/erasable-parts.ts';
import { insertRecipientsToTell } from '../../data/stores/recipients-to-tell.ts';
import { correctRecord } from '../../data/stores/record-corrections.ts';
import { type AnswerKept, moveRightsRequest, type RightsRequest } from '../../data/stores/rights-requests.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import { touchesScores } from '../../scoring/safeguards/corrections.ts';
import type { Decided } from '../../scoring/safeguards/decide-request.ts';
import { CONSENT_WORDING_VERSION, type ConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import { type Recipient, recipientsOf } from '../../scoring/safeguards/recipients.ts';
import { moveRequest } from '../../scoring/safeguards/request-states.ts';
import { type Answer, requestAnsweredLetter } from '../../scoring/safeguards/rights-letters.ts';
import { RIGHT_RULES } from '../../scoring/safeguards/rights.ts';
import type { ActionContext } from './action.ts';
import { recordRightsStep } from './record-rights-step.ts';
import { redecideCorrected } from './redecide-corrected.ts';
import { staffIdOf } from './review-case.ts';
import { insertRightsLetter } from './rights-letter.ts';

/** GDPR art. 18(3): the person reads that their data are used again before they are. */
export const LIFT_NOTICE_DAYS = 7;

const GRANTED: Decided = {
  outcome: 'granted',
  refusal: null,
  reason: '',
  kept: [],
  corrections: [],
  parts: [],
};

/** What nobody has to weigh: an opt-out, a withdrawal, a copy, information. Done before the page comes back. */
export async function answerAtOnce(context: ActionContext, request: RightsRequest): Promise<void> {
  await answerRequest(context, request, GRANTED, 'decide');
}

/** Does what was decided, tells the person and whoever got the data, and closes the request: all or nothing. */
export async function answerRequest(
  context: ActionContext,
  request: RightsRequest,
  decided: Decided,
  step: 'decide' | 'turn_away',
): Promise<void> {
  const { db, vault, now } = context;
  const answer = await carryOut(context, request, decided);
  const { outcome, refusal } = decided;
  await take(context, request, step, {
    change: { outcome, refusal, answer, decidedBy: staffIdOf(context), decidedAt: now },
    // Beside the step, sealed: what showed that a record was missing, or who the person is.
    note: decided.corrections
      .flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence]))
      .join('\n'),
    details: {
      outcome,
      refusal,
      corrections: decided.corrections.map(({ act, list }) => ({ act, list })),
      parts: decided.parts,
    },
  });
  const told: Answer = { ...answer, right: request.right, outcome, refusal };
  await insertRightsLetter(context, request, 'rights_answered', (setting) =>
    requestAnsweredLetter(told, setting),
  );
  await take({ ...context, db, vault }, { ...request, state: 'decided' }, 'answer', {
    change: { answeredAt: now },
    details: {},
  });
}

async function take(
  context: ActionContext,
  request: RightsRequest,
  step: 'decide' | 'turn_away' | 'answer',
  {
    change,
    note = '',
    details,
  }: {
    readonly change: Parameters<typeof moveRightsRequest>[4];
    readonly note?: string;
    readonly details: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const next = moveRequest(request.state, step);
  if (next.kind === 'refused') throw new Error(`rights request ${request.id}: ${step} from ${request.state}`);
  if (!(await moveRightsRequest(context.db, context.vault, request, next.to, change))) {
    throw new Error(`rights request ${request.id} left the state ${request.state} while it was locked`);
  }
  await recordRightsStep(context, request, { event: step, from: request.state, to: next.to, note, details });
}

async function carryOut(
  context: ActionContext,
  request: RightsRequest,
  decided: Decided,
): Promise<AnswerKept> {
  const { personId, right, asked } = request;
  const answer: AnswerKept = {
    reason: decided.reason.trim(),
    kept: decided.kept,
    recipients: await recipientsFor(context, request),
    consent: right === 'consent_withdrawal' ? asked.consent : null,
    reopened: false,
    liftedOn: await settleBrakes(context, request, decided),
    parts: decided.parts,
  };
  if (decided.outcome === 'refused') return { ...answer, recipients: [] };
  switch (right) {
    case 'rectification': {
      await correct(context, request, decided);
      if (!touchesScores(decided.corrections)) return answer;
      const { reopened } = await redecideCorrected(context, { personId, requestId: request.id });
      return { ...answer, reopened: reopened.length > 0 };
    }
    case 'erasure':
      await eraseParts(context.db, personId, decided.parts, context.today);
      return answer;
    case 'consent_withdrawal':
      if (asked.consent !== null) await withdraw(context, request, asked.consent);
      return answer;
    case 'marketing_opt_out':
      for (const purpose of ['marketing', 'satisfaction'] as const) await withdraw(context, request, purpose);
      return answer;
    default:
      return answer;
  }
}

/** Those who got the data: to be told when they change (art. 19), to be named when the person asks (art. 15(1)(c)). */
async function recipientsFor(
  { db, vault }: ActionContext,
  { id: requestId, personId, right }: RightsRequest,
): Promise<readonly Recipient[]> {
  const changes = right === 'rectification' || right === 'erasure' || right === 'restriction';
  if (!changes && right !== 'recipients') return [];
  const file = await readPersonFile(db, personId);
  const recipients = file === null ? [] : recipientsOf(file, await listDisclosedTo(db, vault, personId));
  // An erasure has told them before it is confirmed: afterwards nobody would know whom to tell.
  if (changes && right !== 'erasure')
    await insertRecipientsToTell(db, vault, { requestId, personId }, recipients);
  return recipients;
}

/**
 * What the request had held still: a granted restriction stays; a granted objection becomes one, so that the data are
 * kept and used no more; everything else ends, not before the person has read that it does.
 */
async function settleBrakes(
  { db, today }: ActionContext,
  request: RightsRequest,
  { outcome }: Decided,
): Promise<IsoDate | null> {
  const { right, id, personId, asked } = request;
  const { meanwhile } = RIGHT_RULES[right];
  const because = brakeOfRequest(id);
  const held = meanwhile !== 'nothing' && (meanwhile !== 'restricted_if_asked' || asked.restrictMeanwhile);
  if (!held || request.state === 'received') return null;
  if (right === 'restriction' && outcome !== 'refused') return null;
  if (right === 'objection' && outcome !== 'refused') {
    await insertBrake(db, { personId, kind: 'restricted', from: today, because: `${because}, granted` });
    return null;
  }
  const liftedOn = addDays(today, LIFT_NOTICE_DAYS);
  await endBrake(db, personId, because, liftedOn);
  return (await isHeldStill(db, personId, liftedOn)) ? null : liftedOn;
}

async function correct(
  context: ActionContext,
  { id: requestId, personId }: RightsRequest,
  { corrections }: Decided,
): Promise<void> {
  const staffId = staffIdOf(context);
  if (staffId === null) throw new Error('a record is corrected by a member of staff');
  for (const correction of corrections) {
    const made = { requestId, personId, staffId, at: context.now };
    if (!(await correctRecord(context.db, context.vault, correction, made))) {
      const what = correction.act === 'add' ? `claim ${correction.claimId}` : `record ${correction.recordId}`;
      throw new Error(`${correction.list}: ${what} is not of person ${personId}`);
    }
  }
}

async function withdraw(
  context: ActionContext,
  { personId, channel, language }: RightsRequest,
  purpose: ConsentPurpose,
): Promise<void> {
  await insertConsentChoice(
    context.db,
    {
      personId,
      purpose,
      choice: 'withdrawn',
      wordingVersion: CONSENT_WORDING_VERSION,
      language,
      channel,
      staffId: staffIdOf(context),
      at: context.now,
    },
    context.today,
  );
}
