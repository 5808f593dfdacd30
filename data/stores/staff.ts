import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';

export interface StaffMember {
  readonly staffId: number;
  readonly username: string;
  readonly displayName: string;
  /** Null: cannot sign in with a password. */
  readonly passwordHash: string | null;
  readonly roles: readonly string[];
  readonly language: Language;
  /** Made for trying things out; ends with the first real import. */
  readonly demo: boolean;
  readonly createdAt: IsoInstant;
  readonly disabledAt: IsoInstant | null;
}

export type NewStaffMember = Omit<StaffMember, 'staffId' | 'disabledAt'>;

export async function insertStaff(db: Database, member: NewStaffMember): Promise<number> {
  const [row] = (await db('staff')
    .insert({
      username: normalUsername(member.username),
      display_name: member.displayName,
      password_hash: member.passwordHash,
      roles: JSON.stringify(member.roles),
      language: member.language,
      demo: member.demo ? 1 : 0,
      created_at: member.createdAt,
    })
    .returning('id')) as { id: number }[];
  if (row === undefined) throw new Error('staff: the database returned no id');
  return row.id;
}

export async function findStaff(db: Database, staffId: number): Promise<StaffMember | null> {
  return memberOf(await db<StaffRow>('staff').where({ id: staffId }).first());
}

export async function findStaffByUsername(db: Database, username: string): Promise<StaffMember | null> {
  return memberOf(
    await db<StaffRow>('staff')
      .where({ username: normalUsername(username) })
      .first(),
  );
}

export async function listStaff(db: Database): Promise<readonly StaffMember[]> {
  const rows = await db<StaffRow>('staff').orderBy('id');
  return rows.map((row) => memberOf(row)).filter((member) => member !== null);
}

export async function updateStaffPassword(
  db: Database,
  staffId: number,
  passwordHash: string,
): Promise<void> {
  await db('staff').where({ id: staffId }).update({ password_hash: passwordHash });
}

export async function updateStaffRoles(
  db: Database,
  staffId: number,
  roles: readonly string[],
): Promise<void> {
  await db('staff')
    .where({ id: staffId })
    .update({ roles: JSON.stringify(roles) });
}

/** A member who leaves is never deleted: their votes and entries in the audit trail name them. */
export async function disableStaff(db: Database, staffId: number, now: IsoInstant): Promise<void> {
  await db('staff').where({ id: staffId }).update({ disabled_at: now, password_hash: null });
}

/** Ends every demo sign-in; the rows stay, because votes and the audit trail may name them. */
export async function disableDemoStaff(db: Database, now: IsoInstant): Promise<number> {
  return db('staff').where({ demo: 1, disabled_at: null }).update({ disabled_at: now, password_hash: null });
}

/** "Planner1 " and "planner1" are the same person. */
export function normalUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

interface StaffRow {
  readonly id: number;
  readonly username: string;
  readonly display_name: string;
  readonly password_hash: string | null;
  readonly roles: string;
  readonly language: Language;
  readonly demo: number;
  readonly created_at: IsoInstant;
  readonly disabled_at: IsoInstant | null;
}

function memberOf(row: StaffRow | undefined): StaffMember | null {
  if (row === undefined) return null;
  return {
    staffId: row.id,
    username: row.username,
    displayName: row.display_name,
    passwordHash: row.password_hash,
    roles: JSON.parse(row.roles) as string[],
    language: row.language,
    demo: row.demo === 1,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}
