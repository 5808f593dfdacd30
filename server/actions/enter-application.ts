import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  findPersonNamed,
  insertApplication,
  insertToldAmounts,
  type ToldAmount,
} from '../../data/stores/applications.ts';
import { findPortfolio } from '../../data/stores/portfolios.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import type { CreditApplication } from '../../scoring/portfolio/records.ts';
import type { ActionContext } from './action.ts';
import { decideCases } from './decide-cases.ts';

export interface ApplicationEntry {
  readonly portfolio: string;
  /** National identification number, or the number of the system the person came from. */
  readonly person: string;
  readonly product: CreditApplication['product'];
  readonly amountCents: number;
  readonly termMonths: number;
  readonly annualRate: number;
  /** What the person told of income, expenses and obligations a month. */
  readonly told: readonly ToldAmount[];
}

export type ApplicationEntered =
  | { readonly kind: 'decided'; readonly applicationNumber: string; readonly decisionId: number }
  /** The application is kept; the reason says why it could not be decided. */
  | { readonly kind: 'kept'; readonly applicationNumber: string; readonly reason: string }
  | {
      readonly kind: 'refused';
      readonly because: 'unknown_person' | 'unknown_portfolio' | 'no_policy';
    };

/** What somebody told is too old to decide on after a quarter of a year. */
const TOLD_DAYS = 90;

/** Takes down an application that somebody makes in person, with what they told, and decides it by the portfolio's policy. */
export async function enterApplication(
  context: ActionContext,
  entry: ApplicationEntry,
): Promise<ApplicationEntered> {
  const { db, vault, today, now, actor } = context;
  const portfolio = await findPortfolio(db, entry.portfolio);
  if (portfolio === null || portfolio.kind !== 'credit')
    return { kind: 'refused', because: 'unknown_portfolio' };
  if (portfolio.policy === null) return { kind: 'refused', because: 'no_policy' };
  const personId = await findPersonNamed(db, vault, portfolio.id, entry.person);
  if (personId === null) return { kind: 'refused', because: 'unknown_person' };
  const applicationNumber = await db.transaction(async (transaction) => {
    const { product, amountCents, termMonths, annualRate } = entry;
    const number = await insertApplication(transaction, {
      ...{ portfolioId: portfolio.id, personId, on: today, lender: portfolio.controller, currency: 'EUR' },
      ...{ product, amountCents, termMonths, annualRate },
    });
    const validUntil = addDays(today, TOLD_DAYS);
    const about = { portfolioId: portfolio.id, personId, on: today, validUntil, applicationNumber: number };
    await insertToldAmounts(transaction, about, entry.told);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'application.entered',
      subject: { kind: 'application', id: null },
      personId,
      details: { portfolio: portfolio.id, product },
    });
    return number;
  });
  const decided = await decideCases(context, {
    portfolio: portfolio.name,
    policy: portfolio.policy,
    asOf: today,
    caseNumbers: [applicationNumber],
  });
  if (decided.kind === 'refused') return { kind: 'kept', applicationNumber, reason: decided.reason };
  const [outcome] = decided.cases;
  return outcome?.kind === 'decided'
    ? { kind: 'decided', applicationNumber, decisionId: outcome.id }
    : { kind: 'kept', applicationNumber, reason: outcome?.because ?? 'not_open' };
}
