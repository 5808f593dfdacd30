import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecisions, lockDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
import { insertMeasuresTaken } from '../../data/stores/measures-taken.ts';
import { insertReleases, type Release } from '../../data/stores/releases.ts';
import { type CaseFilter, listReleasable, type Releasable } from '../../data/views/cases.ts';
import type { CarriedOut } from '../../scoring/safeguards/carry-out.ts';
import type { ActionContext } from './action.ts';
import { readCarriedOut } from './carried-out.ts';
import { inTransaction } from './review-case.ts';

/** What to release: the given decisions of a run, or everything that the filter leaves. */
export interface ReleaseOrder {
  readonly filter: CaseFilter;
  readonly decisionIds: readonly number[] | null;
}

export type ReleaseRefusal =
  /** Released, rejected or confirmed already. */
  | 'done_already'
  /** The person asked people to decide, and the outcome waits for them. */
  | 'suspended'
  /** People decided anew: what they decided stands in its place. */
  | 'replaced'
  /** The measure is to wait: nothing is let go. */
  | 'not_needed'
  /** The second person must be another one than the first. */
  | 'same_person'
  /** Nobody has released it yet, so there is nothing to confirm. */
  | 'not_released'
  /** The person's data are only kept (GDPR art. 18). */
  | 'restricted'
  /** The person needs us to write, and no letter can take the place of this measure. */
  | 'held_back';

export interface ReleaseResult {
  /** Let go: by the one person who was needed, or by the second. */
  readonly released: readonly number[];
  /** Wait for a second person. */
  readonly awaitingSecond: readonly number[];
  /** Stopped by the second person. */
  readonly rejected: readonly number[];
  /** Of those let go the ones that go in writing, since the person needs it so. */
  readonly changed: readonly number[];
  readonly refused: ReadonlyMap<ReleaseRefusal, number>;
}

/** One transaction takes so many decisions, so that a large release neither holds the database nor is lost whole. */
const DECISIONS_A_CHUNK = 1000;

/** A person lets measures go. Those with legal effect then wait for another person. */
export async function releaseMeasures(context: ActionContext, order: ReleaseOrder): Promise<ReleaseResult> {
  const selected = await listReleasable(context.db, order.filter, order.decisionIds);
  const { done, changed, refused } = await actOn(context, {
    act: 'release',
    decisionIds: idsOf(selected),
    refusalOf: firstRefusal,
    isLetGo: (decision) => decision.releaseClass !== 'two_people',
  });
  return {
    released: idsOf(done.filter(({ releaseClass }) => releaseClass !== 'two_people')),
    awaitingSecond: idsOf(done.filter(({ releaseClass }) => releaseClass === 'two_people')),
    rejected: [],
    changed,
    refused,
  };
}

/** A second person confirms what a first one released, or stops it. */
export async function decideSecondRelease(
  context: ActionContext,
  order: ReleaseOrder & { readonly decisionIds: readonly number[] },
  act: 'confirm' | 'reject',
): Promise<ReleaseResult> {
  const selected = await listReleasable(context.db, order.filter, order.decisionIds);
  const staffId = context.actor.kind === 'staff' ? context.actor.staffId : null;
  const { done, changed, refused } = await actOn(context, {
    act,
    decisionIds: idsOf(selected),
    refusalOf: (decision) => secondRefusal(decision, staffId),
    isLetGo: () => act === 'confirm',
  });
  const ids = idsOf(done);
  return {
    released: act === 'confirm' ? ids : [],
    rejected: act === 'reject' ? ids : [],
    awaitingSecond: [],
    changed,
    refused,
  };
}

function firstRefusal({ release }: Releasable): ReleaseRefusal | null {
  switch (release) {
    case 'waiting':
      return null;
    case 'suspended':
    case 'contested':
      return 'suspended';
    case 'replaced':
    case 'not_needed':
      return release;
    case 'awaiting_second':
    case 'released':
    case 'rejected':
      return 'done_already';
  }
}

function secondRefusal({ release, firstStaffId }: Releasable, staffId: number | null): ReleaseRefusal | null {
  switch (release) {
    case 'awaiting_second':
      return firstStaffId === staffId ? 'same_person' : null;
    case 'suspended':
    case 'contested':
      return 'suspended';
    case 'replaced':
    case 'not_needed':
      return release;
    case 'waiting':
      return 'not_released';
    case 'released':
    case 'rejected':
      return 'done_already';
  }
}

interface Act {
  readonly act: Release['act'];
  readonly decisionIds: readonly number[];
  readonly refusalOf: (decision: Releasable) => ReleaseRefusal | null;
  readonly isLetGo: (decision: Releasable) => boolean;
}

interface Acted {
  readonly done: readonly Releasable[];
  readonly changed: readonly number[];
  readonly refused: ReadonlyMap<ReleaseRefusal, number>;
}

/**
 * Whether a decision may be acted on is asked in the transaction that acts, on locked rows: of two planners at the same
 * moment one lets it go, and a person who contests first is not overtaken. What the person needs is asked then too: a
 * need told since the run counts.
 */
