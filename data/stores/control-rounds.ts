import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** Control questions that were put to somebody on the telephone. The answers are kept nowhere. */
export interface ControlRound {
  readonly roundId: number;
  readonly personId: number;
  readonly staffId: number;
  /** Draws the same questions again. */
  readonly seed: number;
  /** Null until it is judged. */
  readonly passed: boolean | null;
}

export async function insertControlRound(
  db: Database,
  round: Omit<ControlRound, 'roundId' | 'passed'> & { readonly on: IsoDate; readonly openedAt: IsoInstant },
): Promise<number> {
  const [row] = await db('control_rounds')
    .insert({
      person_id: round.personId,
      staff_id: round.staffId,
      seed: round.seed,
      on: round.on,
      opened_at: round.openedAt,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('control_rounds: the database returned no id');
  return row.id;
}

export async function findControlRound(db: Database, roundId: number): Promise<ControlRound | null> {
  const row = await db('control_rounds').where({ id: roundId }).first<RoundRow | undefined>();
  return row === undefined ? null : roundOf(row);
}

/** Begun on that day and not judged: it is gone on with, so that nobody draws until the questions suit them. */
export async function findOpenRound(
  db: Database,
  personId: number,
  on: IsoDate,
): Promise<ControlRound | null> {
  const row = await db('control_rounds')
    .where({ person_id: personId, on, judged_at: null })
    .orderBy('id')
    .first<RoundRow | undefined>();
  return row === undefined ? null : roundOf(row);
}

export async function countFailedRounds(db: Database, personId: number, on: IsoDate): Promise<number> {
  const [row] = (await db('control_rounds')
    .where({ person_id: personId, on, passed: 0 })
    .count({ count: '*' })) as {
    count: number;
  }[];
  return Number(row?.count ?? 0);
}

/** Returns false when it was judged before. */
export async function judgeControlRound(
  db: Database,
  roundId: number,
  passed: boolean,
  now: IsoInstant,
): Promise<boolean> {
  const changed = await db('control_rounds')
    .where({ id: roundId, judged_at: null })
    .update({ judged_at: now, passed: passed ? 1 : 0 });
  return changed > 0;
}

interface RoundRow {
  readonly id: number;
  readonly person_id: number;
  readonly staff_id: number;
  readonly seed: number;
  readonly passed: number | null;
}

function roundOf(row: RoundRow): ControlRound {
  return {
    roundId: row.id,
    personId: row.person_id,
    staffId: row.staff_id,
    seed: row.seed,
    passed: row.passed === null ? null : row.passed === 1,
  };
}
