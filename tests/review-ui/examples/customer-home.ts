import {
  customerHomePage,
  type HomeFacts,
  presentCustomerHome,
} from '../../../review-ui/pages/customer-home.ts';
import type { Claim, ClaimEvent, PersonFile } from '../../../scoring/portfolio/records.ts';
import { collectionPack, creditPack } from '../../scoring/explanation/fixtures.ts';
import { declined, emptyFile, fullFile, reminded } from './customer.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

export const TODAY = '2026-11-26';
const known = { source: 'creditor', obtainedOn: '2026-01-02', validUntil: null } as const;

function claim(claimId: number, of: Partial<Claim> = {}): Claim {
  const [base] = fullFile.claims;
  if (base === undefined) throw new Error('the example has no claim');
  return { ...base, claimId, claimNumber: `C-${claimId}`, creditor: 'Telefoni AS', costsCents: 1_500, ...of };
}

function event(claimId: number, kind: ClaimEvent['kind'], code: string | null): ClaimEvent {
  return { claimId, on: '2026-06-01', kind, code, amountCents: null, ...known };
}

/** Six claims: one in each phase, with a plan, paused, asked about, disputed; and three that are over. */
const file: PersonFile = {
  ...emptyFile,
  claims: [
    claim(11, { ownership: 'commission' }),
    claim(12, { creditor: 'Näidis Inkasso OÜ' }),
    claim(13, { dueOn: '2027-01-15' }),
    claim(14),
    claim(15, { principalCents: 0, interestCents: 0, costsCents: 0 }),
    claim(16),
    claim(17),
  ],
  claimEvents: [
    event(12, 'phase', 'court'),
    event(12, 'disputed', null),
    event(13, 'phase', 'enforcement'),
    event(14, 'phase', 'insolvency'),
    event(16, 'closed', 'paid'),
    event(17, 'closed', 'written_off'),
  ],
  plans: [
    {
      claimId: 12,
      agreedOn: '2026-09-20',
      instalmentCents: 4_000,
      instalments: 12,
      firstDueOn: '2026-10-01',
      endedOn: null,
      ended: null,
      ...known,
    },
  ],
  restrictions: [
    { personId: 3, kind: 'restricted', from: '2026-11-01', to: null, ...known },
    { personId: 3, kind: 'hardship', from: '2026-11-01', to: '2027-05-26', ...known },
    { personId: 3, kind: 'hardship', from: '2026-11-20', to: '2027-01-19', ...known },
  ],
};

export const BARE: HomeFacts = {
  file: emptyFile,
  controller: 'Näidis Inkasso OÜ',
  contact: null,
  contactText: null,
  advice: null,
  decisions: [],
  reviews: [],
  letters: [],
  offers: [],
  requests: [],
};

const about = { claimId: null, applicationId: null, decidedOn: '2026-11-20', replaced: false } as const;

export const FULL: HomeFacts = {
  ...BARE,
  file,
  contact: {
    name: 'Näidis Inkasso OÜ',
    email: 'info@naidis.example',
    phone: '+372 600 0001',
    address: 'Kivisilla 1, 10145 Tallinn',
    dataProtectionEmail: 'andmekaitse@naidis.example',
  },
  contactText: 'Helistage tööpäeval.',
  advice: { text: 'Võlanõustaja', url: 'https://example.ee/' },
  decisions: [
    {
      ...about,
      ...{ id: 12, applicationId: 7, decidedBy: 'people' },
      ...{ decision: declined, policy: creditPack.policy },
    },
    {
      ...about,
      ...{ id: 11, claimId: 11, decidedBy: 'program' },
      ...{ decision: reminded, policy: collectionPack.policy },
    },
    {
      ...about,
      ...{ id: 10, claimId: 13, decidedBy: 'program', replaced: true },
      ...{ decision: reminded, policy: collectionPack.policy },
    },
  ],
  reviews: [
    { reviewId: 42, decisionId: 12, open: true, dueOn: '2026-12-22' },
    { reviewId: 41, decisionId: 10, open: false, dueOn: '2026-10-22' },
  ],
  letters: [
    { id: 5, kind: 'decision', decisionId: 11, reviewId: null, text: 'Otsus\n\nTere.', on: '2026-11-20' },
    { id: 4, kind: 'review_received', decisionId: 12, reviewId: 42, text: 'Kätte saadud', on: '2026-11-22' },
    { id: 3, kind: 'rights_answered', decisionId: null, reviewId: null, text: 'Vastus', on: '2026-11-21' },
  ],
  offers: [
    {
      claimId: 13,
      terms: { kind: 'pause', reason: 'debt_counselling', to: '2027-01-19' },
      state: 'accepted',
      dueOn: '2026-11-30',
    },
    {
      claimId: 14,
      terms: { kind: 'plan', instalmentCents: 1_000, instalments: 70, firstDueOn: '2026-12-15' },
      state: 'asked',
      dueOn: '2026-12-07',
    },
  ],
  requests: [{ id: 8, right: 'rectification', dueOn: '2026-12-20' }],
};

export const EXAMPLES: readonly Example[] = [
  example(customerHomePage, 'typical', (wording) => presentCustomerHome(FULL, TODAY, wording)),
  example(customerHomePage, 'typical', (wording) =>
    presentCustomerHome({ ...FULL, file: fullFile, offers: [], contact: null }, TODAY, wording),
  ),
  example(customerHomePage, 'empty', (wording) => presentCustomerHome(BARE, TODAY, wording)),
  example(customerHomePage, 'awkward', (wording) =>
    presentCustomerHome(
      {
        ...FULL,
        file: {
          ...file,
          claims: file.claims.map((each, at) => ({
            ...each,
            creditor: at % 2 === 0 ? LONG_WORD : MARKUP,
            claimNumber: LONG_WORD,
            principalCents: each.principalCents * 1e9,
            currency: at === 0 ? 'USD' : 'EUR',
          })),
        },
        controller: MARKUP,
        contact: null,
        contactText: LONG_WORD,
        advice: { text: MARKUP, url: '' },
        letters: Array.from({ length: 9 }, (_, id) => ({
          ...{ id, kind: 'rights_answered', decisionId: null, reviewId: null },
          ...{ text: `${MARKUP}\n\n${LONG_WORD}`, on: '2026-11-21' },
        })),
      },
      TODAY,
      wording,
    ),
  ),
];
