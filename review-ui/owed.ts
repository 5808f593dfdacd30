import type { Table } from './table.ts';
import type { Wording } from './wording.ts';
import { type ClaimView, claimView } from '../scoring/portfolio/balance.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { PersonFile } from '../scoring/portfolio/records.ts';
import { nextDueOn, type Terms } from '../scoring/review/offers.ts';

/** What a person asked about a claim, as far as it counts today. */
export interface OfferFact {
  readonly claimId: number;
  readonly terms: Terms;
  readonly state: 'asked' | 'accepted' | 'refused' | 'withdrawn';
  readonly dueOn: IsoDate;
}

/** One claim as the person reads it: to whom, how much, made up of what, where it stands. */
export interface OwedClaim {
  readonly claimId: number;
  readonly creditor: string;
  readonly total: string;
  /** "Claim C-11. It was due on 1 February 2026." */
  readonly line: string;
  /** Debt, interest and costs, each apart. */
  readonly parts: readonly { readonly name: string; readonly value: string }[];
  /** Who is owed and who collects, where it stands, a plan or a pause: a sentence or two each. */
  readonly notes: readonly string[];
}

/** A claim that something is owed on, with the plan and the pause that hold today. */
export interface OwedView extends ClaimView {
  readonly plan: ClaimView['plans'][number] | null;
  readonly pause: Extract<Terms, { kind: 'pause' }> | null;
  /** What waits for an answer. */
  readonly asked: OfferFact | null;
}

/** Those with something to pay, what was due first first; and those that are over. */
export function claimsOf(
  file: PersonFile,
  offers: readonly OfferFact[],
  today: IsoDate,
): { readonly owed: readonly OwedView[]; readonly over: readonly ClaimView[] } {
  const views = file.claims.map((claim) => claimView(file, claim, today));
  const isOwed = ({ balance }: ClaimView): boolean => balance.closed === null && balance.totalCents > 0;
  return {
    owed: views
      .filter(isOwed)
      .map((view) => {
        const own = offers.filter(({ claimId }) => claimId === view.claim.claimId);
        return {
          ...view,
          plan: view.plans.findLast(({ endedOn }) => endedOn === null) ?? null,
          pause: own.flatMap(({ state, terms }) => (isPause(terms, state, today) ? [terms] : []))[0] ?? null,
          asked: own.find(({ state }) => state === 'asked') ?? null,
        };
      })
      .sort((a, b) => (a.claim.dueOn < b.claim.dueOn ? -1 : 1)),
    over: views.filter((view) => !isOwed(view)),
  };
}

function isPause(
  terms: Terms,
  state: OfferFact['state'],
  today: IsoDate,
): terms is Extract<Terms, { kind: 'pause' }> {
  return terms.kind === 'pause' && state === 'accepted' && terms.to > today;
}

/** "€812.40", or two sums where claims are in two currencies: they are never added up. */
export function owedInAll(owed: readonly OwedView[], { money }: Pick<Wording, 'money'>): string {
  const sums = new Map<string, number>();
  for (const { claim, balance } of owed) {
    sums.set(claim.currency, (sums.get(claim.currency) ?? 0) + balance.totalCents);
  }
  return [...sums].map(([currency, cents]) => money(cents, currency)).join(' + ');
}

export function owedClaim(
  view: OwedView,
  controller: string,
  today: IsoDate,
  { t, money, dateOn }: Wording,
): OwedClaim {
  const { claim, balance } = view;
  const sum = (cents: number): string => money(cents, claim.currency);
  const due = t(claim.dueOn < today ? 'customer.home.wasDue' : 'customer.home.isDue', {
    date: dateOn(claim.dueOn),
  });
  return {
    claimId: claim.claimId,
    creditor: claim.creditor,
    total: sum(balance.totalCents),
    line: `${t('customer.home.claimNumber', { number: claim.claimNumber })} ${due}`,
    parts: [
      { name: t('customer.home.principal'), value: sum(balance.principalCents) },
      { name: t('customer.home.interest'), value: sum(balance.interestCents) },
      { name: t('customer.home.costs'), value: sum(balance.costsCents) },
    ],
    notes: [
      t(`customer.phaseMeans.${balance.phase}`),
      t(`customer.home.who.${whoCollects(view, controller)}`, { creditor: claim.creditor, controller }),
      ...(balance.disputed ? [t('customer.home.disputed')] : []),
      ...agreedNotes(view, today, { t, money, dateOn }),
    ],
  };
}

function whoCollects({ claim }: ClaimView, controller: string): 'commission' | 'own' | 'bought' {
  if (claim.ownership === 'commission') return 'commission';
  return claim.creditor === controller ? 'own' : 'bought';
}

function agreedNotes(
  { claim, plan, pause, asked }: OwedView,
  today: IsoDate,
  { t, money, dateOn }: Pick<Wording, 't' | 'money' | 'dateOn'>,
): readonly string[] {
  const next = plan && nextDueOn(plan, today);
  return [
    ...(plan === null
      ? []
      : [t('customer.home.plan', { amount: money(plan.instalmentCents, claim.currency) })]),
    ...(next === null ? [] : [t('customer.home.planNext', { date: dateOn(next) })]),
    ...(pause === null ? [] : [t('customer.home.pause', { date: dateOn(pause.to) })]),
    ...(asked === null ? [] : [t('customer.home.asking', { date: dateOn(asked.dueOn) })]),
  ];
}

/** Claims that are paid, sold or written off, and those on which nothing is left. */
export function overTable(over: readonly ClaimView[], { t, date }: Wording): Table | null {
  if (over.length === 0) return null;
  return {
    caption: t('customer.home.over'),
    columns: [
      { label: t('customer.home.claim'), kind: 'text' },
      { label: t('customer.home.creditor'), kind: 'text' },
      { label: t('customer.home.state'), kind: 'text' },
    ],
    rows: over.map(({ claim, balance }) => ({
      cells: [
        claim.claimNumber,
        claim.creditor,
        [
          t(`customer.closing.${balance.closed ?? 'settled'}`),
          balance.closedOn === null ? '' : date(balance.closedOn),
        ]
          .filter((part) => part !== '')
          .join(', '),
      ],
    })),
    empty: '',
    narrow: 'stack',
  };
}
