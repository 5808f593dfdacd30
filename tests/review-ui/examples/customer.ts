import { SUPPORT_NEEDS } from '../../../scoring/safeguards/support-needs.ts';
import type { Explained } from '../../../review-ui/explained.ts';
import {
  customerDecisionPage,
  type DecisionSurroundings,
  presentCustomerDecision,
} from '../../../review-ui/pages/customer-decision.ts';
import { myDataPage, presentMyData } from '../../../review-ui/pages/my-data.ts';
import { problemPage } from '../../../review-ui/pages/problem.ts';
import { groundsForm } from '../../../review-ui/grounds.ts';
import { type RequestReviewContext, requestReviewPage } from '../../../review-ui/pages/request-review.ts';
import { presentTrack, reviewTrackPage, type TrackedReview } from '../../../review-ui/pages/review-track.ts';
import { type SignInContext, signInPage } from '../../../review-ui/pages/sign-in.ts';
import { type StatementContext, statementPage } from '../../../review-ui/pages/statement.ts';
import { type WhatIfContext, type WhatIfField, whatIfPage } from '../../../review-ui/pages/what-if.ts';
import { DISCLOSURE } from './disclosures.ts';
import type { RetentionRule } from '../../../scoring/safeguards/controller-profile.ts';
import { DISCLOSED_FIELDS } from '../../../scoring/safeguards/disclosure.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { explain } from '../../../scoring/explanation/explain.ts';
import type { PersonFile } from '../../../scoring/portfolio/records.ts';
import type { Vote } from '../../../scoring/review/review.ts';
import {
  decideCollection,
  decideCredit,
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
} from '../../scoring/explanation/fixtures.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const RETENTION: readonly RetentionRule[] = [
  {
    ...{
      records: 'claims',
      since: 'contract_end',
      months: 84,
      ground: 'accounting_law',
      citation: 'RPS § 12',
    },
    ...{ sourceKeepsMonths: null, verify: null, then: 'pseudonymise' },
  },
  {
    ...{
      records: 'household',
      since: 'obtained',
      months: 18,
      ground: 'accountability',
      citation: 'GDPR art 5',
    },
    ...{ sourceKeepsMonths: null, verify: null, then: 'delete' },
  },
];

export function explained(decision: Decision): Explained {
  const [pack, cards] =
    decision.kind === 'credit' ? [creditPack, creditScorecards] : [collectionPack, collectionScorecards];
  return {
    decision,
    explanation: explain(decision, pack, cards),
    policy: pack.policy,
    scorecards: cards,
  };
}

export const declined = decideCredit({
  payment_defaults_active: 2,
  months_in_job: 4,
  income_monthly: 80_000,
});
export const approved = decideCredit();
export const reminded = decideCollection();

/** Sixty facts, most of which the catalogue does not know, with names that no line holds. */
export function sixtyFacts(): Explained {
  const base = explained(declined);
  const score = base.explanation.scores[0];
  if (score === undefined) throw new Error('the example has no score');
  const extra = Array.from({ length: 60 }, (_, at) => ({
    characteristic: `${LONG_WORD.toLowerCase()}_${at}`,
    value: at % 3 === 0 ? MARKUP : at % 3 === 1 ? null : -1e9,
    attribute: 0,
    logOdds: at - 30,
    points: at - 30,
  }));
  return {
    ...base,
    explanation: {
      ...base.explanation,
      scores: [{ ...score, contributions: [...score.contributions, ...extra] }],
      recourse: { kind: 'none', because: 'score' },
    },
  };
}

/** Two for what came of the approved example, and one who would have left the decline as it was. */
export function votes(reasons: string): readonly Vote[] {
  const { outcome } = approved;
  if (outcome.kind === 'refer') throw new Error('the example is approved');
  const castAt = '2026-11-19T10:00:00.000Z';
  return [1, 2, 3].map((memberId) => ({
    memberId,
    castAt,
    verdict: memberId === 3 ? { kind: 'uphold' } : { kind: 'change', to: outcome },
    reasons,
  }));
}

export const around: DecisionSurroundings = {
  decisionId: 12,
  decidedOn: '2026-11-20',
  toldOn: '2026-11-21',
  decidedBy: 'program',
  replaces: null,
  replacedBy: null,
  committee: null,
  wholeFile: true,
  review: null,
  whatIf: [],
};

export const emptyFile: PersonFile = {
  person: {
    personId: 3,
    jurisdiction: 'EE',
    language: 'et',
    adultOn: null,
    personKind: 'natural',
    source: 'creditor',
    obtainedOn: '2026-01-02',
    validUntil: null,
  },
  statuses: [],
  claims: [],
  claimEvents: [],
  invoices: [],
  payments: [],
  plans: [],
  promises: [],
  contacts: [],
  measures: [],
  publicRecords: [],
  incomes: [],
  applications: [],
  consents: [],
  restrictions: [],
};

