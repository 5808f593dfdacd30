import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import { insertNew } from '../bulk.ts';
import type { Database } from '../database.ts';

/** A person's act on a recommended measure. Measures with legal effect need two acts by two people. */
export interface Release {
  readonly decisionId: number;
  readonly personId: number;
  readonly act: 'release' | 'confirm' | 'reject';
  /** Null: released by the policy itself, where it says that no person is needed. */
  readonly staffId: number | null;
  readonly at: IsoInstant;
  /** What was let go in place of the recommended measure, and the need it was changed for; without: what was recommended. */
  readonly instead?: { readonly measure: string; readonly because: SupportNeed } | null;
}

/**
 * Records acts and tells how many were new. An act of the same kind on the same decision counts once; a second act by
 * the same member of staff on a decision is refused by the database itself: it throws, and nothing is recorded.
 */
export async function insertReleases(db: Database, releases: readonly Release[]): Promise<number> {
  return insertNew(
    db,
    'releases',
    releases.map((release) => ({
      decision_id: release.decisionId,
      person_id: release.personId,
      act: release.act,
      staff_id: release.staffId,
      at: release.at,
      measure: release.instead?.measure ?? null,
      because: release.instead?.because ?? null,
    })),
    ['decision_id', 'act'],
  );
}

const DECISIONS_A_QUERY = 10_000;

/** In the order they were made. */
export async function listReleases(
  db: Database,
  decisionIds: readonly number[],
): Promise<readonly Release[]> {
  const releases: Release[] = [];
  for (let at = 0; at < decisionIds.length; at += DECISIONS_A_QUERY) {
    const rows = await db('releases')
      .whereIn('decision_id', decisionIds.slice(at, at + DECISIONS_A_QUERY))
      .orderBy('id')
      .select<ReleaseRow[]>();
    for (const row of rows) {
      releases.push({
        decisionId: row.decision_id,
        personId: row.person_id,
        act: row.act,
        staffId: row.staff_id,
        at: row.at,
        instead:
          row.measure === null || row.because === null
            ? null
            : { measure: row.measure, because: row.because },
      });
    }
  }
  return releases;
}

interface ReleaseRow {
  readonly decision_id: number;
  readonly person_id: number;
  readonly act: Release['act'];
  readonly staff_id: number | null;
  readonly at: IsoInstant;
  readonly measure: string | null;
  readonly because: SupportNeed | null;
}
