import { processingOf } from '../../../scoring/safeguards/purposes.ts';
import { accessCopyPage } from '../../../review-ui/pages/access-copy.ts';
import { type AccessCopy, presentAccessCopy } from '../../../review-ui/access-copy.ts';
import { lastLetterPage } from '../../../review-ui/pages/last-letter.ts';
import { myRightsPage, presentMyRights } from '../../../review-ui/pages/my-rights.ts';
import { rightsDeskPage } from '../../../review-ui/pages/rights-desk.ts';
import { rightsEntryPage } from '../../../review-ui/pages/rights-entry.ts';
import { type RightsRequestContext, rightsRequestPage } from '../../../review-ui/pages/rights-request.ts';
import {
  presentRightsTrack,
  rightsTrackPage,
  type TrackedRequest,
} from '../../../review-ui/pages/rights-track.ts';
import { presentUseRight, useRightPage } from '../../../review-ui/pages/use-right.ts';
import type { Table } from '../../../review-ui/table.ts';
import type { Language } from '../../../scoring/portfolio/records.ts';
import { DISCLOSURE } from './disclosures.ts';
import { RECIPIENTS } from '../../../scoring/safeguards/processing.ts';
import { REQUEST_STATES } from '../../../scoring/safeguards/request-states.ts';
import { type Answer, requestAnsweredLetter } from '../../../scoring/safeguards/rights-letters.ts';
import { RIGHTS } from '../../../scoring/safeguards/rights.ts';
import { debtors } from '../../fixtures/debtors.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const request: TrackedRequest = {
  id: 3,
  right: 'objection',
  state: 'identified',
  receivedAt: '2026-03-02T10:00:00.000Z',
  dueOn: '2026-04-02',
  extendedTo: null,
  decidedAt: null,
  answeredAt: null,
  words: 'Olen haiglas.',
  ground: null,
  datum: null,
};

const answered: TrackedRequest = {
  ...request,
  state: 'answered',
  right: 'access',
  decidedAt: '2026-03-02T10:00:00.000Z',
  answeredAt: '2026-03-02T10:00:00.000Z',
};

function letter(language: Language, more: Partial<Answer> = {}) {
  return requestAnsweredLetter(
    {
      right: 'erasure',
      outcome: 'partly',
      refusal: 'claim_open',
      reason: 'Nõue on lahti.',
      kept: [{ refusal: 'legal_obligation', until: '2033-12-31' }],
      parts: ['contacts', 'told_income'],
      recipients: RECIPIENTS.map((kind) => ({ kind, name: 'Laen AS' })),
      consent: null,
      reopened: false,
      liftedOn: '2026-03-09',
      ...more,
    },
    {
      language,
      country: 'EE',
      controller: 'Näide OÜ',
      contact: null,
      signIn: null,
      processing: processingOf(null),
    },
  );
}

const given = { records: [], values: {}, errors: [], papersAtMost: 10, paperSize: '10 MB' };

const copy: AccessCopy = {
  on: '2026-03-02',
  controller: 'Näide OÜ',
  country: 'EE',
  identity: [{ what: 'name', value: 'Mari Maasikas' }],
  file: debtors.twoMonthsLate,
  statements: [{ kind: 'note', at: '2026-03-02T10:00:00.000Z', text: 'Tere' }],
  decisions: [],
  processing: processingOf(null),
  retention: [],
  recipients: [],
  disclosed: [DISCLOSURE],
  looks: [],
  tables: [
    {
      table: 'notices',
      rows: [{ id: 1, created_at: '2026-03-02T10:00:00.000Z', text: 'Tere', sent_at: null }],
    },
  ],
};

function table(cells: readonly string[]): Table {
  return {
    caption: 'Requests',
    columns: [{ label: 'Request', kind: 'text' }],
    rows: cells.map((text) => ({ key: true, cells: [{ text, href: '/rights/1' }] })),
    empty: 'No request waits.',
  };
}

const entry = {
  portfolios: [{ value: 'small', label: 'small' }],
  rights: [{ value: 'access', label: 'See my data' }],
  channels: [{ value: 'phone', label: 'telephone' }],
  methods: [{ value: 'control_questions', label: 'control questions' }],
  grounds: [{ value: '', label: 'None' }],
  consents: [{ value: '', label: 'None' }],
  values: {},
  errors: [],
};

const desk: RightsRequestContext = {
  id: 3,
  personId: 12,
  title: 'Request 3: Correct my data',
  tags: [{ text: 'We know it is you', tag: 'wait' }],
  facts: [{ name: 'Person', value: 'Mari Maasikas' }],
  asked: ['I paid 50, not 25.'],
  proofs: table(['Today']),
  track: table(['asked']),
  brakes: [{ id: 4, text: 'Restriction, 2 March 2026' }],
  underWay: ['Cases open: 1'],
  recipients: [{ id: 5, text: 'the creditor: Laen AS', told: null }],
  copies: [{ href: '/rights/3/copy.pdf', label: 'As PDF' }],
  letter: null,
  identify: null,
  decide: {
    outcomes: [{ value: 'granted', label: 'Granted' }],
    refusals: [{ value: '', label: 'None' }],
    parts: [{ value: 'contacts', label: 'Log of contacts' }],
    keeps: [{ value: '', label: 'None' }],
    record: {
      adds: false,
      asksEvidence: true,
      value: 'payments 7',
      label: 'Payments: 1 March 2025, €25.00',
      mayRemove: true,
      fields: [
        { name: 'value_on', label: 'Day', kind: 'date', value: '2025-03-01' },
        { name: 'value_amountCents', label: 'Amount', kind: 'text', value: '25.00' },
      ],
    },
    records: [{ value: 'payments 7', label: 'Payments' }],
    proposes: false,
  },
  confirm: null,
  assign: { isMine: false, holders: [{ value: '3', label: 'me' }] },
  mayExtend: true,
  values: {},
  errors: [],
};

