import type { Database } from '../database.ts';

export interface Portfolio {
  readonly id: number;
  readonly name: string;
  /** Who answers for the personal data: the creditor or lender whose records they are. */
  readonly controller: string;
  readonly kind: 'collection' | 'credit';
  readonly jurisdiction: 'EE' | 'FI';
  readonly policy: string | null;
  /** The controller's promises it follows; null: the law's own figures. */
  readonly profile: string | null;
  /** Simulated people only; the demo sign-ins live as long as no other portfolio exists. */
  readonly sample: boolean;
}

export interface NewPortfolio {
  readonly name: string;
  readonly controller: string;
  readonly kind: Portfolio['kind'];
  readonly jurisdiction: Portfolio['jurisdiction'];
  readonly policy: string | null;
  readonly profile?: string | null;
  readonly sample: boolean;
  readonly createdAt: string;
}

export async function insertPortfolio(db: Database, portfolio: NewPortfolio): Promise<Portfolio> {
  const [row] = (await db('portfolios')
    .insert({
      name: portfolio.name,
      controller: portfolio.controller,
      kind: portfolio.kind,
      jurisdiction: portfolio.jurisdiction,
      policy: portfolio.policy,
      profile: portfolio.profile ?? null,
      sample: portfolio.sample ? 1 : 0,
      created_at: portfolio.createdAt,
    })
    .returning('*')) as PortfolioRow[];
  return portfolioOf(row!);
}

export async function findPortfolio(db: Database, name: string): Promise<Portfolio | null> {
  const row = (await db('portfolios').where({ name }).first()) as PortfolioRow | undefined;
  return row === undefined ? null : portfolioOf(row);
}

export async function findPortfolioById(db: Database, id: number): Promise<Portfolio | null> {
  const row = (await db('portfolios').where({ id }).first()) as PortfolioRow | undefined;
  return row === undefined ? null : portfolioOf(row);
}

/** Whose records the person stands in; null when they are not on record. */
export async function findPortfolioOfPerson(db: Database, personId: number): Promise<Portfolio | null> {
  const row = (await db('portfolios')
    .join('persons', 'persons.portfolio_id', 'portfolios.id')
    .where('persons.id', personId)
    .first('portfolios.*')) as PortfolioRow | undefined;
  return row === undefined ? null : portfolioOf(row);
}

export async function listPortfolios(db: Database): Promise<readonly Portfolio[]> {
  const rows = (await db('portfolios').orderBy('id')) as PortfolioRow[];
  return rows.map(portfolioOf);
}

interface PortfolioRow {
  readonly id: number;
  readonly name: string;
  readonly controller: string;
  readonly kind: Portfolio['kind'];
  readonly jurisdiction: Portfolio['jurisdiction'];
  readonly policy: string | null;
  readonly profile: string | null;
  readonly sample: number;
}

function portfolioOf(row: PortfolioRow): Portfolio {
  return {
    id: row.id,
    name: row.name,
    controller: row.controller,
    kind: row.kind,
    jurisdiction: row.jurisdiction,
    policy: row.policy,
    profile: row.profile,
    sample: row.sample === 1,
  };
}
