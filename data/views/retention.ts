import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { PersonKept, Since } from '../../scoring/safeguards/retention.ts';
import type { Database } from '../database.ts';

export interface PersonToJudge {
  readonly personId: number;
  readonly kept: PersonKept;
}

export interface PersonsPage {
  readonly portfolioId: number;
  readonly afterPersonId: number;
  readonly limit: number;
}

/**
 * The next persons of a portfolio with what keeps their records, in order of their number. Those of whom only figures
 * are left are passed over. An application is answered when it is decided or has lapsed: its own day counts.
 */
export async function listPersonsToJudge(
  db: Database,
  { portfolioId, afterPersonId, limit }: PersonsPage,
): Promise<readonly PersonToJudge[]> {
  const persons = await db('persons')
    .where({ portfolio_id: portfolioId, pseudonymised_at: null })
    .andWhere('id', '>', afterPersonId)
    .orderBy('id')
    .limit(limit)
    .select<{ id: number; obtained_on: IsoDate }[]>('id', 'obtained_on');
  const ids = persons.map(({ id }) => id);
  const [claims, applications, decisions, reviews, rights, contacts, holds] = await Promise.all([
    claimsOf(db, ids),
    newest(db, 'applications', 'happened_on', ids),
    newest(db, 'decisions', 'decided_at', ids),
    reviewsOf(db, ids),
    rightsOf(db, ids),
    newest(db, 'contacts', 'happened_on', ids),
    db('retention_holds').whereIn('person_id', ids).whereNull('lifted_at').pluck<number[]>('person_id'),
  ]);
  const held = new Set(holds);
  return persons.map(({ id, obtained_on: obtainedOn }) => {
    const claim = claims.get(id) ?? { ended: null, contractsEnded: null };
    const applied = applications.get(id) ?? null;
    return {
      personId: id,
      kept: {
        claimsEnded: claim.ended,
        contractsEnded: claim.contractsEnded,
        applicationsAnswered: applied,
        decisionsEnded: laterOf(decisions.get(id) ?? null, laterOf(claim.ended, applied)),
        reviewsAnswered: reviews.get(id) ?? null,
        rightsAnswered: rights.get(id) ?? null,
        lastContactOn: contacts.get(id) ?? obtainedOn,
        held: held.has(id),
      },
    };
  });
}

/** A decision is needed as long as what it was about; nothing decided, nothing needed. */
function laterOf(a: Since, b: Since): Since {
  if (a === null || b === null) return a === null ? null : a;
  if (a === 'open' || b === 'open') return 'open';
  return a > b ? a : b;
}

interface ClaimsEnded {
  readonly ended: Since;
  readonly contractsEnded: Since;
}

async function claimsOf(
  db: Database,
  personIds: readonly number[],
): Promise<ReadonlyMap<number, ClaimsEnded>> {
  const rows = await db('claims')
    .leftJoin(
      db('claim_events')
        .where({ kind: 'closed' })
        .groupBy('claim_id')
        .select('claim_id')
        .max({ closed_on: 'happened_on' })
        .as('closings'),
      'closings.claim_id',
      'claims.id',
    )
    .whereIn('claims.person_id', personIds)
    .select<{ person_id: number; contract_ended_on: IsoDate | null; closed_on: IsoDate | null }[]>(
      'claims.person_id',
      'claims.contract_ended_on',
      'closings.closed_on',
    );
  const found = new Map<number, ClaimsEnded>();
  for (const { person_id: personId, contract_ended_on: contractEnded, closed_on: closed } of rows) {
    const known = found.get(personId);
    const ended: Since = closed ?? 'open';
    // What is still owed keeps the contract alive, whatever its own end.
    const contract: Since =
      closed === null ? 'open' : contractEnded !== null && contractEnded > closed ? contractEnded : closed;
    found.set(personId, {
      ended: known === undefined ? ended : latest(known.ended, ended),
      contractsEnded: known === undefined ? contract : latest(known.contractsEnded, contract),
    });
  }
  return found;
}

function latest(a: Since, b: Since): Since {
  if (a === null) return b;
  return laterOf(a, b ?? a);
}

async function newest(
  db: Database,
  table: string,
  column: string,
  personIds: readonly number[],
): Promise<ReadonlyMap<number, IsoDate>> {
  const rows = await db(table)
    .whereIn('person_id', personIds)
    .groupBy('person_id')
    .select('person_id')
    .max({ at: column })
    .then((found) => found as unknown as readonly { person_id: number; at: string }[]);
  return new Map(rows.map(({ person_id: id, at }) => [id, at.slice(0, 10)]));
}

async function reviewsOf(db: Database, personIds: readonly number[]): Promise<ReadonlyMap<number, Since>> {
  const open = await db('reviews')
    .whereIn('person_id', personIds)
    .whereNotIn('state', ['decided', 'notified', 'withdrawn'])
    .pluck<number[]>('person_id');
  const ended: ReadonlyMap<number, Since> = await newest(db, 'review_events', 'at', personIds);
  return new Map([...ended, ...open.map((id): readonly [number, Since] => [id, 'open'])]);
}

async function rightsOf(db: Database, personIds: readonly number[]): Promise<ReadonlyMap<number, Since>> {
  const rows = await db('rights_requests')
    .whereIn('person_id', personIds)
    .select<{ person_id: number; state: string; received_at: IsoInstant; answered_at: IsoInstant | null }[]>(
      'person_id',
      'state',
      'received_at',
      'answered_at',
    );
  const found = new Map<number, Since>();
  for (const row of rows) {
    const isOver = row.state === 'answered' || row.state === 'withdrawn';
    const since: Since = isOver ? (row.answered_at ?? row.received_at).slice(0, 10) : 'open';
    found.set(row.person_id, latest(found.get(row.person_id) ?? null, since));
  }
  return found;
}
