import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  findPortfolio,
  insertPortfolio,
  listPortfolios,
  type Portfolio,
} from '../../data/stores/portfolios.ts';
import { findProfile, ownProfiles } from '../../data/profiles.ts';
import type { ActionContext } from './action.ts';

export interface PortfolioWanted {
  /** Without a name: the only portfolio of real people there is, or the first one. */
  readonly name?: string;
  readonly controller?: string;
  readonly kind?: Portfolio['kind'];
  readonly jurisdiction?: Portfolio['jurisdiction'];
  readonly policy?: string;
  /** Fills in what is not said: controller, kind, country, policy. */
  readonly profile?: string;
  readonly sample?: boolean;
}

export type PortfolioOpened =
  | { readonly kind: 'opened'; readonly portfolio: Portfolio; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

/** Finds the portfolio, or makes it; what is on record about one that is there already stays as it is. */
export async function openPortfolio(
  { db, now, actor }: ActionContext,
  wanted: PortfolioWanted,
): Promise<PortfolioOpened> {
  const profile = wanted.profile === undefined ? null : await findProfile(wanted.profile);
  if (wanted.profile !== undefined && profile === null) {
    const known = (await ownProfiles()).map(({ id }) => id).join(', ');
    return { kind: 'refused', reason: `there is no profile "${wanted.profile}" (want one of ${known})` };
  }
  return db.transaction(async (transaction): Promise<PortfolioOpened> => {
    const name = wanted.name ?? nameOfTheOnly(await listPortfolios(transaction));
    if (name === null) {
      return { kind: 'refused', reason: 'there are several portfolios: say which (--portfolio NAME)' };
    }
    const found = await findPortfolio(transaction, name);
    if (found !== null)
      return contradiction(found, wanted) ?? { kind: 'opened', portfolio: found, isNew: false };
    const portfolio = await insertPortfolio(transaction, {
      name,
      controller:
        wanted.controller ?? (wanted.sample === true ? profile?.controller.name : undefined) ?? name,
      kind: wanted.kind ?? profile?.portfolio.kind ?? 'collection',
      jurisdiction: wanted.jurisdiction ?? profile?.portfolio.jurisdiction ?? 'EE',
      policy: wanted.policy ?? profile?.portfolio.policy ?? null,
      profile: profile?.id ?? null,
      sample: wanted.sample ?? false,
      createdAt: now,
    });
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'portfolio.created',
      subject: { kind: 'portfolio', id: portfolio.id },
      details: {
        kind: portfolio.kind,
        jurisdiction: portfolio.jurisdiction,
        profile: portfolio.profile,
        sample: portfolio.sample,
      },
    });
    return { kind: 'opened', portfolio, isNew: true };
  });
}

const FIRST_PORTFOLIO = 'Portfolio';

/** Null when there are several to choose from. */
function nameOfTheOnly(portfolios: readonly Portfolio[]): string | null {
  const real = portfolios.filter((portfolio) => !portfolio.sample);
  if (real.length > 1) return null;
  return real[0]?.name ?? FIRST_PORTFOLIO;
}

/** Real people's records never go among simulated ones, nor claims under another law than their portfolio's. */
function contradiction(found: Portfolio, wanted: PortfolioWanted): PortfolioOpened | null {
  for (const key of ['kind', 'jurisdiction', 'profile'] as const) {
    if (wanted[key] !== undefined && wanted[key] !== found[key]) {
      return {
        kind: 'refused',
        reason: `portfolio "${found.name}" has ${key} ${found[key] ?? 'of none'}, not ${wanted[key]}`,
      };
    }
  }
  if (found.sample && wanted.sample !== true) {
    return { kind: 'refused', reason: `portfolio "${found.name}" holds simulated people: name another one` };
  }
  return null;
}
