import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Restriction } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';

/** A restriction, an objection or another brake in force on a person's data. */
export interface Brake {
  readonly id: number;
  readonly kind: Restriction['kind'];
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

/** The name of the brake that a request to use a right sets, so that its answer finds it again. */
export function brakeOfRequest(requestId: number): string {
  return `rights request ${requestId}`;
}

const NEED = 'support need ';

/** The name of the brake that a need for relief sets, so that its end finds it again. */
export function brakeOfNeed(needId: number): string {
  return `${NEED}no. ${needId}`;
}

/** Sets a brake from today on; the same one of the same request is set once. */
export async function insertBrake(
  db: Database,
  brake: {
    readonly personId: number;
    readonly kind: Restriction['kind'];
    readonly from: IsoDate;
    /** Its end, exclusive; open without one. */
    readonly to?: IsoDate;
    /** The one claim it is about; everything of the person without one. */
    readonly claimId?: number;
    readonly because: string;
  },
): Promise<void> {
  const person = await db('persons')
    .where({ id: brake.personId })
    .first<{ portfolio_id: number } | undefined>('portfolio_id');
  if (person === undefined) throw new Error(`person ${brake.personId} is not on record`);
  await db('restrictions')
    .insert({
      portfolio_id: person.portfolio_id,
      external_id: brake.because,
      source: 'person',
      obtained_on: brake.from,
      valid_until: null,
      person_id: brake.personId,
      kind: brake.kind,
      from_on: brake.from,
      to_on: brake.to ?? null,
      claim_id: brake.claimId ?? null,
    })
    .onConflict(['portfolio_id', 'external_id'])
    .ignore();
}

/** In force on a day, the oldest first. */
export async function listBrakes(db: Database, personId: number, on: IsoDate): Promise<readonly Brake[]> {
  const rows = await db('restrictions')
    .where({ person_id: personId })
    .andWhere('from_on', '<=', on)
    .andWhere((open) => void open.whereNull('to_on').orWhere('to_on', '>', on))
    .orderBy('id')
    .select<{ id: number; kind: Restriction['kind']; from_on: IsoDate; to_on: IsoDate | null }[]>(
      'id',
      'kind',
      'from_on',
      'to_on',
    );
  return rows.map((row) => ({ id: row.id, kind: row.kind, from: row.from_on, to: row.to_on }));
}

/** Whether the data of a person are only kept on a day for something else than what is named. */
export async function isRestrictedBesides(
  db: Database,
  personId: number,
  because: string,
  on: IsoDate,
): Promise<boolean> {
  const other: unknown = await db('restrictions')
    .where({ person_id: personId, kind: 'restricted' })
    .andWhere('from_on', '<=', on)
    .andWhere((open) => void open.whereNull('to_on').orWhere('to_on', '>', on))
    .andWhere((named) => void named.whereNull('external_id').orWhereNot('external_id', because))
    .first('id');
  return other !== undefined;
}

/** Whether something keeps the data from being used on a day: then whatever else ends, they are not used again. */
export async function isHeldStill(db: Database, personId: number, on: IsoDate): Promise<boolean> {
  const brakes = await listBrakes(db, personId, on);
  return brakes.some(({ kind }) => kind === 'restricted' || kind === 'objection');
}

/** Ends what a request set, on an exclusive day; what ends sooner stays as it is. */
export async function endBrake(db: Database, personId: number, because: string, to: IsoDate): Promise<void> {
  await db('restrictions')
    .where({ person_id: personId, external_id: because })
    .andWhere((open) => void open.whereNull('to_on').orWhere('to_on', '>', to))
    .update({ to_on: to });
}

/** Moves the end of a brake on. */
export async function extendBrake(
  db: Database,
  personId: number,
  because: string,
  to: IsoDate,
): Promise<void> {
  await db('restrictions').where({ person_id: personId, external_id: because }).update({ to_on: to });
}

/** Ends what the person's needs for relief set; hardship that came another way has its own consent and its own end. */
export async function endBrakesOfNeeds(db: Database, personId: number, to: IsoDate): Promise<void> {
  await db('restrictions')
    .where({ person_id: personId, kind: 'hardship' })
    .andWhere('external_id', 'like', `${NEED}%`)
    .andWhere('to_on', '>', to)
    .update({ to_on: to });
}

/** Ends one brake of a person. False: there is none such that is still open. */
export async function endBrakeById(
  db: Database,
  brake: { readonly id: number; readonly personId: number },
  to: IsoDate,
): Promise<boolean> {
  const ended = await db('restrictions')
    .where({ id: brake.id, person_id: brake.personId, to_on: null })
    .update({ to_on: to });
  return ended === 1;
}
