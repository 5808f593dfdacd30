import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { insertMany } from '../bulk.ts';
import type { Database } from '../database.ts';

/** Somebody let a measure go, confirmed it as the second person, or stopped it. A row is never changed. */
export interface Release {
  readonly decisionId: number;
  readonly personId: number;
  readonly act: 'release' | 'confirm' | 'reject';
  readonly staffId: number | null;
  readonly at: IsoInstant;
}

/**
 * Stores acts of release. The database refuses a second act of the same kind on a decision, and two acts by the same
 * person on it: two people means two.
 */
export async function insertReleases(db: Database, releases: readonly Release[]): Promise<void> {
  await insertMany(
    db,
    'releases',
    releases.map(({ decisionId, personId, act, staffId, at }) => ({
      decision_id: decisionId,
      person_id: personId,
      act,
      staff_id: staffId,
      at,
    })),
  );
}

export async function listReleasesOf(db: Database, decisionId: number): Promise<readonly Release[]> {
  return (await db('releases').where({ decision_id: decisionId }).orderBy('id').select({
    decisionId: 'decision_id',
    personId: 'person_id',
    act: 'act',
    staffId: 'staff_id',
    at: 'at',
  })) as Release[];
}