async function actOn(context: ActionContext, { act, decisionIds, refusalOf, isLetGo }: Act): Promise<Acted> {
  const done: Releasable[] = [];
  const changed: number[] = [];
  const refused = new Map<ReleaseRefusal, number>();
  for (let at = 0; at < decisionIds.length; at += DECISIONS_A_CHUNK) {
    const ids = decisionIds.slice(at, at + DECISIONS_A_CHUNK);
    const judged = await inTransaction(context, async (inner) => {
      await lockDecisions(inner.db, ids);
      const found = await judge(inner, await listReleasable(inner.db, {}, ids), act, refusalOf);
      const going = found.filter(({ refusal }) => refusal === null);
      if (going.length > 0) await letGo(inner, act, going, isLetGo);
      await noteHeldBack(inner, found);
      return found;
    });
    for (const { decision, refusal, carried } of judged) {
      if (refusal !== null) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
      else {
        done.push(decision);
        if (carried.kind === 'changed') changed.push(decision.decisionId);
      }
    }
  }
  return { done, changed, refused };
}

interface Judged {
  readonly decision: Releasable;
  readonly refusal: ReleaseRefusal | null;
  readonly carried: CarriedOut;
}

async function judge(
  context: ActionContext,
  decisions: readonly Releasable[],
  act: Release['act'],
  refusalOf: Act['refusalOf'],
): Promise<readonly Judged[]> {
  // To stop a measure is always open.
  const carriedOut = act === 'reject' ? null : await readCarriedOut(context, decisions);
  return decisions.map((decision) => {
    const carried = carriedOut?.(decision.decisionId) ?? {
      kind: 'as_recommended',
      measure: decision.measure,
    };
    return { decision, carried, refusal: refusalOf(decision) ?? heldBackRefusal(carried) };
  });
}

function heldBackRefusal(carried: CarriedOut): ReleaseRefusal | null {
  if (carried.kind !== 'held_back') return null;
  return carried.because === 'restricted' ? 'restricted' : 'held_back';
}

async function letGo(
  { db, vault, now, today, actor }: ActionContext,
  act: Release['act'],
  going: readonly Judged[],
  isLetGo: Act['isLetGo'],
): Promise<void> {
  const staffId = actor.kind === 'staff' ? actor.staffId : null;
  const gone = going.filter(({ decision }) => isLetGo(decision));
  const stored = await findDecisions(db, vault, idsOf(gone.map(({ decision }) => decision)));
  const measures = new Map(
    gone.flatMap(({ decision, carried }) =>
      carried.kind === 'held_back' ? [] : [[decision.decisionId, carried.measure] as const],
    ),
  );
  await insertReleases(
    db,
    going.map(({ decision: { decisionId, personId }, carried }) => ({
      ...{ decisionId, personId, act, staffId, at: now },
      instead: carried.kind === 'changed' ? { measure: carried.measure, because: carried.because } : null,
    })),
  );
  await insertMeasuresTaken(
    db,
    stored.flatMap((each) => measureTaken(each, measures.get(each.id) ?? each.measure, today)),
  );
  const ids = idsOf(going.map(({ decision }) => decision));
  const inWriting = going.flatMap(({ decision, carried }) =>
    carried.kind === 'changed'
      ? [{ decision: decision.decisionId, measure: carried.measure, because: carried.because }]
      : [],
  );
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: `measures.${act}`,
    subject: { kind: 'decision', id: ids.length === 1 ? (ids[0] ?? null) : null },
    details: { decisions: ids, ...(inWriting.length === 0 ? {} : { changed: inWriting }) },
  });
}

/** What was not let go for the person's sake stands in the trail with its reason, as what was let go does. */
async function noteHeldBack({ db, now, actor }: ActionContext, judged: readonly Judged[]): Promise<void> {
  const held = judged.flatMap(({ decision, refusal, carried }) =>
    carried.kind === 'held_back' && refusal === heldBackRefusal(carried)
      ? [{ decision: decision.decisionId, measure: decision.measure, because: carried.because }]
      : [],
  );
  if (held.length === 0) return;
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: 'measures.held_back',
    subject: { kind: 'decision', id: held.length === 1 ? (held[0]?.decision ?? null) : null },
    details: { held },
  });
}

/** Waiting is no measure taken: the records tell of what was done. */
function measureTaken(stored: StoredDecision, measure: string | null, on: string) {
  const { claim_id: claimId } = stored;
  if (claimId === null || measure === null || measure === 'no_action') return [];
  const weighed = stored.decision.measures.find((candidate) => candidate.measure === measure);
  return [
    {
      portfolioId: stored.portfolio_id,
      decisionId: stored.id,
      personId: stored.person_id,
      claimId,
      on,
      measure,
      creditorCostCents: Math.round(weighed?.creditorCostCents ?? 0),
      debtorCostCents: Math.round(weighed?.debtorCostCents ?? 0),
    },
  ];
}

function idsOf(decisions: readonly Releasable[]): readonly number[] {
  return decisions.map(({ decisionId }) => decisionId);
}
