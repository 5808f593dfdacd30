import type { Outcome, Person, PersonFile } from '../../scoring/portfolio/records.ts';
import { defaultedWithin } from '../../scoring/portfolio/targets.ts';
import {
  drawHousehold,
  drawPositiveCredit,
  drawPublicRecords,
  drawRating,
  INCOME_VALID_DAYS,
  RATING_VALID_DAYS,
} from './background.ts';
import { type Calendar, calendarUntil } from './calendar.ts';
import { drawCircumstances } from './circumstances.ts';
import type { DebtorLife } from './claim-path.ts';
import { simulateClaim } from './collection.ts';
import { drawClaim } from './debtor-claims.ts';
import { emptyDraft, fileOf, learnt } from './draft.ts';
import { adultOn, birthDay, identityOf, languageOf, type SimulatedIdentity } from './identity.ts';
import { simulateBorrower } from './lending.ts';
import { portfolioOf, ROTA_LENGTH, type SamplePortfolio } from './portfolios.ts';
import { randomOf } from './random.ts';
import { drawTraits } from './traits.ts';
import type { Truth } from './truth.ts';

export const SAMPLE_PERSONS = 5_000;
export const SAMPLE_SEED = 0;
export const SAMPLE_LAST_DATE = '2026-10-31';

export interface SampleOptions {
  readonly persons: number;
  readonly seed: number;
  /** The observation date: the last of the 36 months. */
  readonly lastDate: string;
  /** All of them the persons of this one; without it they are shared out among three. */
  readonly only?: SamplePortfolio;
}

export interface SimulatedPerson {
  readonly portfolio: SamplePortfolio;
  readonly file: PersonFile;
  readonly identity: SimulatedIdentity;
  readonly outcomes: readonly Outcome[];
  /** Kept aside: it goes into no portfolio. */
  readonly truth: readonly Truth[];
}

/** One person after the other; nothing is kept between them. */
export function* simulatePersons(options: Partial<SampleOptions> = {}): Iterable<SimulatedPerson> {
  const { persons, seed, lastDate, only } = withDefaults(options);
  const calendar = calendarUntil(lastDate);
  for (let person = 0; person < persons; person += 1) {
    yield simulatePerson(person, only ?? portfolioOf(person), seed, calendar);
  }
}

export function withDefaults(options: Partial<SampleOptions>): SampleOptions {
  return { persons: SAMPLE_PERSONS, seed: SAMPLE_SEED, lastDate: SAMPLE_LAST_DATE, ...options };
}

/** Person k of a seed, whatever the size of the sample. */
function simulatePerson(
  person: number,
  portfolio: SamplePortfolio,
  seed: number,
  calendar: Calendar,
): SimulatedPerson {
  const random = randomOf(seed, person);
  const draft = emptyDraft(person + 1);
  const traits = drawTraits(random);
  const circumstances = drawCircumstances(draft, portfolio, calendar, traits, random);
  const born = birthDay(person, circumstances.minor);
  const representative =
    circumstances.guardianshipFrom !== null || circumstances.minor
      ? 'guardian'
      : random.chance(0.006)
        ? 'debt_counsellor'
        : null;
  const language = languageOf(portfolio.jurisdiction, random);
  const identity = identityOf(person, portfolio.jurisdiction, born, representative, random);
  const firstDay = calendar.ends[0] ?? 0;
  const truth: Truth[] = [];
  if (portfolio.kind === 'credit') {
    drawPublicRecords(draft, calendar, traits, firstDay + random.integer(1, 60), random);
    truth.push(...simulateBorrower({ draft, traits, circumstances, calendar, portfolio, random }));
  } else {
    truth.push(...simulateDebtor(person, { draft, traits, circumstances, calendar, random, portfolio }));
  }
  const record: Person = {
    personId: draft.personId,
    jurisdiction: portfolio.jurisdiction,
    language,
    adultOn: random.chance(0.985) || circumstances.minor ? adultOn(born) : null,
    personKind: 'natural',
    ...learnt(calendar, 'creditor', firstDay),
  };
  const file = fileOf(record, draft);
  return { portfolio, file, identity, truth, outcomes: outcomesOf(file, calendar) };
}

type DebtorBasis = Pick<DebtorLife, 'draft' | 'traits' | 'circumstances' | 'calendar' | 'random'> & {
  readonly portfolio: SamplePortfolio;
};

function simulateDebtor(person: number, basis: DebtorBasis): readonly Truth[] {
  const { draft, traits, circumstances, calendar, random, portfolio } = basis;
  const coDebtorId = person >= ROTA_LENGTH && random.chance(0.035) ? person - ROTA_LENGTH + 1 : null;
  const claims = 1 + Math.min(5, random.poisson(1.1 - 0.25 * Math.max(-2, Math.min(2, traits.ability))));
  const entries = Array.from({ length: claims }, (_, at) =>
    drawClaim(draft, at, portfolio, calendar, circumstances, coDebtorId, random),
  );
  const firstEntry = Math.min(...entries.map(({ entryDay }) => entryDay));
  drawPublicRecords(draft, calendar, traits, firstEntry + 1, random);
  if (portfolio.jurisdiction === 'FI') drawPositiveCredit(draft, calendar, traits, firstEntry + 1, random);
  for (let day = firstEntry + 1; day <= calendar.lastDay; day += RATING_VALID_DAYS - 15) {
    drawRating(draft, calendar, traits, day, random);
  }
  learnHousehold(basis, firstEntry);
  const life: DebtorLife = {
    draft,
    traits,
    circumstances,
    calendar,
    random,
    country: portfolio.jurisdiction,
    owner: draft.publicRecords.some(({ kind }) => kind === 'property'),
    listedBefore: draft.publicRecords.some(({ kind }) => kind === 'payment_default'),
  };
  return entries.flatMap((entry) => simulateClaim(life, entry) ?? []);
}

/** Most debtors tell of their means at some time, fewer prove it; some of it is out of date. */
function learnHousehold({ draft, calendar, traits, random }: DebtorBasis, firstEntry: number): void {
  for (
    let day = firstEntry + random.integer(10, 200);
    day <= calendar.lastDay;
    day += random.integer(300, 450)
  ) {
    if (!random.chance(0.7)) continue;
    const learn = {
      told: true,
      verified: random.chance(0.4),
      exaggeration: random.chance(0.04) ? 0.55 : 1,
      validDays: INCOME_VALID_DAYS,
    };
    drawHousehold(draft, calendar, traits, day, learn, random);
  }
}

/** What the lender reports of its credits: known where the year is over. */
function outcomesOf(file: PersonFile, calendar: Calendar): readonly Outcome[] {
  const lastDate = calendar.iso(calendar.lastDay);
  return file.applications.flatMap((application) => {
    const value = defaultedWithin(file, application.applicationId, application.on, 12, lastDate);
    return value === null
      ? []
      : [
          {
            claimId: null,
            applicationId: application.applicationId,
            name: 'default_12m',
            on: lastDate,
            value,
          },
        ];
  });
}
