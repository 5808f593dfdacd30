import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Database } from './database.ts';
import { findPortfolioById, listPortfolios } from './stores/portfolios.ts';
import type { AskedAt } from '../scoring/review/attention.ts';
import type { Accepted } from '../scoring/safeguards/identity-proof.ts';
import { askedAtBy, type ControllerProfile, readProfile } from '../scoring/safeguards/controller-profile.ts';

/** Where the profiles that come with the program lie. */
export const PROFILES_FOLDER = fileURLToPath(new URL('../scoring/safeguards/profiles/', import.meta.url));

/** By id. A profile of ours that does not read is a broken promise; the message names each place. */
export async function readProfiles(folder: string = PROFILES_FOLDER): Promise<readonly ControllerProfile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => {
      const read = readProfile(parse(await readFile(path.join(folder, file), 'utf8')));
      if (read.kind === 'profile') return read.profile;
      throw new Error(
        read.problems.map((problem) => `${file} ${problem.path} (want ${problem.wanted})`).join('\n'),
      );
    }),
  );
}

/** They do not change while the program runs. */
let ours: Promise<readonly ControllerProfile[]> | null = null;

export function ownProfiles(): Promise<readonly ControllerProfile[]> {
  ours ??= readProfiles();
  return ours;
}

/** Null: there is none of that name. */
export async function findProfile(id: string): Promise<ControllerProfile | null> {
  return (await ownProfiles()).find((profile) => profile.id === id) ?? null;
}

/** Null: the portfolio follows none, and the law's own figures hold. */
export async function profileOfPortfolio(
  db: Database,
  portfolioId: number,
): Promise<ControllerProfile | null> {
  const portfolio = await findPortfolioById(db, portfolioId);
  return portfolio?.profile == null ? null : findProfile(portfolio.profile);
}

/** When somebody is asked to look at what is due to a person of this portfolio. */
export async function askedAtByPortfolio(db: Database): Promise<(portfolioId: number) => AskedAt> {
  const askedAt = new Map<number, AskedAt>();
  for (const { id, profile } of await listPortfolios(db)) {
    askedAt.set(id, askedAtBy(profile === null ? null : await findProfile(profile)));
  }
  return (portfolioId) => askedAt.get(portfolioId) ?? askedAtBy(null);
}

/** Of whoever answers for a person's data; null: none, or the person is not on record. */
export async function profileOfPerson(db: Database, personId: number): Promise<ControllerProfile | null> {
  const person = await db('persons')
    .where({ id: personId })
    .first<{ portfolio_id: number } | undefined>('portfolio_id');
  return person === undefined ? null : profileOfPortfolio(db, person.portfolio_id);
}

/** How a person may show who they are, by the profile of whoever answers for their data. */
export async function acceptedFrom(db: Database, personId: number): Promise<Accepted> {
  return (await profileOfPerson(db, personId))?.identification ?? null;
}