const known = { source: 'creditor', obtainedOn: '2026-01-02', validUntil: '2027-01-02' } as const;

export const fullFile: PersonFile = {
  ...emptyFile,
  statuses: [{ personId: 3, kind: 'abroad', from: '2026-02-01', to: null, ...known }],
  claims: [
    {
      claimId: 11,
      claimNumber: 'C-11',
      personId: 3,
      coDebtorIds: [4],
      creditor: LONG_WORD,
      ownership: 'owned',
      product: 'telecom',
      consumer: true,
      currency: 'EUR',
      principalCents: 70_000,
      interestCents: 5_000,
      costsCents: 0,
      creditLimitCents: null,
      openedOn: '2026-01-02',
      dueOn: '2026-02-01',
      contractEndedOn: null,
      limitationOn: '2029-12-31',
      ...known,
    },
  ],
  claimEvents: [
    { claimId: 11, on: '2026-03-01', kind: 'phase', code: 'court', amountCents: null, ...known },
    { claimId: 11, on: '2026-03-02', kind: 'limitation', code: '2030-01-01', amountCents: null, ...known },
  ],
  invoices: [
    {
      claimId: 11,
      issuedOn: '2026-01-15',
      dueOn: '2026-02-01',
      amountCents: 70_000,
      reportedMonthsLate: null,
      ...known,
    },
  ],
  payments: [{ claimId: 11, on: '2026-04-04', amountCents: 1_250, reversedOn: null, ...known }],
  plans: [
    {
      claimId: 11,
      agreedOn: '2026-05-01',
      instalmentCents: 4_000,
      instalments: 12,
      firstDueOn: '2026-06-01',
      endedOn: '2026-08-01',
      ended: 'broken',
      ...known,
    },
  ],
  promises: [{ claimId: 11, on: '2026-05-01', dueOn: '2026-05-15', amountCents: 4_000, ...known }],
  contacts: [
    {
      personId: 3,
      claimId: 11,
      on: '2026-03-05',
      channel: 'call',
      direction: 'out',
      result: 'no_answer',
      ...known,
    },
  ],
  measures: [
    {
      claimId: 11,
      on: '2026-03-05',
      measure: 'demand_letter',
      creditorCostCents: 200,
      debtorCostCents: 500,
      ...known,
    },
    { claimId: 11, on: '2026-03-06', measure: MARKUP, creditorCostCents: 0, debtorCostCents: 0, ...known },
  ],
  publicRecords: [
    {
      personId: 3,
      kind: 'bureau_rating',
      on: '2026-01-02',
      endedOn: null,
      amountCents: null,
      code: 'B',
      monthlyCents: null,
      ...known,
    },
  ],
  incomes: [
    {
      personId: 3,
      kind: 'income',
      code: 'salary',
      monthlyCents: 120_000,
      count: null,
      from: '2026-01-01',
      to: null,
      verified: true,
      ...known,
    },
  ],
  applications: [
    {
      applicationId: 7,
      applicationNumber: 'A-7',
      personId: 3,
      on: '2026-11-18',
      lender: 'Näidislaen AS',
      product: 'loan',
      currency: 'EUR',
      amountCents: 300_000,
      termMonths: 36,
      annualRate: 0.155,
      ...known,
    },
  ],
  consents: [{ personId: 3, purpose: LONG_WORD, givenOn: '2026-01-02', withdrawnOn: '2026-05-05', ...known }],
  restrictions: [{ personId: 3, kind: 'hardship', from: '2026-01-02', to: null, ...known }],
};

export const tracked: TrackedReview = {
  review: {
    reviewId: 42,
    decisionId: 12,
    personId: 3,
    state: 'requested',
    requestedAt: '2026-11-22T10:00:00.000Z',
    dueOn: '2026-12-22',
    suspendsOutcome: true,
    extendedTo: null,
    extensionReason: null,
    outcomeDecisionId: null,
    closedAt: null,
  },
  open: true,
  contested: { decision: declined, policy: creditPack.policy },
  outcome: null,
  events: [{ at: '2026-11-22T10:00:00.000Z', event: 'request', note: null }],
  votes: [],
  statements: [],
  grounds: { came: [], points: ['Nimetatud põhjused'], wrongData: null },
  papers: [],
};

export const trackForm = { errors: [], typed: '', paperSize: '10 MB', papersAtMost: 5 };

