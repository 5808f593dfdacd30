import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { CreditApplication, IncomeExpense } from '../../scoring/portfolio/records.ts';
import { allocateIds, insertMany } from '../bulk.ts';
import type { Database } from '../database.ts';
import { personalCodeIndex, personRefIndex } from '../identity.ts';
import type { Vault } from '../vault.ts';

/** A person of the portfolio by national identification number or by the number of the system they came from. */
export async function findPersonNamed(
  db: Database,
  vault: Vault,
  portfolioId: number,
  name: string,
): Promise<number | null> {
  const row = (await db('persons')
    .where({ portfolio_id: portfolioId })
    .andWhere((either) => {
      void either
        .where({ identifier_index: personalCodeIndex(vault, name) })
        .orWhere({ person_ref_index: personRefIndex(vault, name) });
    })
    .first('id')) as { readonly id: number } | undefined;
  return row?.id ?? null;
}

export type NewApplication = Pick<
  CreditApplication,
  'personId' | 'on' | 'lender' | 'product' | 'currency' | 'amountCents' | 'termMonths' | 'annualRate'
> & { readonly portfolioId: number };

/** Stores an application that came in by hand and returns the number it is known by from now on. */
export async function insertApplication(db: Database, asked: NewApplication): Promise<string> {
  const [id = 0] = await allocateIds(db, 'applications', 1);
  const number = `A-${asked.on.replaceAll('-', '')}-${id}`;
  await insertMany(db, 'applications', [
    {
      id,
      portfolio_id: asked.portfolioId,
      external_id: number,
      source: 'person',
      obtained_on: asked.on,
      valid_until: null,
      person_id: asked.personId,
      application_number: number,
      happened_on: asked.on,
      lender: asked.lender,
      product: asked.product,
      currency: asked.currency,
      amount_cents: asked.amountCents,
      term_months: asked.termMonths,
      annual_rate: asked.annualRate,
    },
  ]);
  return number;
}

export type ToldAmount = Pick<IncomeExpense, 'kind' | 'code' | 'monthlyCents' | 'count'>;

/** What the person told of income and expenses with an application; told, so not verified. */
export async function insertToldAmounts(
  db: Database,
  about: {
    readonly portfolioId: number;
    readonly personId: number;
    readonly on: IsoDate;
    readonly validUntil: IsoDate;
    readonly applicationNumber: string;
  },
  amounts: readonly ToldAmount[],
): Promise<void> {
  await insertMany(
    db,
    'incomes',
    amounts.map(({ kind, code, monthlyCents, count }) => ({
      portfolio_id: about.portfolioId,
      external_id: `${about.applicationNumber} ${kind} ${code}`,
      source: 'person',
      obtained_on: about.on,
      valid_until: about.validUntil,
      person_id: about.personId,
      kind,
      code,
      monthly_cents: monthlyCents,
      count,
      from_on: about.on,
      to_on: null,
      verified: 0,
    })),
  );
}
