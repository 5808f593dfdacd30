import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Sight } from '../../scoring/safeguards/access.ts';
import type { Database } from '../database.ts';

/** Somebody of the staff opened something about a person, in a page or through the API. */
export interface Access {
  readonly personId: number;
  readonly staffId: number;
  readonly role: string;
  readonly what: Sight;
  readonly via: 'page' | 'api';
  readonly at: IsoInstant;
}

const HOUR = '2026-01-01T00'.length;

/** The same look within the hour is kept once, so that a busy page costs one small insert. */
export async function insertAccesses(db: Database, accesses: readonly Access[]): Promise<void> {
  if (accesses.length === 0) return;
  await db('accesses')
    .insert(
      accesses.map(({ personId, staffId, role, what, via, at }) => ({
        person_id: personId,
        staff_id: staffId,
        role,
        what,
        via,
        at,
        hour: at.slice(0, HOUR),
      })),
    )
    .onConflict(['person_id', 'staff_id', 'what', 'via', 'hour'])
    .ignore();
}

/** Newest first. */
export async function listAccesses(
  db: Database,
  personId: number,
  limit: number,
): Promise<readonly (Access & { readonly staffName: string })[]> {
  const rows = (await db('accesses')
    .join('staff', 'staff.id', 'accesses.staff_id')
    .where({ person_id: personId })
    .orderBy('accesses.id', 'desc')
    .limit(limit)
    .select('accesses.*', 'staff.display_name')) as AccessRow[];
  return rows.map((row) => ({
    personId: row.person_id,
    staffId: row.staff_id,
    role: row.role,
    what: row.what,
    via: row.via,
    at: row.at,
    staffName: row.display_name,
  }));
}

interface AccessRow {
  readonly person_id: number;
  readonly staff_id: number;
  readonly role: string;
  readonly what: Sight;
  readonly via: Access['via'];
  readonly at: IsoInstant;
  readonly display_name: string;
}
