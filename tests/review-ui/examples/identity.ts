import { controlQuestionsPage } from '../../../review-ui/pages/control-questions.ts';
import { mandatesPage } from '../../../review-ui/pages/mandates.ts';
import { type PersonContext, personPage } from '../../../review-ui/pages/person.ts';
import { drawQr } from '../../../review-ui/qr.ts';
import { type AccountContext, accountPage } from '../../../review-ui/pages/account.ts';
import { type ActingContext, actingPage } from '../../../review-ui/pages/acting.ts';
import { actingMattersPage } from '../../../review-ui/pages/acting-matters.ts';
import { myRepresentativesPage } from '../../../review-ui/pages/my-representatives.ts';
import { secondFactorPage } from '../../../review-ui/pages/second-factor.ts';
import {
  type SecondFactorSetupContext,
  type SecondFactorStep,
  secondFactorSetupPage,
} from '../../../review-ui/pages/second-factor-setup.ts';
import { signedOutPage } from '../../../review-ui/pages/signed-out.ts';
import { type SignInRefusedContext, signInRefusedPage } from '../../../review-ui/pages/sign-in-refused.ts';
import { accessesPage } from '../../../review-ui/pages/accesses.ts';
import { myLooksPage, presentMyLooks } from '../../../review-ui/pages/my-looks.ts';
import type { Table } from '../../../review-ui/table.ts';
import { SIGHTS } from '../../../scoring/safeguards/access.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const looks = SIGHTS.flatMap((what, at) =>
  ['officer', 'member', 'dpo'].map((role) => ({ at: `2026-03-0${at + 1}T10:00:00.000Z`, role, what })),
);

function accessTable(who: readonly string[]): Table {
  return {
    caption: 'Openings',
    columns: [
      { label: 'When', kind: 'text' },
      { label: 'Who', kind: 'text' },
    ],
    rows: who.map((name) => ({ cells: ['2 March 2026', name] })),
    empty: 'Nobody yet.',
  };
}

const person = { name: 'person', label: 'Person number', value: '12' };

const account: AccountContext = {
  staff: { hasPassword: true, secondFactor: true },
  choices: false,
  leastLength: 12,
  errors: [],
};

const acting: ActingContext = {
  files: [{ value: 'file:1', label: 'Näidisinkasso OÜ' }],
  open: [{ value: 'mandate:2', label: 'Mari Maasikas', note: 'One claim only' }],
  shut: [],
};

const line = { href: '/my/decisions/4', text: 'We propose a reminder', note: '2 March 2026' };

const mandate = {
  mandateId: 2,
  name: 'Juhan Juurikas',
  kind: 'Lawyer',
  scope: 'Everything',
  period: 'From 1 March 2026.',
  standing: 'Holds',
  valid: true,
  mayEnd: true,
  instead: false,
};

const question = { name: 'street', label: 'On which street do you live?', hint: 'The name is enough' };

const mandateLine = {
  mandateId: 2,
  name: 'Juhan Juurikas',
  facts: [{ name: 'Kind', value: 'Guardian' }],
  papers: [{ href: '/mandate-papers/4', name: 'määrus.pdf', size: '120 kB', signatures: null }],
  standing: 'We are checking it',
  tag: 'wait' as const,
  mayConfirm: true,
  mayEnd: true,
  mayGiveCode: true,
};

const person12: PersonContext = {
  personId: 12,
  mandates: [mandateLine],
  giveOut: [{ href: '/decisions/9/disclosures', text: 'Claim C-9' }],
  unheard: [
    {
      unheardId: 5,
      text: 'Palun pikendage maksetähtaega.',
      note: '2 March 2026 · telephone · no mandate',
      papers: [],
      maySettle: true,
    },
  ],
  channels: [{ value: 'phone', label: 'Telephone' }],
  paperSize: '10 MB',
  papersAtMost: 5,
  restricted: true,
  offers: [
    { text: 'EE-1: puhkus', state: 'Ootab vastust', when: '2. märts', href: null },
    { text: MARKUP, state: LONG_WORD, when: LONG_WORD, href: '/offers/4' },
  ],
  mayRecord: true,
  controlQuestions: true,
  kinds: [{ value: 'guardian', label: 'Guardian' }],
  scopes: [{ value: 'all', label: 'Everything' }],
  proofs: [{ value: 'id_document', label: 'Identity document' }],
  values: { from: '2026-03-02' },
  errors: [],
  code: null,
};

function setUp(step: SecondFactorStep): SecondFactorSetupContext {
  return { step };
}

