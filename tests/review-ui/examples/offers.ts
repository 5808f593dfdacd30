import { type NeedsContext, needsPage } from '../../../review-ui/pages/needs.ts';
import { offerPage } from '../../../review-ui/pages/offer.ts';
import { offersPage } from '../../../review-ui/pages/offers.ts';
import { type ProposalContext, proposalPage } from '../../../review-ui/pages/proposal.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const asked: ProposalContext = {
  form: 'plan',
  claimId: 11,
  claim: 'Nõue C-11, Telefoni AS',
  owed: 'Praegu võlgu: 812,40 €',
  errors: [],
  values: {},
  terms: 'Kui graafik katab kõik 12 kuuga, võtame selle kohe vastu.',
  payable: true,
  today: '2026-11-26',
  others: 0,
  open: null,
  reasons: ['money_trouble', 'debt_counselling', 'other'],
  earlier: [],
};

const needs: NeedsContext = {
  personId: 12,
  restricted: '',
  needs: [
    {
      needId: 3,
      name: 'Ärge helistage',
      facts: [{ name: 'Välistab', value: 'kõned' }],
      tag: { text: 'kehtib', tone: 'plain' },
    },
  ],
  mayEnter: true,
  options: [{ value: 'no_calls', label: 'Ärge helistage' }],
  channels: [{ value: 'phone', label: 'telefonis' }],
  languages: [{ value: 'et', label: 'Eesti' }],
  values: { language: 'et' },
  errors: [],
};

export const EXAMPLES: readonly Example[] = [
  example(needsPage, 'typical', () => needs),
  example(needsPage, 'empty', () => ({ ...needs, needs: [], mayEnter: false })),
  example(needsPage, 'awkward', () => ({
    ...needs,
    restricted: LONG_WORD,
    needs: needs.needs.map((need) => ({
      ...need,
      name: LONG_WORD,
      facts: [{ name: LONG_WORD, value: MARKUP }],
      tag: { text: MARKUP, tone: 'no' as const },
    })),
    values: { basis: MARKUP, agreed: 'yes' },
    errors: [
      { field: 'agreed', text: MARKUP },
      { field: 'basis', text: LONG_WORD },
    ],
  })),
  example(proposalPage, 'typical', () => ({
    ...asked,
    open: { offerId: 4, text: '5 € kuus', due: 'Inimene vastab 7. detsembriks.' },
    earlier: [{ text: '4 € kuus', state: 'Tagasi võetud', date: '20. november 2026' }],
  })),
  example(proposalPage, 'empty', () => asked),
  example(proposalPage, 'typical', () => ({
    ...asked,
    form: 'pause' as const,
    open: { offerId: 4, text: '5 € kuus', due: 'Inimene vastab 7. detsembriks.' },
    reasons: ['debt_counselling' as const],
  })),
  example(proposalPage, 'empty', () => ({ ...asked, payable: false })),
  example(proposalPage, 'awkward', () => ({
    ...asked,
    form: 'pause' as const,
    others: 3,
    claim: LONG_WORD,
    errors: [
      { field: 'reason', text: MARKUP },
      { field: 'words', text: LONG_WORD },
    ],
    values: { words: MARKUP, reason: MARKUP, consent: 'yes' },
    earlier: [{ text: MARKUP, state: LONG_WORD, date: LONG_WORD }],
  })),
  ...(['typical', 'empty', 'awkward'] as const).map((kind) =>
    example(offersPage, kind, () => ({
      table: {
        caption: 'Ettepanekud',
        columns: [{ label: 'Ettepanek', kind: 'text' as const }],
        rows: kind === 'empty' ? [] : [{ cells: [kind === 'awkward' ? MARKUP : 'Ettepanek 4'] }],
        empty: 'Keegi ei oota vastust.',
        narrow: 'cards' as const,
      },
    })),
  ),
  example(offerPage, 'typical', () => ({
    offerId: 4,
    title: 'Ettepanek 4',
    facts: [{ name: 'Nõue', value: 'C-11 · Telefoni AS' }],
    words: 'Palk tuleb 15. kuupäeval.',
    given: '',
    mayAnswer: true,
    reasons: '',
    errors: [],
  })),
  example(offerPage, 'empty', () => ({
    offerId: 4,
    title: 'Ettepanek 4',
    facts: [],
    words: '',
    given: 'Sobib.',
    mayAnswer: false,
    reasons: '',
    errors: [],
  })),
  example(offerPage, 'awkward', () => ({
    offerId: 4,
    title: LONG_WORD,
    facts: [{ name: LONG_WORD, value: MARKUP }],
    words: MARKUP,
    given: '',
    mayAnswer: true,
    reasons: MARKUP,
    errors: [{ field: 'reasons', text: LONG_WORD }],
  })),
];
