import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonNow } from '../../scoring/safeguards/carry-out.ts';
import type { Database } from '../database.ts';
import { needsOfPersons } from '../stores/support-needs.ts';

const NOBODY: PersonNow = { restricted: false, needs: [] };
const PERSONS_A_QUERY = 5_000;

/** What stands between measures and these persons on a day: what is asked before anything is carried out or given out. */
export async function readPersonsNow(
  db: Database,
  personIds: readonly number[],
  on: IsoDate,
): Promise<(personId: number) => PersonNow> {
  const ids = [...new Set(personIds)];
  const restricted = await restrictedAmong(db, ids, on);
  const needs = await needsOfPersons(db, ids, on);
  return (personId) => {
    const isRestricted = restricted.has(personId);
    const told = needs.get(personId);
    return !isRestricted && told === undefined
      ? NOBODY
      : { restricted: isRestricted, needs: told ?? NOBODY.needs };
  };
}

/** Those whose data are only kept on a day (GDPR art. 18). */
async function restrictedAmong(
  db: Database,
  personIds: readonly number[],
  on: IsoDate,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let at = 0; at < personIds.length; at += PERSONS_A_QUERY) {
    const ids = await db('restrictions')
      .whereIn('person_id', personIds.slice(at, at + PERSONS_A_QUERY))
      .andWhere({ kind: 'restricted' })
      .andWhere('from_on', '<=', on)
      .andWhere((open) => void open.whereNull('to_on').orWhere('to_on', '>', on))
      .distinct('person_id')
      .pluck<number[]>('person_id');
    for (const id of ids) found.add(id);
  }
  return found;
}
