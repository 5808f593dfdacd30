import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecisions, lockDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
import { listReleases } from '../../data/stores/releases.ts';
import { listDecisionsToTell, listTold } from '../../data/views/decisions-to-tell.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import { decisionNotice, noticeText } from '../../scoring/explanation/notice.ts';
import { spokenLanguage } from '../../scoring/explanation/sentences.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { readCarriedOut } from './carried-out.ts';
import { MeansReadOnce } from './means-read-once.ts';
import { channelFor } from './notice-channel.ts';
import { type Letter, putLetters } from './put-letters.ts';
import { inTransaction } from './review-case.ts';

export interface NoticesMade {
  readonly made: number;
  /** Told before, made by people, or a step at which nothing happens to the person. */
  readonly skipped: number;
}

/** One transaction takes so many notices, so that neither memory nor a lock grows with the run. */
const NOTICES_A_CHUNK = 1000;

/**
 * The first notice of each decision of a run: every automated credit decision, and every measure that was released.
 * Safe to repeat: whoever was told is not told twice.
 */
export async function sendNoticesOfRun(
  context: ActionContext,
  { runId }: { readonly runId: number },
  onProgress: (made: number) => void = () => undefined,
): Promise<NoticesMade> {
  let made = 0;
  let skipped = 0;
  let after = 0;
  for (;;) {
    const ids = await listDecisionsToTell(context.db, { runId, after, limit: NOTICES_A_CHUNK });
    const last = ids.at(-1);
    if (last === undefined) return { made, skipped };
    const chunk = await sendNotices(context, ids);
    made += chunk.made;
    skipped += chunk.skipped;
    after = last;
    onProgress(made);
  }
}

/** The first notices of these decisions, into the outbox. The caller vouches that measures among them are released. */
export async function sendNotices(
  context: ActionContext,
  decisionIds: readonly number[],
): Promise<NoticesMade> {
  let made = 0;
  for (let at = 0; at < decisionIds.length; at += NOTICES_A_CHUNK) {
    const chunk = decisionIds.slice(at, at + NOTICES_A_CHUNK);
    made += await tellChunk(context, chunk);
  }
  return { made, skipped: decisionIds.length - made };
}

type FirstLetter = Letter & { readonly decisionId: number };

/** Written first and stored afterwards, so that nobody waits for the database while reasons are worked out. */
async function tellChunk(context: ActionContext, decisionIds: readonly number[]): Promise<number> {
  const { db, vault } = context;
  const told = await listTold(db, decisionIds);
  const stored = await findDecisions(
    db,
    vault,
    decisionIds.filter((id) => !told.has(id)),
  );
  const means = new MeansReadOnce(context);
  const letters: FirstLetter[] = [];
  const steps = await stepsToTell(context, stored);
  for (const decision of steps) {
    const letter = await letterFor(context, decision, means);
    if (letter !== null) letters.push(letter);
  }
  return letters.length === 0 ? 0 : inTransaction(context, (inner) => storeLetters(inner, letters));
}

/**
 * Measures as they were let go, in writing where the person needs it so. Nobody is told of a step that is held back
 * since: their data only rest, or we were to call and must not.
 */
async function stepsToTell(
  context: ActionContext,
  stored: readonly StoredDecision[],
): Promise<readonly StoredDecision[]> {
  const instead = new Map<number, string>();
  const released = await listReleases(
    context.db,
    stored.map(({ id }) => id),
  );
  for (const { decisionId, instead: other } of released)
    if (other != null) instead.set(decisionId, other.measure);
  const steps = stored.map((each): StoredDecision => {
    const measure = instead.get(each.id);
    const { decision } = each;
    if (measure === undefined || decision.outcome.kind !== 'measure') return each;
    return { ...each, decision: { ...decision, outcome: { ...decision.outcome, measure } } };
  });
  const measureIn = ({ outcome }: Decision) => (outcome.kind === 'measure' ? outcome.measure : null);
  const carriedOut = await readCarriedOut(
    context,
    steps.map(({ id, person_id: personId, decision }) => ({
      ...{ decisionId: id, personId, measure: measureIn(decision) },
    })),
  );
  return steps.filter(({ id }) => (carriedOut(id)?.kind ?? 'as_recommended') === 'as_recommended');
}

async function storeLetters(context: ActionContext, written: readonly FirstLetter[]): Promise<number> {
  const { db, now, actor } = context;
  // Somebody may have told them in the meantime.
  const ids = written.map(({ decisionId }) => decisionId);
  await lockDecisions(db, ids);
  const told = await listTold(db, ids);
  const letters = written.filter(({ decisionId }) => !told.has(decisionId));
  if (letters.length === 0) return 0;
  const noticeIds = await putLetters(context, letters);
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: 'notices.made',
    subject: { kind: 'notice', id: noticeIds.length === 1 ? (noticeIds[0] ?? null) : null },
    details: { notices: noticeIds.length, first: noticeIds[0] ?? null, last: noticeIds.at(-1) ?? null },
  });
  return letters.length;
}

async function letterFor(
  context: ActionContext,
  stored: StoredDecision,
  means: MeansReadOnce,
): Promise<FirstLetter | null> {
  const { decision } = stored;
  const compiled = await means.policy(stored);
  const policy = await means.keptTo(compiled.policy, stored.portfolio_id);
  if (stored.decided_by === 'people') return null;
  if (
    decision.outcome.kind === 'measure' &&
    policy.notice.silentMeasures.includes(decision.outcome.measure)
  ) {
    return null;
  }
  const scorecards = await means.scorecards(stored);
  const explanation = explain(decision, compiled, scorecards, {
    recourse: decision.kind === 'credit' ? 'single' : 'none',
  });
  const { language, jurisdiction } = decision.inputs;
  const setting = {
    policy,
    controller: await means.controller(stored.portfolio_id),
    decidedOn: stored.decided_at.slice(0, 10),
    answerBy: answerDueOn(context.today, policy.review, holidaysOf(jurisdiction)),
  };
  return {
    decisionId: stored.id,
    about: { kind: 'decision', claimId: stored.claim_id },
    personNeedsCode: true,
    write: (signIn) => noticeText(decisionNotice(decision, explanation, { ...setting, signIn })),
    notice: {
      personId: stored.person_id,
      decisionId: stored.id,
      reviewId: null,
      kind: decision.kind === 'credit' ? 'decision' : 'measure',
      language: spokenLanguage(language),
      channel: channelFor(decision),
      createdAt: context.now,
    },
  };
}