const tryFields: readonly WhatIfField[] = [
  { name: 'value-income_monthly', label: 'Sissetulek, €', value: '800', hint: 'Praegu 800.', options: null },
  {
    name: 'value-direct_debit',
    label: 'Otsekorraldus',
    value: '0',
    hint: '',
    options: [
      { value: '0', label: 'ei' },
      { value: '1', label: 'jah' },
    ],
  },
];

export const EXAMPLES: readonly Example[] = [
  example(
    whatIfPage,
    'typical',
    (w): WhatIfContext => ({
      decisionId: 12,
      headline: 'Otsus',
      resting: false,
      kind: 'credit',
      fields: tryFields,
      errors: [],
      answer: {
        outcome: 'Rahuldaksime taotluse.',
        changed: true,
        score: w.t('customer.whatIf.score', { points: 612 }),
        rules: [],
        changes: [{ text: 'Sissetulek: 1000, praegu 800.', when: 'Selleks kulub umbes 2 kuud.' }],
        together: '',
        lessGround: '',
      },
    }),
  ),
  example(
    whatIfPage,
    'empty',
    (): WhatIfContext => ({
      decisionId: 12,
      headline: 'Otsus',
      resting: true,
      kind: 'collection',
      fields: [],
      errors: [],
      answer: null,
    }),
  ),
  example(
    whatIfPage,
    'awkward',
    (): WhatIfContext => ({
      decisionId: 12,
      headline: MARKUP,
      resting: false,
      kind: 'collection',
      fields: tryFields.map((field) => ({ ...field, label: LONG_WORD, value: MARKUP, hint: MARKUP })),
      errors: tryFields.map(({ name }) => ({ field: name, text: MARKUP })),
      answer: {
        outcome: LONG_WORD,
        changed: false,
        score: MARKUP,
        rules: [MARKUP, LONG_WORD],
        changes: [
          { text: LONG_WORD, when: MARKUP },
          { text: MARKUP, when: LONG_WORD },
        ],
        together: LONG_WORD,
        lessGround: MARKUP,
      },
    }),
  ),
  example(customerDecisionPage, 'typical', (wording) =>
    presentCustomerDecision(explained(declined), { ...around, whatIf: tryFields }, wording),
  ),
  example(customerDecisionPage, 'typical', (wording) =>
    presentCustomerDecision(
      explained(approved),
      {
        ...around,
        decidedBy: 'people',
        replaces: 11,
        committee: { contested: declined, votes: votes('Sissetulek on püsiv.') },
        review: { reviewId: 42, open: false, dueOn: '2026-12-22', suspends: true },
      },
      wording,
    ),
  ),
  example(customerDecisionPage, 'empty', (wording) => {
    const base = explained(reminded);
    return presentCustomerDecision(
      { ...base, explanation: { ...base.explanation, scores: [], reasons: [], data: [], threshold: null } },
      { ...around, toldOn: null },
      wording,
    );
  }),
  example(customerDecisionPage, 'awkward', (wording) =>
    presentCustomerDecision(
      sixtyFacts(),
      {
        ...around,
        replacedBy: 99,
        committee: { contested: declined, votes: votes(MARKUP) },
        review: { reviewId: 42, open: true, dueOn: '2026-12-22', suspends: true },
      },
      wording,
    ),
  ),
  ...(['typical', 'empty', 'awkward'] as const).map((kind) =>
    example(
      requestReviewPage,
      kind,
      (wording): RequestReviewContext => ({
        decisionId: 12,
        headline: kind === 'awkward' ? LONG_WORD : 'Otsus',
        words: kind === 'awkward' ? MARKUP : '',
        answer: 'portal',
        errors:
          kind === 'awkward'
            ? [
                { field: 'words', text: MARKUP },
                { field: 'papers', text: LONG_WORD },
              ]
            : [],
        expect: kind === 'empty' ? [] : ['Vastame hiljemalt 22. detsembril 2026.'],
        grounds: groundsForm(
          kind === 'awkward' ? sixtyFacts() : explained(declined),
          kind === 'awkward'
            ? { points: ['data'], wrongData: [{ characteristic: 'months_in_job', right: MARKUP }] }
            : { points: [], wrongData: [] },
          wording,
        ),
        paperSize: '10 MB',
        papersAtMost: 5,
      }),
    ),
  ),
  example(reviewTrackPage, 'typical', (wording) =>
    presentTrack(
      {
        ...tracked,
        events: [
          ...tracked.events,
          { at: '2026-11-23T10:00:00.000Z', event: 'prepare', note: null },
          { at: '2026-11-24T10:00:00.000Z', event: 'open', note: null },
        ],
        review: { ...tracked.review, state: 'before_committee' },
        statements: [
          {
            kind: 'contest',
            authorKind: 'customer',
            at: '2026-11-22T10:00:00.000Z',
            text: 'Maksin selle ära.',
          },
        ],
        papers: [{ href: '/my/documents/1', name: 'kviitung.pdf', size: '84 kB', signatures: null }],
      },
      trackForm,
      wording,
    ),
  ),
  example(reviewTrackPage, 'empty', (wording) =>
    presentTrack({ ...tracked, events: [] }, trackForm, wording),
  ),
  example(reviewTrackPage, 'awkward', (wording) =>
    presentTrack(
      {
        ...tracked,
        open: false,
        review: {
          ...tracked.review,
          state: 'notified',
          extendedTo: '2027-02-22',
          extensionReason: MARKUP,
          outcomeDecisionId: 13,
          closedAt: '2026-12-01T10:00:00.000Z',
        },
        outcome: approved,
        votes: [1, 2, 3].map((memberId) => ({
          memberId,
          castAt: '2026-12-01T10:00:00.000Z',
          verdict: { kind: 'uphold' },
          reasons: memberId === 1 ? LONG_WORD : MARKUP,
        })),
        statements: [{ kind: 'note', authorKind: 'staff', at: '2026-11-22T10:00:00.000Z', text: MARKUP }],
        papers: [{ href: '/my/documents/1', name: LONG_WORD, size: '1 B', signatures: null }],
      },
      trackForm,
      wording,
    ),
  ),
  example(reviewTrackPage, 'awkward', (wording) =>
    presentTrack(
      { ...tracked, open: false, review: { ...tracked.review, state: 'withdrawn' } },
      trackForm,
      wording,
    ),
  ),
  ...(['correction', 'facts'] as const).flatMap((form) =>
    (['typical', 'empty', 'awkward'] as const).map((kind) =>
      example(
        statementPage,
        kind,
        (): StatementContext => ({
          form,
          decisionId: 12,
          headline: kind === 'awkward' ? MARKUP : 'Otsus',
          errors: kind === 'awkward' ? ['words', 'consent'].map((field) => ({ field, text: MARKUP })) : [],
          values: kind === 'awkward' ? { words: MARKUP, support: 'pause' } : {},
          facts:
            kind === 'empty'
              ? []
              : [{ value: 'balance', label: kind === 'awkward' ? LONG_WORD : 'Jääk: 800 €' }],
          needs: SUPPORT_NEEDS,
          keepsNotes: kind !== 'typical',
          sent: kind === 'awkward' ? [{ date: '22. november 2026', text: MARKUP }] : [],
        }),
      ),
    ),
  ),
  example(myDataPage, 'typical', (wording) =>
    presentMyData(
      fullFile,
      [{ what: 'name', value: 'Mari Maasikas' }],
      [{ kind: 'correction', at: '2026-11-22T10:00:00.000Z', text: 'See on vale.' }],
      [DISCLOSURE],
      RETENTION,
      wording,
    ),
  ),
  example(myDataPage, 'empty', (wording) => presentMyData(emptyFile, [], [], [], [], wording)),
  example(myDataPage, 'awkward', (wording) =>
    presentMyData(
      { ...fullFile, payments: Array.from({ length: 500 }, () => fullFile.payments[0]!) },
      [{ what: 'address', value: MARKUP }],
      [{ kind: 'support', at: '2026-11-22T10:00:00.000Z', text: MARKUP }],
      [{ ...DISCLOSURE, recipient: { kind: 'adviser', name: MARKUP }, extent: DISCLOSED_FIELDS }],
      RETENTION,
      wording,
    ),
  ),
  ...(['typical', 'empty', 'awkward'] as const).map((kind) =>
    example(
      signInPage,
      kind,
      (): SignInContext => ({
        next: kind === 'awkward' ? '/my?x="><script>' : null,
        username: kind === 'awkward' ? MARKUP : '',
        wrong: kind === 'awkward' ? 'code' : null,
        providers:
          kind === 'empty' ? [] : [{ href: '/sign-in/eid', name: kind === 'awkward' ? LONG_WORD : 'eID' }],
        demo:
          kind === 'typical' ? [{ role: 'chair', name: 'Esimees', username: 'chair', password: 'x' }] : [],
        isNobodyLeft: kind === 'empty',
      }),
    ),
  ),
  example(problemPage, 'typical', () => ({ kind: 'not_found', requestId: '1' })),
  example(problemPage, 'empty', () => ({ kind: 'sign_in_needed', requestId: '' })),
  example(problemPage, 'awkward', () => ({ kind: 'broken', requestId: MARKUP })),
];
