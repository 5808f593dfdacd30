import { addMonths, dayNumber } from '../../scoring/portfolio/dates.ts';
import type { Claim, CreditApplication } from '../../scoring/portfolio/records.ts';
import { drawHousehold, drawRating, INCOME_VALID_DAYS } from './background.ts';
import { type Calendar, MONTHS } from './calendar.ts';
import { type Circumstances, hindranceOn } from './circumstances.ts';
import { defaultWithin12Months, type LoanBurden, missLogit, cureLogit } from './default-process.ts';
import { type Draft, learnt } from './draft.ts';
import type { SamplePortfolio } from './portfolios.ts';
import type { Random } from './random.ts';
import { probability } from './response.ts';
import { isShocked, type Traits } from './traits.ts';
import type { ApplicationTruth } from './truth.ts';

export interface BorrowerLife {
  readonly draft: Draft;
  readonly traits: Traits;
  readonly circumstances: Circumstances;
  readonly calendar: Calendar;
  readonly portfolio: SamplePortfolio;
  readonly random: Random;
}

/** Applications of the last weeks are still to be decided; so many borrowers have one. */
const OPEN_SHARE = 0.18;
const OPEN_DAYS = 28;

/** Lives all applications of a borrower and the credits granted on them. */
export function simulateBorrower(life: BorrowerLife): readonly ApplicationTruth[] {
  const { calendar, random, draft, traits } = life;
  const first = calendar.ends[0] ?? 0;
  const days = Array.from({ length: 1 + Math.min(4, random.poisson(0.85)) }, () =>
    random.integer(first + 1, calendar.lastDay - OPEN_DAYS - 3),
  );
  if (random.chance(OPEN_SHARE)) days.push(calendar.lastDay - random.integer(0, OPEN_DAYS));
  const truths: ApplicationTruth[] = [];
  for (const [at, day] of days.toSorted((a, b) => a - b).entries()) {
    const application = drawApplication(life, at, day);
    const burden: LoanBurden = {
      serviceShare: (monthlyPayment(application) + obligationsOf(draft)) / traits.incomeCents,
      hindrance: hindranceOn(life.circumstances, day),
    };
    const month = monthOf(calendar, day);
    const truth = defaultWithin12Months(traits, burden, isShocked(traits, month));
    truths.push({
      kind: 'application',
      number: application.applicationNumber,
      asOf: application.on,
      defaultWithin12Months: truth,
    });
    if (day <= calendar.lastDay - OPEN_DAYS && grants(life, truth, day))
      payOut(life, at, application, burden, day);
  }
  return truths;
}

function drawApplication(life: BorrowerLife, at: number, day: number): CreditApplication {
  const { draft, calendar, traits, random, portfolio } = life;
  learnHousehold(life, day);
  if (random.chance(0.93)) drawRating(draft, calendar, traits, day, random);
  const product = random.weighted([
    ['loan', 0.55],
    ['hire_purchase', 0.2],
    ['card', 0.15],
    ['leasing', 0.1],
  ] as const);
  const incomes = { loan: 2, hire_purchase: 0.5, card: 1, leasing: 6 }[product];
  const wanted = traits.incomeCents * incomes * Math.exp(0.55 * random.normal());
  const application: CreditApplication = {
    applicationId: draft.personId * 16 + at,
    applicationNumber: `A-${String(draft.personId).padStart(7, '0')}-${at + 1}`,
    personId: draft.personId,
    on: calendar.iso(day),
    lender: portfolio.controller,
    product,
    currency: 'EUR',
    amountCents: Math.max(20_000, Math.round(wanted / 10_000) * 10_000),
    termMonths: product === 'leasing' ? random.pick([48, 60, 72]) : random.pick([6, 12, 18, 24, 36, 48]),
    annualRate: product === 'leasing' ? 0.069 : random.pick([0.119, 0.149, 0.179, 0.199]),
    ...learnt(calendar, 'person', day),
  };
  draft.applications.push(application);
  return application;
}

/** Most tell all and prove it; some exaggerate, prove nothing, say nothing, or bring old papers. */
function learnHousehold({ draft, calendar, traits, random }: BorrowerLife, day: number): void {
  const how = random.weighted([
    ['plain', 0.82],
    ['contradictory', 0.05],
    ['unproved', 0.07],
    ['silent', 0.03],
    ['stale', 0.03],
  ]);
  if (how === 'silent') return;
  const learn = {
    told: true,
    verified: how !== 'unproved',
    exaggeration: how === 'contradictory' ? 1.6 : 1,
    validDays: how === 'stale' ? 60 : INCOME_VALID_DAYS,
  };
  drawHousehold(
    draft,
    calendar,
    traits,
    how === 'stale' ? day - random.integer(70, 200) : day,
    learn,
    random,
  );
}

/** The lender's staff see the risk dimly; one application in eight is granted or turned down regardless. */
function grants(
  { circumstances, random, draft, calendar }: BorrowerLife,
  truth: number,
  day: number,
): boolean {
  const banned = draft.restrictions.some(
    ({ kind, from }) => kind === 'credit_ban' && from <= calendar.iso(day),
  );
  if (banned || circumstances.minor || hindranceOn(circumstances, day) > 0.8) return false;
  if (random.chance(0.12)) return random.chance(0.7);
  return Math.log(truth / (1 - truth)) + 0.9 * random.normal() < -1.1;
}

