import type { Knex } from 'knex';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { PauseReason, Terms } from '../../scoring/review/offers.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

export type OfferState = 'asked' | 'accepted' | 'refused' | 'withdrawn';

/** A plan or a pause that a person asked for, and what came of it. */
export interface Offer {
  readonly offerId: number;
  readonly personId: number;
  readonly claimId: number;
  readonly terms: Terms;
  readonly state: OfferState;
  readonly askedAt: IsoInstant;
  readonly words: string;
  /** Last day of the answer. */
  readonly dueOn: IsoDate;
  /** Null: not answered, or accepted by the terms without a person. */
  readonly answeredBy: number | null;
  readonly answeredAt: IsoInstant | null;
  readonly reasons: string;
}

const WORDS = 'offer words';
const REASONS = 'offer reasons';

/** Null: one about the same claim is open already. */
export async function insertOffer(
  db: Database,
  vault: Vault,
  offer: Omit<Offer, 'offerId' | 'answeredBy' | 'reasons'>,
): Promise<number | null> {
  const key = await vault.keyFor(db, offer.personId);
  const { terms } = offer;
  const rows = await db('offers')
    .insert({
      person_id: offer.personId,
      claim_id: offer.claimId,
      kind: terms.kind,
      state: offer.state,
      asked_at: offer.askedAt,
      instalment_cents: terms.kind === 'plan' ? terms.instalmentCents : null,
      instalments: terms.kind === 'plan' ? terms.instalments : null,
      first_due_on: terms.kind === 'plan' ? terms.firstDueOn : null,
      reason: terms.kind === 'pause' ? terms.reason : null,
      pause_to: terms.kind === 'pause' ? terms.to : null,
      words_sealed: offer.words === '' ? null : vault.seal(key, offer.words, WORDS),
      due_on: offer.dueOn,
      answered_at: offer.answeredAt,
    })
    .onConflict()
    .ignore()
    .returning<{ id: number }[]>('id');
  return rows[0]?.id ?? null;
}

/** Newest first. */
export async function listOffersOfPerson(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly Offer[]> {
  return opened(
    db,
    vault,
    await db('offers').where({ person_id: personId }).orderBy('id', 'desc').select<OfferRow[]>(),
  );
}

/** Null when there is none, or the person is erased. */
export async function findOffer(db: Database, vault: Vault, id: number): Promise<Offer | null> {
  return (await opened(db, vault, await db('offers').where({ id }).select<OfferRow[]>()))[0] ?? null;
}

/** Waiting for an answer, what is due first first. */
export async function listOpenOffers(db: Database, vault: Vault, limit: number): Promise<readonly Offer[]> {
  return opened(
    db,
    vault,
    await db('offers').where({ state: 'asked' }).orderBy(['due_on', 'id']).limit(limit).select<OfferRow[]>(),
  );
}

/** Of those waiting the ones to be answered by a day, what is due first first. */
export async function listOffersDueBy(
  db: Database,
  by: IsoDate,
): Promise<readonly Pick<Offer, 'offerId' | 'personId' | 'claimId' | 'dueOn'>[]> {
  const rows = await db('offers')
    .where({ state: 'asked' })
    .andWhere('due_on', '<=', by)
    .orderBy(['due_on', 'id'])
    .select<Pick<OfferRow, 'id' | 'person_id' | 'claim_id' | 'due_on'>[]>(
      'id',
      'person_id',
      'claim_id',
      'due_on',
    );
  return rows.map((row) => ({
    offerId: row.id,
    personId: row.person_id,
    claimId: row.claim_id,
    dueOn: row.due_on,
  }));
}

export interface OffersWaiting {
  readonly open: number;
  readonly soon: number;
  readonly late: number;
}

/** How many wait for an answer: of them those to be answered by a day, and those that should have been. */
export async function countOpenOffers(db: Database, today: IsoDate, soon: IsoDate): Promise<OffersWaiting> {
  const count = async (narrow: (query: Knex.QueryBuilder) => void): Promise<number> => {
    const query = db('offers').where({ state: 'asked' });
    narrow(query);
    return Number((await query.count<{ n: number }[]>({ n: '*' }))[0]?.n ?? 0);
  };
  return {
    open: await count(() => undefined),
    soon: await count((query) => void query.whereBetween('due_on', [today, soon])),
    late: await count((query) => void query.where('due_on', '<', today)),
  };
}

/** False: somebody answered it, or it was taken back, in the meantime. */
export async function updateOfferAnswered(
  db: Database,
  vault: Vault,
  offer: Pick<Offer, 'offerId' | 'personId'>,
  answer: {
    readonly state: Exclude<OfferState, 'asked'>;
    readonly answeredBy: number | null;
    readonly answeredAt: IsoInstant;
    readonly reasons: string;
  },
): Promise<boolean> {
  const key = await vault.keyFor(db, offer.personId);
  const moved = await db('offers')
    .where({ id: offer.offerId, state: 'asked' })
    .update({
      state: answer.state,
      answered_by: answer.answeredBy,
      answered_at: answer.answeredAt,
      reasons_sealed: answer.reasons === '' ? null : vault.seal(key, answer.reasons, REASONS),
    });
  return moved === 1;
}

interface OfferRow {
  readonly id: number;
  readonly person_id: number;
  readonly claim_id: number;
  readonly kind: Terms['kind'];
  readonly state: OfferState;
  readonly asked_at: IsoInstant;
  readonly instalment_cents: number | null;
  readonly instalments: number | null;
  readonly first_due_on: IsoDate | null;
  readonly reason: PauseReason | null;
  readonly pause_to: IsoDate | null;
  readonly words_sealed: Buffer | null;
  readonly due_on: IsoDate;
  readonly answered_by: number | null;
  readonly answered_at: IsoInstant | null;
  readonly reasons_sealed: Buffer | null;
}

async function opened(db: Database, vault: Vault, rows: readonly OfferRow[]): Promise<readonly Offer[]> {
  return openRows(db, vault, rows, (row, { open }) => {
    return {
      offerId: row.id,
      personId: row.person_id,
      claimId: row.claim_id,
      terms: termsOf(row),
      state: row.state,
      askedAt: row.asked_at,
      words: open(row.words_sealed, WORDS) ?? '',
      dueOn: row.due_on,
      answeredBy: row.answered_by,
      answeredAt: row.answered_at,
      reasons: open(row.reasons_sealed, REASONS) ?? '',
    };
  });
}

function termsOf(row: OfferRow): Terms {
  return row.kind === 'plan'
    ? {
        kind: 'plan',
        instalmentCents: row.instalment_cents ?? 0,
        instalments: row.instalments ?? 0,
        firstDueOn: row.first_due_on ?? '',
      }
    : { kind: 'pause', reason: row.reason ?? 'other', to: row.pause_to ?? '' };
}
