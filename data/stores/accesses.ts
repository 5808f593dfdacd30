import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Sight } from '../../scoring/safeguards/access.ts';
import { insertNew } from '../bulk.ts';
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
const DAY = '2026-01-01'.length;

/** Seen among others, somebody is seen all day: what was opened is kept by the hour. */
function spanOf({ what, at }: Access): string {
  return what === 'list' || what === 'export' ? `${at.slice(0, DAY)}T--` : at.slice(0, HOUR);
}

/**
 * The same look within the hour is kept once, and a list once a day, so that a busy page costs one small insert and a
 * list of a hundred thousand no more than a row a person.
 */
export async function insertAccesses(db: Database, accesses: readonly Access[]): Promise<void> {
  await insertNew(
    db,
    'accesses',
    accesses.map((access) => ({
      person_id: access.personId,
      staff_id: access.staffId,
      role: access.role,
      what: access.what,
      via: access.via,
      at: access.at,
      hour: spanOf(access),
    })),
    ['person_id', 'staff_id', 'what', 'via', 'hour'],
  );
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