const bare: RightsRequestContext = {
  ...desk,
  asked: [],
  proofs: table([]),
  track: table([]),
  brakes: [],
  recipients: [],
  copies: [],
  decide: null,
  mayExtend: false,
  identify: { methods: [{ value: 'control_questions', label: 'control questions' }] },
};

const consent = { purpose: 'marketing', givenOn: '2026-01-01', withdrawnOn: null };

export const EXAMPLES: readonly Example[] = [
  example(myRightsPage, 'typical', (w) =>
    presentMyRights({ requests: [request], consents: [consent], country: 'EE' }, w),
  ),
  example(myRightsPage, 'empty', (w) => presentMyRights({ requests: [], consents: [], country: 'FI' }, w)),
  example(myRightsPage, 'awkward', (w) =>
    presentMyRights(
      {
        requests: RIGHTS.flatMap((right) =>
          REQUEST_STATES.map((state, at) => ({ ...request, right, state, id: at + 1 })),
        ),
        consents: [consent, { ...consent, withdrawnOn: '2026-02-01' }],
        country: 'FI',
      },
      w,
    ),
  ),
  example(useRightPage, 'typical', (w) => presentUseRight('erasure', given, w)),
  example(useRightPage, 'empty', (w) => presentUseRight('access', given, w)),
  example(useRightPage, 'awkward', (w) =>
    presentUseRight(
      'rectification',
      {
        ...given,
        records: [{ value: 'payments 1', label: LONG_WORD }],
        values: { words: MARKUP, rest: 'yes' },
        errors: [{ field: 'words', text: LONG_WORD }],
      },
      w,
    ),
  ),
  example(rightsTrackPage, 'typical', (w) => presentRightsTrack(request, null, w)),
  example(rightsTrackPage, 'empty', (w) =>
    presentRightsTrack({ ...request, words: '', state: 'withdrawn' }, null, w),
  ),
  example(rightsTrackPage, 'awkward', (w) =>
    presentRightsTrack(
      { ...answered, words: MARKUP, ground: 'unlawful', datum: LONG_WORD },
      letter(w.language, { reason: LONG_WORD, reopened: true }),
      w,
    ),
  ),
  example(accessCopyPage, 'typical', (w) => ({
    document: presentAccessCopy(copy, w),
    forms: [{ href: '/my/copy/copy.pdf', label: 'PDF' }],
  })),
  example(accessCopyPage, 'empty', () => ({ document: { title: 'x', sections: [] }, forms: [] })),
  example(accessCopyPage, 'awkward', (w) => ({
    document: presentAccessCopy(
      {
        ...copy,
        identity: [{ what: 'address', value: MARKUP }],
        recipients: RECIPIENTS.map((kind) => ({ kind, name: LONG_WORD })),
        decisions: [{ on: '2026-03-01', told: letter(w.language) }],
        looks: [{ at: '2026-03-02T10:00:00.000Z', role: 'officer', what: 'case' }],
        tables: [{ table: 'votes', rows: [{ reasons: MARKUP, verdict: { kind: 'uphold' } }] }],
      },
      w,
    ),
    forms: [],
  })),
  example(rightsDeskPage, 'typical', () => ({
    figures: [{ name: 'Waiting', value: '3', alarm: false }],
    filters: [],
    table: table(['Request 1']),
    mayEnter: true,
  })),
  example(rightsDeskPage, 'empty', () => ({ figures: [], filters: [], table: table([]), mayEnter: false })),
  example(rightsDeskPage, 'awkward', () => ({
    figures: [{ name: LONG_WORD, value: '1 000 000', alarm: true }],
    filters: [{ name: 'state', label: LONG_WORD, value: 'x', options: [{ value: 'x', label: MARKUP }] }],
    table: table([LONG_WORD, MARKUP]),
    mayEnter: true,
  })),
  example(rightsEntryPage, 'typical', () => entry),
  example(rightsEntryPage, 'empty', () => ({ ...entry, portfolios: [] })),
  example(rightsEntryPage, 'awkward', () => ({
    ...entry,
    values: { words: MARKUP, person: LONG_WORD },
    errors: [{ field: 'person', text: LONG_WORD }],
  })),
  example(rightsRequestPage, 'typical', () => desk),
  example(rightsRequestPage, 'empty', () => bare),
  example(rightsRequestPage, 'awkward', (w) => ({
    ...desk,
    title: LONG_WORD,
    asked: [MARKUP, LONG_WORD],
    letter: { notice: letter(w.language), sent: false },
    confirm: { text: LONG_WORD },
    errors: [{ field: 'reason', text: LONG_WORD }],
    values: { reason: MARKUP, act: 'remove' },
  })),
  example(lastLetterPage, 'typical', () => ({ letter: 'Mari Maasikas\n\nTere.' })),
  example(lastLetterPage, 'empty', () => ({ letter: '' })),
  example(lastLetterPage, 'awkward', () => ({ letter: `${MARKUP}\n${LONG_WORD}` })),
];