export const EXAMPLES: readonly Example[] = [
  example(myLooksPage, 'typical', (wording) => presentMyLooks(looks.slice(0, 3), wording)),
  example(myLooksPage, 'empty', (wording) => presentMyLooks([], wording)),
  example(myLooksPage, 'awkward', (wording) => presentMyLooks([...looks, ...looks], wording)),
  example(accessesPage, 'typical', () => ({ filters: [person], table: accessTable(['Officer']) })),
  example(accessesPage, 'empty', () => ({ filters: [{ ...person, value: '' }], table: accessTable([]) })),
  example(accessesPage, 'awkward', () => ({
    filters: [person],
    table: accessTable([LONG_WORD, MARKUP]),
  })),
  example(accountPage, 'typical', () => account),
  example(accountPage, 'empty', () => ({ ...account, staff: null })),
  example(accountPage, 'awkward', () => ({
    ...account,
    choices: true,
    errors: [{ field: 'current', text: MARKUP }],
  })),
  example(actingPage, 'typical', () => acting),
  example(actingPage, 'empty', () => ({ files: [], open: [], shut: [] })),
  example(actingPage, 'awkward', () => ({
    files: acting.files,
    open: [{ value: 'mandate:3', label: LONG_WORD, note: MARKUP }],
    shut: ['A mandate has run out.', 'Another, too.'],
  })),
  example(actingMattersPage, 'typical', () => ({ scope: 'One claim only', decisions: [line], reviews: [] })),
  example(actingMattersPage, 'empty', () => ({ scope: 'One claim only', decisions: [], reviews: [] })),
  example(actingMattersPage, 'awkward', () => ({
    scope: LONG_WORD,
    decisions: Array.from({ length: 20 }, () => ({ ...line, text: LONG_WORD, note: MARKUP })),
    reviews: [line],
  })),
  example(myRepresentativesPage, 'typical', () => ({
    mandates: [mandate],
    unheard: [{ text: 'Palun oodake palgapäevani.', note: '2 March 2026 · Liis · the mandate had ended' }],
  })),
  example(myRepresentativesPage, 'empty', () => ({ mandates: [], unheard: [] })),
  example(myRepresentativesPage, 'awkward', () => ({
    mandates: [
      { ...mandate, name: LONG_WORD, instead: true, mayEnd: false },
      { ...mandate, mandateId: 3, name: MARKUP, valid: false },
    ],
    unheard: [{ text: LONG_WORD, note: MARKUP }],
  })),
  example(secondFactorPage, 'typical', () => ({ wrong: false })),
  example(secondFactorPage, 'empty', () => ({ wrong: false })),
  example(secondFactorPage, 'awkward', () => ({ wrong: true })),
  example(secondFactorSetupPage, 'typical', () => setUp({ state: 'none', required: true })),
  example(secondFactorSetupPage, 'empty', () =>
    setUp({ state: 'set', codesLeft: 'None left.', removable: true }),
  ),
  example(secondFactorSetupPage, 'awkward', () =>
    setUp({
      state: 'begun',
      secret: 'ABCD '.repeat(8),
      qr: drawQr('otpauth://totp/x?secret=ABCD'),
      wrong: true,
    }),
  ),
  example(secondFactorSetupPage, 'awkward', () =>
    setUp({ state: 'done', recoveryCodes: Array.from({ length: 10 }, () => '7KQ2-M9XW-4TB8H') }),
  ),
  example(signedOutPage, 'typical', () => ({ provider: 'https://provider.example/end' })),
  example(signedOutPage, 'empty', () => ({ provider: null })),
  example(signedOutPage, 'awkward', () => ({ provider: 'https://provider.example/?x="><script>' })),
  example(signInRefusedPage, 'typical', (): SignInRefusedContext => ({ because: 'unknown' })),
  example(signInRefusedPage, 'empty', (): SignInRefusedContext => ({ because: 'cancelled' })),
  example(signInRefusedPage, 'awkward', (): SignInRefusedContext => ({ because: 'too_low' })),
  example(personPage, 'typical', () => person12),
  example(personPage, 'empty', () => ({
    ...person12,
    mandates: [],
    giveOut: [],
    unheard: [],
    mayRecord: false,
    controlQuestions: false,
  })),
  example(personPage, 'awkward', () => ({
    ...person12,
    code: '7KQ2-M9XW-4TB8H',
    errors: [{ field: 'name', text: MARKUP }],
    values: { name: MARKUP, instead: 'yes' },
    mandates: [
      mandateLine,
      { ...mandateLine, mandateId: 3, name: LONG_WORD, papers: [], tag: 'yes' as const },
    ],
    unheard: [{ unheardId: 5, text: LONG_WORD, note: MARKUP, papers: [], maySettle: false }],
  })),
  example(mandatesPage, 'typical', () => ({
    table: accessTable(['Person 12']),
    unheard: accessTable(['Person 12']),
  })),
  example(mandatesPage, 'empty', () => ({ table: accessTable([]), unheard: accessTable([]) })),
  example(mandatesPage, 'awkward', () => ({
    table: accessTable([LONG_WORD, MARKUP]),
    unheard: accessTable([MARKUP]),
  })),
  example(controlQuestionsPage, 'typical', () => ({ personId: 12, roundId: 3, questions: [question] })),
  example(controlQuestionsPage, 'empty', () => ({ personId: 12, roundId: 3, questions: [] })),
  example(controlQuestionsPage, 'awkward', () => ({
    personId: 12,
    roundId: 3,
    questions: [question, { name: 'phone_end', label: LONG_WORD, hint: MARKUP }],
  })),
];
