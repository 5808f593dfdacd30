import type { Knex } from 'knex';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Mandate, MandateScope } from '../../scoring/safeguards/mandate.ts';
import type { ProofMethod } from '../../scoring/safeguards/identity-proof.ts';
import type { Database } from '../database.ts';
import { openRepresentative, type RepresentativeIdentity, sealRepresentative } from '../identity.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** A mandate with whom it is for and who recorded, confirmed and ended it. */
export interface StoredMandate extends Mandate {
  readonly mandateId: number;
  readonly personId: number;
  readonly representativeId: number;
  readonly replacesPerson: boolean;
  /** How the representative showed who they are. */
  readonly proof: ProofMethod;
  readonly recordedBy: number;
  readonly recordedAt: IsoInstant;
  readonly confirmedBy: number | null;
  readonly endedBy: MandateEnder | null;
  /** Name and contact; null once the person they act for is erased. */
  readonly identity: RepresentativeIdentity | null;
  /** What shows the mandate: a court ruling, a deed, a letter. */
  readonly basis: string | null;
}

export type MandateEnder = 'staff' | 'person' | 'representative';

export type NewMandate = Omit<
  StoredMandate,
  'mandateId' | 'confirmedAt' | 'confirmedBy' | 'endedAt' | 'endedBy' | 'identity' | 'basis'
> & { readonly identity: RepresentativeIdentity; readonly basis: string };

const BASIS = 'mandate basis';
/** SQLite takes at most 32,766 variables in a statement. */
const PERSONS_A_QUERY = 10_000;

export async function insertMandate(db: Database, vault: Vault, mandate: NewMandate): Promise<number> {
  const key = await vault.keyFor(db, mandate.personId);
  const [row] = await db('mandates')
    .insert({
      person_id: mandate.personId,
      representative_id: mandate.representativeId,
      kind: mandate.kind,
      scope: mandate.scope.kind,
      claim_id: mandate.scope.kind === 'claim' ? mandate.scope.claimId : null,
      identity_sealed: sealRepresentative(vault, key, mandate.identity),
      proof: mandate.proof,
      basis_sealed: vault.seal(key, mandate.basis, BASIS),
      valid_from: mandate.validFrom,
      valid_until: mandate.validUntil,
      replaces_person: mandate.replacesPerson ? 1 : 0,
      recorded_by: mandate.recordedBy,
      recorded_at: mandate.recordedAt,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('mandates: the database returned no id');
  return row.id;
}

export async function findMandate(
  db: Database,
  vault: Vault,
  mandateId: number,
): Promise<StoredMandate | null> {
  return (await listed(db, vault, { id: mandateId }))[0] ?? null;
}

/** Newest first. */
export function listMandatesFor(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly StoredMandate[]> {
  return listed(db, vault, { person_id: personId });
}

export function listMandatesOf(
  db: Database,
  vault: Vault,
  representativeId: number,
): Promise<readonly StoredMandate[]> {
  return listed(db, vault, { representative_id: representativeId });
}

/** Of each person with any, newest first. */
export async function listMandatesForPersons(
  db: Database,
  vault: Vault,
  personIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredMandate[]>> {
  const found = new Map<number, StoredMandate[]>();
  const wanted = [...new Set(personIds)];
  for (let at = 0; at < wanted.length; at += PERSONS_A_QUERY) {
    const some = wanted.slice(at, at + PERSONS_A_QUERY);
    for (const mandate of await listed(db, vault, (query) => void query.whereIn('person_id', some)))
      found.set(mandate.personId, [...(found.get(mandate.personId) ?? []), mandate]);
  }
  return found;
}

/** Recorded and neither confirmed nor ended: work for a second person. Oldest first. */
export async function listUnconfirmedMandates(
  db: Database,
  vault: Vault,
  limit: number,
): Promise<readonly StoredMandate[]> {
  const rows = await listed(db, vault, { confirmed_at: null, ended_at: null });
  return [...rows].reverse().slice(0, limit);
}

/** Returns false when somebody was quicker. */
export async function confirmMandate(
  db: Database,
  mandateId: number,
  by: { readonly staffId: number; readonly now: IsoInstant },
): Promise<boolean> {
  const changed = await db('mandates')
    .where({ id: mandateId, confirmed_at: null, ended_at: null })
    .update({ confirmed_by: by.staffId, confirmed_at: by.now });
  return changed > 0;
}

/** Returns false when it had ended before. */
export async function endMandate(
  db: Database,
  mandateId: number,
  endedBy: MandateEnder,
  now: IsoInstant,
): Promise<boolean> {
  const changed = await db('mandates')
    .where({ id: mandateId, ended_at: null })
    .update({ ended_at: now, ended_by: endedBy });
  return changed > 0;
}

/** Whether somebody acts instead of this person today, and not only beside them. */
export async function isReplaced(db: Database, personId: number, today: IsoDate): Promise<boolean> {
  const row = await db('mandates')
    .where({ person_id: personId, replaces_person: 1, ended_at: null })
    .whereNotNull('confirmed_at')
    .andWhere('valid_from', '<=', today)
    .andWhere((query) => void query.whereNull('valid_until').orWhere('valid_until', '>=', today))
    .first<{ id: number } | undefined>('id');
  return row !== undefined;
}

async function listed(
  db: Database,
  vault: Vault,
  where: Readonly<Record<string, unknown>> | ((query: Knex.QueryBuilder) => void),
): Promise<readonly StoredMandate[]> {
  const rows = await db('mandates').where(where).orderBy('id', 'desc').select<MandateRow[]>();
  return openRows(db, vault, rows, (row, { key, open }) => {
    return {
      mandateId: row.id,
      personId: row.person_id,
      representativeId: row.representative_id,
      kind: row.kind,
      scope: scopeOf(row),
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      replacesPerson: row.replaces_person === 1,
      proof: row.proof,
      recordedBy: row.recorded_by,
      recordedAt: row.recorded_at,
      confirmedBy: row.confirmed_by,
      confirmedAt: row.confirmed_at,
      endedAt: row.ended_at,
      endedBy: row.ended_by,
      identity: openRepresentative(vault, key, row.identity_sealed),
      basis: open(row.basis_sealed, BASIS),
    };
  });
}

function scopeOf({ id, scope, claim_id: claimId }: MandateRow): MandateScope {
  if (scope !== 'claim') return { kind: scope };
  if (claimId === null) throw new Error(`mandate ${id}: its claim is not named`);
  return { kind: 'claim', claimId };
}

interface MandateRow {
  readonly id: number;
  readonly person_id: number;
  readonly representative_id: number;
  readonly kind: Mandate['kind'];
  readonly scope: MandateScope['kind'];
  readonly claim_id: number | null;
  readonly identity_sealed: Buffer;
  readonly proof: ProofMethod;
  readonly basis_sealed: Buffer;
  readonly valid_from: IsoDate;
  readonly valid_until: IsoDate | null;
  readonly replaces_person: number;
  readonly recorded_by: number;
  readonly recorded_at: IsoInstant;
  readonly confirmed_by: number | null;
  readonly confirmed_at: IsoInstant | null;
  readonly ended_at: IsoInstant | null;
  readonly ended_by: MandateEnder | null;
}
