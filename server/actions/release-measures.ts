import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
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
  const refused = new Map<ReleaseRefusal, number>();
  const ready = selected.filter((decision) => {
    const refusal = firstRefusal(decision);
    if (refusal !== null) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    return refusal === null;
  });
  await actOn(context, 'release', ready, (decision) => decision.releaseClass !== 'two_people');
  return {
    released: idsOf(ready.filter(({ releaseClass }) => releaseClass !== 'two_people')),
    awaitingSecond: idsOf(ready.filter(({ releaseClass }) => releaseClass === 'two_people')),
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
  const refused = new Map<ReleaseRefusal, number>();
  const ready = selected.filter((decision) => {
    const refusal = secondRefusal(decision, staffId);
    if (refusal !== null) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    return refusal === null;
  });
  await actOn(context, act, ready, () => act === 'confirm');
  const ids = idsOf(ready);
  return {
    released: act === 'confirm' ? ids : [],
    rejected: act === 'reject' ? ids : [],
    awaitingSecond: [],
    refused,
  };
}

function firstRefusal({ release }: Releasable): ReleaseRefusal | null {
  if (release === 'suspended') return 'suspended';
  return release === 'waiting' ? null : 'done_already';
}

function secondRefusal({ release, firstStaffId }: Releasable, staffId: number | null): ReleaseRefusal | null {
  switch (release) {
    case 'awaiting_second':
      return firstStaffId === staffId ? 'same_person' : null;
    case 'suspended':
      return 'suspended';
    case 'waiting':
      return 'not_released';
    case 'released':
    case 'rejected':
      return 'done_already';
  }
}

async function actOn(
  context: ActionContext,
  act: Release['act'],
  decisions: readonly Releasable[],
  isLetGo: (decision: Releasable) => boolean,
): Promise<void> {
  const { db, vault, now, actor } = context;
  const staffId = actor.kind === 'staff' ? actor.staffId : null;
  for (let at = 0; at < decisions.length; at += DECISIONS_A_CHUNK) {
    const chunk = decisions.slice(at, at + DECISIONS_A_CHUNK);
    const letGo = await findDecisions(db, vault, idsOf(chunk.filter(isLetGo)));
    await db.transaction(async (transaction) => {
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
    });
  }
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
