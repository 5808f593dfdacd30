import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { AuditEntry } from '../audit/chain.ts';
import { openDetails } from '../audit/details.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

export interface TrailFilter {
  readonly action: string | null;
  readonly personId: number | null;
  /** Only entries with a smaller number: the next page. */
  readonly before: number | null;
}

/** An entry for reading: its details opened, or null when they went with their erased person. */
export interface TrailEntry {
  readonly seq: number;
  readonly at: IsoInstant;
  readonly actorKind: AuditEntry['actorKind'];
  readonly actorId: number | null;
  readonly actorName: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: number | null;
  readonly personId: number | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** Newest first. */
export async function listTrail(
  db: Database,
  vault: Vault,
  filter: TrailFilter,
  limit: number,
): Promise<readonly TrailEntry[]> {
  const query = db('audit_entries')
    .leftJoin('staff', (join) => {
      void join
        .on('staff.id', 'audit_entries.actor_id')
        .andOn('audit_entries.actor_kind', '=', db.raw('?', ['staff']));
    })
    .orderBy('audit_entries.seq', 'desc')
    .limit(limit)
    .select('audit_entries.*', 'staff.display_name');
  if (filter.action !== null) void query.where('audit_entries.action', filter.action);
  if (filter.personId !== null) void query.where('audit_entries.person_id', filter.personId);
  if (filter.before !== null) void query.where('audit_entries.seq', '<', filter.before);
  const rows = (await query) as Row[];
  const keys = await vault.keysFor(
    db,
    rows.flatMap((row) => (row.person_id === null ? [] : [row.person_id])),
  );
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.display_name,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    personId: row.person_id,
    details: openDetails(vault, row.person_id === null ? undefined : keys.get(row.person_id), row),
  }));
}

export async function listTrailActions(db: Database): Promise<readonly string[]> {
  return db('audit_entries').distinct('action').orderBy('action').pluck<string[]>('action');
}

export async function countTrail(db: Database): Promise<number> {
  const row = await db('audit_entries').first<{ count: number }>(db.raw('count(*) as count'));
  return Number(row?.count ?? 0);
}

interface Row {
  readonly seq: number;
  readonly at: IsoInstant;
  readonly actor_kind: AuditEntry['actorKind'];
  readonly actor_id: number | null;
  readonly display_name: string | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: number | null;
  readonly person_id: number | null;
  readonly payload: Buffer;
}
