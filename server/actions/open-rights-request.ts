import { brakeOfRequest, insertBrake } from '../../data/stores/brakes.ts';
import { acceptedFrom } from '../../data/profiles.ts';
import { insertDocument } from '../../data/stores/documents.ts';
import { insertIdentityProof } from '../../data/stores/identity-proofs.ts';
import {
  type Asked,
  findRightsRequest,
  insertRightsRequest,
  type RightsRequest,
} from '../../data/stores/rights-requests.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import {
  type Accepted,
  canProve,
  type Channel,
  type ProofMethod,
} from '../../scoring/safeguards/identity-proof.ts';
import { isConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import { requestDueOn } from '../../scoring/safeguards/rights-deadlines.ts';
import { requestReceivedLetter } from '../../scoring/safeguards/rights-letters.ts';
import { groundsOf, type Right, RIGHT_RULES } from '../../scoring/safeguards/rights.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { answerAtOnce } from './answer-request.ts';
import { recordRightsStep } from './record-rights-step.ts';
import type { PaperGiven } from './request-review.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';
import { insertRightsLetter, letterPerson, promiseTo } from './rights-letter.ts';

export interface RightAsked {
  readonly personId: number;
  readonly right: Right;
  readonly words?: string;
  readonly ground?: string | null;
  readonly consent?: string | null;
  readonly record?: Asked['record'];
  readonly restrictMeanwhile?: boolean;
  readonly papers?: readonly PaperGiven[];
  /** Of a member of staff who takes it down; the portal knows by itself. */
  readonly proof?: {
    readonly channel: Channel;
    readonly method: ProofMethod;
    readonly passed: boolean;
    readonly note: string;
  };
}

export type RightsRequestOpened =
  | {
      readonly kind: 'opened';
      readonly requestId: number;
      readonly dueOn: IsoDate;
      /** Given or done already. */
      readonly answered: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly because: 'not_allowed' | 'no_proof' | 'wrong_proof' | 'no_ground' | 'no_consent' | 'no_words';
    };

/**
 * Somebody uses a right: themself in the portal, or by telephone, letter, e-mail or in person, when a member of staff
 * takes it down with how they showed who they are. Nothing is done, given or told before that is shown.
 */
export function openRightsRequest(context: ActionContext, asked: RightAsked): Promise<RightsRequestOpened> {
  return inTransaction(context, async (inner): Promise<RightsRequestOpened> => {
    const fault = faultOf(inner, asked, await acceptedFrom(inner.db, asked.personId));
    if (fault !== null) return { kind: 'refused', because: fault };
    const request = await insertRequest(inner, asked);
    await keepPapers(inner, request, asked.papers ?? []);
    if (request.state === 'received') {
      await tellReceipt(inner, request, null);
      return { kind: 'opened', requestId: request.id, dueOn: request.dueOn, answered: false };
    }
    return welcome(inner, request);
  });
}

/** From the moment we know who asks: done at once where nothing has to be weighed, else held still as the law says. */
export async function welcome(
  context: ActionContext,
  request: RightsRequest,
): Promise<Extract<RightsRequestOpened, { kind: 'opened' }>> {
  const opened = { kind: 'opened', requestId: request.id, dueOn: request.dueOn } as const;
  if (RIGHT_RULES[request.right].atOnce) {
    await answerAtOnce(context, request);
    return { ...opened, answered: true };
  }
  const meanwhile = await holdStill(context, request);
  await tellReceipt(context, request, meanwhile);
  return { ...opened, answered: false };
}

function faultOf(
  context: ActionContext,
  { personId, right, words = '', ground = null, consent = null, proof }: RightAsked,
  accepted: Accepted,
): Extract<RightsRequestOpened, { kind: 'refused' }>['because'] | null {
  const { actor } = context;
  if (actor.kind === 'customer' ? actor.personId !== personId : !hasRole(context, 'officer', 'dpo')) {
    return 'not_allowed';
  }
  if (actor.kind === 'staff') {
    if (proof === undefined) return 'no_proof';
    if (proof.channel === 'portal' || !canProve(proof.channel, proof.method, accepted)) return 'wrong_proof';
  }
  if (right === 'consent_withdrawal' && (consent === null || !isConsentPurpose(consent))) return 'no_consent';
  const grounds: readonly string[] = groundsOf(right);
  if (grounds.length > 0 && (ground === null || !grounds.includes(ground))) return 'no_ground';
  // An objection rests on the person's own situation; a correction on what is right (GDPR art. 21(1), 16).
  const needsWords = right === 'objection' || right === 'rectification';
  return needsWords && words.trim() === '' ? 'no_words' : null;
}

async function insertRequest(context: ActionContext, asked: RightAsked): Promise<RightsRequest> {
  const { db, vault, now, today, actor } = context;
  const { personId, right, proof } = asked;
  const person = await letterPerson(context, personId);
  const channel = proof?.channel ?? 'portal';
  const passed = proof?.passed ?? true;
  const proofId = await insertIdentityProof(db, vault, {
    personId,
    channel,
    method: proof?.method ?? 'session',
    passed,
    staffId: staffIdOf(context),
    at: now,
    note: proof === undefined || proof.note.trim() === '' ? null : proof.note.trim(),
  });
  const dueOn = requestDueOn(today, await promiseTo(context, person), holidaysOf(person.country));
  const state = passed ? 'identified' : 'received';
  const requestId = await insertRightsRequest(db, vault, {
    personId,
    right,
    channel,
    state,
    language: person.language,
    receivedAt: now,
    dueOn,
    enteredBy: staffIdOf(context),
    proofId: passed ? proofId : null,
    asked: askedOf(asked),
  });
  const request = await findRightsRequest(db, vault, requestId);
  if (request === null) throw new Error(`rights request ${requestId} is gone`);
  await recordRightsStep(context, request, {
    event: 'request',
    from: null,
    to: state,
    details: { channel, dueOn, proof: proof?.method ?? 'session', passed, by: actor.kind },
  });
  return request;
}

function askedOf({ words = '', ground = null, consent = null, record = null, ...asked }: RightAsked): Asked {
  return {
    words: words.trim(),
    ground: ground as Asked['ground'],
    consent: consent as Asked['consent'],
    record,
    restrictMeanwhile: asked.restrictMeanwhile ?? false,
  };
}

async function keepPapers(
  { db, vault, now }: ActionContext,
  { personId }: RightsRequest,
  papers: readonly PaperGiven[],
): Promise<void> {
  for (const paper of papers) {
    await insertDocument(db, vault, {
      ...paper,
      personId,
      reviewId: null,
      statementId: null,
      uploadedAt: now,
    });
  }
}

/** GDPR art. 18(1): the data rest while it is looked into. */
async function holdStill(
  { db, today }: ActionContext,
  request: RightsRequest,
): Promise<'restricted' | 'objection' | null> {
  const { meanwhile } = RIGHT_RULES[request.right];
  const kind =
    meanwhile === 'restricted_if_asked'
      ? request.asked.restrictMeanwhile
        ? 'restricted'
        : null
      : meanwhile === 'nothing'
        ? null
        : meanwhile;
  if (kind === null) return null;
  await insertBrake(db, {
    personId: request.personId,
    kind,
    from: today,
    because: brakeOfRequest(request.id),
  });
  return kind;
}

async function tellReceipt(
  context: ActionContext,
  request: RightsRequest,
  meanwhile: 'restricted' | 'objection' | null,
): Promise<void> {
  await insertRightsLetter(context, request, 'rights_received', (setting) =>
    requestReceivedLetter(
      {
        right: request.right,
        receivedOn: context.today,
        dueOn: request.dueOn,
        identified: request.state !== 'received',
        meanwhile,
      },
      setting,
    ),
  );
}
