import type { IncomeExpense, PublicRecord, Source } from '../../scoring/portfolio/records.ts';
import type { Calendar } from './calendar.ts';
import { type Draft, learnt } from './draft.ts';
import type { Random } from './random.ts';
import type { Traits } from './traits.ts';

/** How long a figure of income may be used, and a rating of the credit bureau. */
export const INCOME_VALID_DAYS = 400;
export const RATING_VALID_DAYS = 365;

/** The traces of means and will in registers, looked up on a day. */
export function drawPublicRecords(
  draft: Draft,
  calendar: Calendar,
  traits: Traits,
  lookedUp: number,
  random: Random,
): void {
  const { ability, willingness } = traits;
  const push = (
    kind: PublicRecord['kind'],
    source: Source,
    told: Partial<PublicRecord> & { readonly day: number },
  ) => {
    if (told.day > calendar.lastDay) return;
    const { day, ...figures } = told;
    draft.publicRecords.push({
      personId: draft.personId,
      kind,
      on: calendar.iso(day),
      endedOn: null,
      amountCents: null,
      code: null,
      monthlyCents: null,
      ...learnt(calendar, source, Math.max(lookedUp, day + 2)),
      ...figures,
    });
  };
  const before = () => lookedUp - random.integer(20, 1_500);
  const ended = (day: number, share: number) =>
    random.chance(share) ? calendar.iso(day + random.integer(60, 700)) : null;

  const defaults = Math.min(6, random.poisson(Math.exp(-0.9 - 0.6 * ability - 0.6 * willingness)));
  for (let at = 0; at < defaults; at += 1) {
    const day = random.chance(0.8) ? before() : lookedUp + random.integer(30, 700);
    push('payment_default', 'default_register', {
      day,
      endedOn: ended(day, 0.35),
      amountCents: euros(250 * Math.exp(0.9 * random.normal())),
    });
  }
  if (random.chance(logistic(-3 - 0.6 * ability - 0.4 * willingness))) {
    const day = before();
    push('tax_debt', 'tax_authority', {
      day,
      endedOn: ended(day, 0.4),
      amountCents: euros(600 * Math.exp(random.normal())),
    });
  }
  const enforcements = Math.min(4, random.poisson(Math.exp(-1.9 - 0.7 * ability - 0.4 * willingness)));
  for (let at = 0; at < enforcements; at += 1) {
    const day = before();
    push('enforcement', 'bailiff', {
      day,
      endedOn: ended(day, 0.4),
      amountCents: euros(900 * Math.exp(0.9 * random.normal())),
    });
  }
  const properties = Math.min(3, random.poisson(Math.exp(-1.5 + 0.8 * ability)));
  for (let at = 0; at < properties; at += 1)
    push('property', 'land_register', { day: lookedUp - random.integer(100, 5_000) });
  if (random.chance(0.12)) {
    const code = random.weighted([
      ['board', 0.78],
      ['failed', 0.19],
      ['banned', 0.03],
    ]);
    push('business_role', 'business_register', { day: before(), code });
  }
}

/** A rating from A (best) to E: a noisy view of means and will. */
export function drawRating(
  draft: Draft,
  calendar: Calendar,
  traits: Traits,
  day: number,
  random: Random,
): void {
  if (!random.chance(0.9) || day > calendar.lastDay) return;
  const seen = 0.6 * traits.ability + 0.6 * traits.willingness + 0.4 * random.normal();
  const code = seen > 0.9 ? 'A' : seen > 0.3 ? 'B' : seen > -0.3 ? 'C' : seen > -0.9 ? 'D' : 'E';
  draft.publicRecords.push({
    personId: draft.personId,
    kind: 'bureau_rating',
    on: calendar.iso(day),
    endedOn: null,
    amountCents: null,
    code,
    monthlyCents: null,
    ...learnt(calendar, 'credit_bureau', day, RATING_VALID_DAYS),
  });
}

/** Loans elsewhere, as the positive credit register tells them. */
export function drawPositiveCredit(
  draft: Draft,
  calendar: Calendar,
  traits: Traits,
  lookedUp: number,
  random: Random,
): void {
  const loans = Math.min(6, random.poisson(Math.exp(0.2 - 0.2 * traits.ability)));
  for (let at = 0; at < loans; at += 1) {
    const day = lookedUp - random.integer(5, 2_000);
    const amountCents = euros(2_500 * Math.exp(0.9 * random.normal()));
    draft.publicRecords.push({
      personId: draft.personId,
      kind: 'positive_credit',
      on: calendar.iso(day),
      endedOn: random.chance(0.2) ? calendar.iso(day + random.integer(200, 900)) : null,
      amountCents,
      code: random.pick(['loan', 'card', 'leasing']),
      monthlyCents: Math.round(amountCents / random.integer(18, 60)),
      ...learnt(calendar, 'positive_credit_register', lookedUp),
    });
  }
}

/** What is learnt of a person's household on a day; it takes the place of what was learnt before. */
export function drawHousehold(
  draft: Draft,
  calendar: Calendar,
  traits: Traits,
  day: number,
  learn: {
    readonly told: boolean;
    readonly verified: boolean;
    readonly exaggeration: number;
    readonly validDays: number;
  },
  random: Random,
): void {
  if (day > calendar.lastDay) return;
  const { personId } = draft;
  endEarlierHousehold(draft, calendar.iso(day));
  const push = (
    kind: IncomeExpense['kind'],
    code: string,
    monthlyCents: number,
    count: number | null,
    verified: boolean,
    source: Source,
  ) =>
    draft.incomes.push({
      personId,
      kind,
      code,
      monthlyCents: Math.max(0, Math.round(monthlyCents / 100) * 100),
      count,
      from: calendar.iso(day),
      to: null,
      verified,
      ...learnt(calendar, source, day, learn.validDays),
    });
  const { incomeCents } = traits;
  const kind = random.weighted([
    ['salary', 0.72],
    ['pension', 0.12],
    ['benefit', 0.06],
    ['business', 0.07],
    ['other', 0.03],
  ]);
  const monthsInJob =
    kind === 'salary' ? Math.max(0, Math.round(40 + 26 * traits.ability + 24 * random.normal())) : null;
  const told = incomeCents * (1 + 0.05 * Math.abs(random.normal())) * learn.exaggeration;
  if (learn.told) push('income', kind, told, monthsInJob, false, 'person');
  if (learn.verified) {
    push(
      'income',
      kind,
      incomeCents,
      monthsInJob,
      true,
      random.chance(0.6) ? 'bank_statement' : 'tax_authority',
    );
  }
  if (!learn.told) return;
  push('expense', 'housing', incomeCents * (0.16 + 0.08 * random.uniform()), null, false, 'person');
  push('expense', 'living', incomeCents * 0.2 + 18_000, null, false, 'person');
  const dependants = Math.min(5, random.poisson(0.7));
  if (dependants > 0) push('expense', 'dependants', 15_000 * dependants, dependants, false, 'person');
  const obligations = Math.min(4, random.poisson(0.9));
  for (let at = 0; at < obligations; at += 1) {
    const code = random.pick(['loan', 'card', 'leasing', 'maintenance']);
    push(
      'obligation',
      code,
      incomeCents * (0.03 + 0.09 * random.uniform()),
      null,
      random.chance(0.4),
      'bank_statement',
    );
  }
}

function endEarlierHousehold(draft: Draft, on: string): void {
  draft.incomes.forEach((income, at) => {
    if (income.to === null && income.from < on) draft.incomes[at] = { ...income, to: on };
  });
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Whole euros, in cents. */
function euros(amount: number): number {
  return Math.max(1, Math.round(amount)) * 100;
}
