import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecisions, lockDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
import { insertMeasuresTaken } from '../../data/stores/measures-taken.ts';
import { insertReleases, type Release } from '../../data/stores/releases.ts';
import { type CaseFilter, listReleasable, type Releasable } from '../../data/views/cases.ts';
import type { ActionContext } from './action.ts';

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
  | 'not_released';

export interface ReleaseResult {
  /** Let go: by the one person who was needed, or by the second. */
  readonly released: readonly number[];
  /** Wait for a second person. */
  readonly awaitingSecond: readonly number[];
  /** Stopped by the second person. */
  readonly rejected: readonly number[];
  readonly refused: ReadonlyMap<ReleaseRefusal, number>;
}

/** One transaction takes so many decisions, so that a large release neither holds the database nor is lost whole. */
const DECISIONS_A_CHUNK = 1000;

/** A person lets measures go. Those with legal effect then wait for another person. */
export async function releaseMeasures(context: ActionContext, order: ReleaseOrder): Promise<ReleaseResult> {
  const selected = await listReleasable(context.db, order.filter, order.decisionIds);
  const { done, refused } = await actOn(context, {
    act: 'release',
    decisionIds: idsOf(selected),
    refusalOf: firstRefusal,
    isLetGo: (decision) => decision.releaseClass !== 'two_people',
  });
  return {
    released: idsOf(done.filter(({ releaseClass }) => releaseClass !== 'two_people')),
    awaitingSecond: idsOf(done.filter(({ releaseClass }) => releaseClass === 'two_people')),
    rejected: [],
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
  const { done, refused } = await actOn(context, {
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
  readonly refused: ReadonlyMap<ReleaseRefusal, number>;
}

/**
 * Whether a decision may be acted on is asked in the transaction that acts, on locked rows: of two planners at the same
 * moment one lets it go, and a person who contests first is not overtaken.
 */
async function actOn(context: ActionContext, { act, decisionIds, refusalOf, isLetGo }: Act): Promise<Acted> {
  const { db, vault, now, actor } = context;
  const staffId = actor.kind === 'staff' ? actor.staffId : null;
  const done: Releasable[] = [];
  const refused = new Map<ReleaseRefusal, number>();
  for (let at = 0; at < decisionIds.length; at += DECISIONS_A_CHUNK) {
    const ids = decisionIds.slice(at, at + DECISIONS_A_CHUNK);
    const judged = await db.transaction(async (transaction) => {
      await lockDecisions(transaction, ids);
      const found = (await listReleasable(transaction, {}, ids)).map((decision) => ({
        decision,
        refusal: refusalOf(decision),
      }));
      const chunk = found.filter(({ refusal }) => refusal === null).map(({ decision }) => decision);
      if (chunk.length === 0) return found;
      const letGo = await findDecisions(transaction, vault, idsOf(chunk.filter(isLetGo)));
      await insertReleases(
        transaction,
        chunk.map(({ decisionId, personId }) => ({ decisionId, personId, act, staffId, at: now })),
      );
      await insertMeasuresTaken(
        transaction,
        letGo.flatMap((stored) => measureTaken(stored, context.today)),
      );
      await appendAuditEntry(transaction, {
        at: now,
        actor,
        action: `measures.${act}`,
        subject: { kind: 'decision', id: chunk.length === 1 ? (chunk[0]?.decisionId ?? null) : null },
        details: { decisions: idsOf(chunk) },
      });
      return found;
    });
    for (const { decision, refusal } of judged) {
      if (refusal === null) done.push(decision);
      else refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    }
  }
  return { done, refused };
}

/** Waiting is no measure taken: the records tell of what was done. */
function measureTaken(stored: StoredDecision, on: string) {
  const { claim_id: claimId, measure } = stored;
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
