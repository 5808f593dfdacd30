import { randomInt } from 'node:crypto';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { acceptedFrom } from '../../data/profiles.ts';
import {
  countFailedRounds,
  findControlRound,
  findOpenRound,
  insertControlRound,
  judgeControlRound,
} from '../../data/stores/control-rounds.ts';
import { insertIdentityProof } from '../../data/stores/identity-proofs.ts';
import { readContactIdentity } from '../../data/views/identities.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import {
  allRight,
  birthMonthOf,
  type ControlQuestion,
  drawQuestions,
  isLockedForToday,
  type KnownOfPerson,
} from '../../scoring/safeguards/control-questions.ts';
import { canProve } from '../../scoring/safeguards/identity-proof.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export type RoundOpened =
  | { readonly kind: 'opened'; readonly roundId: number; readonly questions: readonly ControlQuestion[] }
  | {
      readonly kind: 'refused';
      readonly because: 'not_allowed' | 'no_person' | 'too_little_known' | 'locked_today' | 'not_accepted';
    };

/** Draws the questions for somebody on the telephone; a round that is open is gone on with. */
export function openControlRound(context: ActionContext, personId: number): Promise<RoundOpened> {
  return inTransaction(context, async (inner): Promise<RoundOpened> => {
    const { db, now, today } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const known = await knownOf(inner, personId);
    if (known === null) return { kind: 'refused', because: 'no_person' };
    if (!canProve('phone', 'control_questions', await acceptedFrom(db, personId))) {
      return { kind: 'refused', because: 'not_accepted' };
    }
    if (isLockedForToday(await countFailedRounds(db, personId, today))) {
      return { kind: 'refused', because: 'locked_today' };
    }
    const open = await findOpenRound(db, personId, today);
    const seed = open?.seed ?? randomInt(2 ** 31);
    const drawn = drawQuestions(known, seed);
    if (drawn.kind !== 'drawn') return { kind: 'refused', because: drawn.kind };
    const roundId =
      open?.roundId ?? (await insertControlRound(db, { personId, staffId, seed, on: today, openedAt: now }));
    return { kind: 'opened', roundId, questions: drawn.questions };
  });
}

export type RoundJudged =
  | { readonly kind: 'judged'; readonly personId: number; readonly passed: boolean; readonly locked: boolean }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_round' | 'judged_before' };

/** Compares what the caller said with what is on record. Neither is kept: only that it held, or did not. */
export function judgeControlQuestions(
  context: ActionContext,
  roundId: number,
  typed: Readonly<Partial<Record<ControlQuestion, string>>>,
): Promise<RoundJudged> {
  return inTransaction(context, async (inner): Promise<RoundJudged> => {
    const { db, vault, now, today, actor } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const round = await findControlRound(db, roundId);
    const known = round && (await knownOf(inner, round.personId));
    if (round === null || known === null) return { kind: 'refused', because: 'no_round' };
    const drawn = drawQuestions(known, round.seed);
    const passed = drawn.kind === 'drawn' && allRight(drawn.questions, typed, known);
    if (!(await judgeControlRound(db, roundId, passed, now))) {
      return { kind: 'refused', because: 'judged_before' };
    }
    const { personId } = round;
    const proof = {
      personId,
      channel: 'phone',
      method: 'control_questions',
      passed,
      staffId,
      at: now,
    } as const;
    const proofId = await insertIdentityProof(db, vault, { ...proof, note: null });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: passed ? 'identity.shown' : 'identity.not_shown',
      subject: { kind: 'identity_proof', id: proofId },
      personId,
      details: { method: 'control_questions' },
    });
    const locked = isLockedForToday(await countFailedRounds(db, personId, today));
    return { kind: 'judged', personId, passed, locked };
  });
}

async function knownOf({ db, vault }: ActionContext, personId: number): Promise<KnownOfPerson | null> {
  const file = await readPersonFile(db, personId);
  if (file === null) return null;
  const contact = await readContactIdentity(db, vault, personId);
  const paid = [...file.payments].filter(({ reversedOn }) => reversedOn === null).at(-1);
  return {
    birthMonth: birthMonthOf(file.person.adultOn),
    phone: contact?.phone ?? null,
    address: contact?.address ?? null,
    creditors: [...new Set(file.claims.map(({ creditor }) => creditor))],
    lastPayment: paid === undefined ? null : { on: paid.on, amountCents: paid.amountCents },
  };
}