function payOut(
  life: BorrowerLife,
  at: number,
  asked: CreditApplication,
  burden: LoanBurden,
  day: number,
): void {
  const { draft, calendar, portfolio, random } = life;
  const opened = day + random.integer(1, 5);
  if (opened > calendar.lastDay) return;
  const amountCents = random.chance(0.8) ? asked.amountCents : Math.round(asked.amountCents * 0.7);
  const instalmentCents = Math.round((monthlyPayment(asked) * amountCents) / asked.amountCents);
  const card = asked.product === 'card';
  const claim: Claim = {
    claimId: draft.personId * 16 + at,
    claimNumber: `L-${String(draft.personId).padStart(7, '0')}-${at + 1}`,
    personId: draft.personId,
    coDebtorIds: [],
    creditor: portfolio.controller,
    ownership: 'owned',
    product: card
      ? 'card'
      : asked.product === 'leasing'
        ? 'leasing'
        : asked.product === 'loan'
          ? 'loan'
          : 'retail',
    consumer: true,
    currency: 'EUR',
    principalCents: amountCents,
    interestCents: card ? 0 : Math.max(0, instalmentCents * asked.termMonths - amountCents),
    costsCents: 0,
    creditLimitCents: card ? Math.round((amountCents * 1.2) / 10_000) * 10_000 : null,
    openedOn: calendar.iso(opened),
    dueOn: addMonths(calendar.iso(opened), 1),
    contractEndedOn: null,
    limitationOn: null,
    ...learnt(calendar, 'own_measures', opened),
  };
  draft.claims.push(claim);
  repay(life, claim, asked, instalmentCents, burden, opened);
}

/** Bills month by month until the credit is repaid, ended for default, or the sample ends. */
function repay(
  life: BorrowerLife,
  claim: Claim,
  asked: CreditApplication,
  instalmentCents: number,
  burden: LoanBurden,
  opened: number,
): void {
  const { draft, calendar, random, traits } = life;
  const card = claim.product === 'card';
  let missed = 0;
  let owedCents = claim.principalCents + claim.interestCents;
  for (let bill = 1; bill <= asked.termMonths; bill += 1) {
    const dueOn = addMonths(claim.openedOn, bill);
    const due = dayNumber(dueOn);
    if (due - 14 > calendar.lastDay) return;
    const month = monthOf(calendar, due);
    draft.invoices.push({
      claimId: claim.claimId,
      issuedOn: calendar.iso(due - 14),
      dueOn,
      amountCents: card ? owedCents : instalmentCents,
      reportedMonthsLate: card ? missed : null,
      ...learnt(calendar, 'own_measures', due - 14),
    });
    if (missed >= 3) return endContract(life, claim, due);
    const shocked = isShocked(traits, month);
    const pays =
      missed === 0
        ? !random.chance(probability(missLogit(traits, burden, shocked)))
        : random.chance(probability(cureLogit(traits, missed, shocked)));
    if (!pays) {
      missed += 1;
      continue;
    }
    const late = traits.order < -0.5 ? random.integer(-2, 16) : random.integer(-6, 3);
    const day = missed > 0 ? due + random.integer(0, 2) : Math.max(opened + 1, due + late);
    const amountCents = Math.min(owedCents, instalmentCents * (missed + 1));
    missed = 0;
    if (day > calendar.lastDay) continue;
    owedCents -= amountCents;
    draft.payments.push({
      claimId: claim.claimId,
      on: calendar.iso(day),
      amountCents,
      reversedOn: null,
      ...learnt(calendar, 'bank_statement', day),
    });
    if (owedCents === 0 || (random.chance(0.008) && bill > 5)) return settle(life, claim, owedCents, day);
  }
}

function settle({ draft, calendar }: BorrowerLife, claim: Claim, owedCents: number, day: number): void {
  const common = { claimId: claim.claimId, on: calendar.iso(day) };
  if (owedCents > 0) {
    const closing = { ...common, amountCents: owedCents, reversedOn: null };
    draft.payments.push({ ...closing, ...learnt(calendar, 'bank_statement', day) });
  }
  draft.claimEvents.push({
    ...common,
    kind: 'closed',
    code: 'paid',
    amountCents: null,
    ...learnt(calendar, 'derived', day),
  });
}

/** The lender ends the contract; a little is paid after that, now and then. */
function endContract({ draft, calendar, random, traits }: BorrowerLife, claim: Claim, due: number): void {
  const ended = Math.min(calendar.lastDay, due + random.integer(5, 20));
  const at = draft.claims.indexOf(claim);
  draft.claims[at] = {
    ...claim,
    contractEndedOn: calendar.iso(ended),
    limitationOn: addMonths(calendar.iso(ended), 36),
  };
  for (let day = ended + 20; day < calendar.lastDay; day += 31) {
    if (!random.chance(probability(-2.4 + 0.5 * traits.ability + 0.5 * traits.willingness))) continue;
    draft.payments.push({
      claimId: claim.claimId,
      on: calendar.iso(day),
      amountCents: random.integer(10, 80) * 100,
      reversedOn: null,
      ...learnt(calendar, 'bank_statement', day),
    });
  }
}

function monthlyPayment({ amountCents, annualRate, termMonths }: CreditApplication): number {
  const rate = annualRate / 12;
  return Math.round((amountCents * rate) / (1 - (1 + rate) ** -termMonths));
}

function obligationsOf(draft: Draft): number {
  return draft.incomes
    .filter(({ kind, to }) => kind === 'obligation' && to === null)
    .reduce((sum, { monthlyCents }) => sum + monthlyCents, 0);
}

/** The simulated month a day lies in. */
function monthOf(calendar: Calendar, day: number): number {
  const month = calendar.ends.findIndex((end) => day <= end) - 1;
  return month < 0 ? MONTHS - 1 : month;
}
