import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { ConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import type { Database } from '../database.ts';
import { endBrakesOfNeeds } from './brakes.ts';
import { deleteWordsOf } from './statements.ts';
import { withdrawNeeds } from './support-needs.ts';

/** A consent given or taken back, with the words it was given to (GDPR art. 7(1)). Rows are only ever added. */
export interface ConsentChoice {
  readonly personId: number;
  readonly purpose: ConsentPurpose;
  readonly choice: 'given' | 'withdrawn';
  readonly wordingVersion: number;
  readonly language: Language;
  readonly channel: Channel;
  readonly staffId: number | null;
  readonly at: IsoInstant;
}

/** Keeps the choice, and brings what scoring reads in line with it on the same day: consents and needs. */
export async function insertConsentChoice(
  db: Database,
  choice: ConsentChoice,
  today: IsoDate,
): Promise<void> {
  const [row] = await db('consent_choices')
    .insert({
      person_id: choice.personId,
      purpose: choice.purpose,
      choice: choice.choice,
      wording_version: choice.wordingVersion,
      language: choice.language,
      channel: choice.channel,
      staff_id: choice.staffId,
      at: choice.at,
    })
    .returning<{ id: number }[]>('id');
  const open = { person_id: choice.personId, purpose: choice.purpose, withdrawn_on: null };
  if (choice.choice === 'withdrawn') {
    await db('consents').where(open).update({ withdrawn_on: today });
    if (choice.purpose === 'support_need') {
      await endBrakesOfNeeds(db, choice.personId, today);
      await withdrawNeeds(db, choice.personId, today);
      // What was told rested on the consent; what a review has stays in its file.
      await deleteWordsOf(db, choice.personId, ['support']);
    }
    return;
  }
  if ((await db('consents').where(open).first('id')) !== undefined) return;
  const person = await db('persons')
    .where({ id: choice.personId })
    .first<{ portfolio_id: number } | undefined>('portfolio_id');
  if (person === undefined) throw new Error(`person ${choice.personId} is not on record`);
  await db('consents').insert({
    portfolio_id: person.portfolio_id,
    external_id: `choice ${row?.id ?? 0}`,
    source: 'person',
    obtained_on: today,
    valid_until: null,
    person_id: choice.personId,
    purpose: choice.purpose,
    given_on: today,
    withdrawn_on: null,
  });
}

/** The newest choice for each purpose. */
export async function listNewestChoices(
  db: Database,
  personId: number,
): Promise<ReadonlyMap<string, ConsentChoice>> {
  const rows = await db('consent_choices').where({ person_id: personId }).orderBy('id').select<
    {
      person_id: number;
      purpose: ConsentPurpose;
      choice: ConsentChoice['choice'];
      wording_version: number;
      language: Language;
      channel: Channel;
      staff_id: number | null;
      at: IsoInstant;
    }[]
  >();
  return new Map(
    rows.map((row) => [
      row.purpose,
      {
        personId: row.person_id,
        purpose: row.purpose,
        choice: row.choice,
        wordingVersion: row.wording_version,
        language: row.language,
        channel: row.channel,
        staffId: row.staff_id,
        at: row.at,
      },
    ]),
  );
}
