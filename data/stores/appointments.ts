import type { Appointment, AppointedAs } from '../../scoring/review/appointments.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export interface NewAppointment {
  readonly staffId: number;
  readonly as: AppointedAs;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly trainedOn: IsoDate | null;
  readonly upToCents: number | null;
  /** Of where they live (`addressIndex`); null when they did not tell. */
  readonly addressIndex: string | null;
  readonly appointedAt: IsoInstant;
  readonly appointedBy: number | null;
}

export async function insertAppointment(db: Database, appointment: NewAppointment): Promise<number> {
  const [row] = await db('committee_appointments')
    .insert({
      staff_id: appointment.staffId,
      appointed_as: appointment.as,
      valid_from: appointment.from,
      valid_until: appointment.until,
      trained_on: appointment.trainedOn,
      up_to_cents: appointment.upToCents,
      address_index: appointment.addressIndex,
      appointed_at: appointment.appointedAt,
      appointed_by: appointment.appointedBy,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('committee_appointments: the database returned no id');
  return row.id;
}

/** False: it was ended before, or there is none. */
export async function endAppointment(
  db: Database,
  appointmentId: number,
  endedAt: IsoInstant,
  endedBy: number | null,
): Promise<boolean> {
  const ended = await db('committee_appointments')
    .where({ id: appointmentId, ended_at: null })
    .update({ ended_at: endedAt, ended_by: endedBy });
  return ended === 1;
}

export interface StoredAppointment extends Appointment {
  readonly name: string;
  /** The account was closed: whoever it was has left. */
  readonly accountClosedAt: IsoInstant | null;
  readonly addressIndex: string | null;
  /** Null: taken over from before appointments were recorded. */
  readonly appointedBy: number | null;
}

/** All there ever were, oldest first. */
export async function listAppointments(db: Database): Promise<readonly StoredAppointment[]> {
  const rows = await db('committee_appointments as appointed')
    .join('staff', 'staff.id', 'appointed.staff_id')
    .orderBy('appointed.id')
    .select<Row[]>('appointed.*', 'staff.display_name', 'staff.disabled_at');
  return rows.map((row) => ({
    appointmentId: row.id,
    staffId: row.staff_id,
    as: row.appointed_as,
    from: row.valid_from,
    until: row.valid_until,
    trainedOn: row.trained_on,
    upToCents: row.up_to_cents,
    endedAt: row.ended_at ?? row.disabled_at,
    name: row.display_name,
    accountClosedAt: row.disabled_at,
    addressIndex: row.address_index,
    appointedBy: row.appointed_by,
  }));
}

interface Row {
  readonly id: number;
  readonly staff_id: number;
  readonly appointed_as: AppointedAs;
  readonly valid_from: IsoDate;
  readonly valid_until: IsoDate | null;
  readonly trained_on: IsoDate | null;
  readonly up_to_cents: number | null;
  readonly address_index: string | null;
  readonly appointed_by: number | null;
  readonly ended_at: IsoInstant | null;
  readonly display_name: string;
  readonly disabled_at: IsoInstant | null;
}

export interface FoundConflict {
  readonly staffId: number;
  readonly kind: 'same_address';
}

/** A conflict found twice counts once. */
export async function insertFoundConflicts(
  db: Database,
  reviewId: number,
  found: readonly FoundConflict[],
  foundAt: IsoInstant,
): Promise<void> {
  if (found.length === 0) return;
  await db('found_conflicts')
    .insert(
      found.map(({ staffId, kind }) => ({ review_id: reviewId, staff_id: staffId, kind, found_at: foundAt })),
    )
    .onConflict(['review_id', 'staff_id', 'kind'])
    .ignore();
}
