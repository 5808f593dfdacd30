import {
  type DisclosureMade,
  disclosuresPage,
  presentDisclosures,
} from '../../../review-ui/pages/disclosures.ts';
import { DISCLOSED_FIELDS } from '../../../scoring/safeguards/disclosure.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

export const DISCLOSURE: DisclosureMade = {
  id: 7,
  recipient: { kind: 'new_creditor', name: 'Ostja AS' },
  purpose: 'sale_offer',
  extent: ['reference', 'principal', 'outstanding', 'due_on'],
  legalBasis: 'GDPR art. 6(1)(f)',
  at: '2026-11-20T10:00:00.000Z',
};

const VALUES = { purpose: 'sale_offer', recipient: 'new_creditor', name: 'Ostja AS' } as const;

export const EXAMPLES: readonly Example[] = [
  example(disclosuresPage, 'typical', (wording) =>
    presentDisclosures(
      {
        decisionId: 3,
        values: VALUES,
        found: {
          kind: 'extent',
          extent: [{ field: 'outstanding', value: '120.50' }],
          legalBasis: 'GDPR art. 6(1)(f)',
          verify: null,
        },
        made: [DISCLOSURE],
      },
      wording,
    ),
  ),
  example(disclosuresPage, 'empty', (wording) =>
    presentDisclosures({ decisionId: 3, values: { ...VALUES, name: '' }, found: null, made: [] }, wording),
  ),
  example(disclosuresPage, 'awkward', (wording) =>
    presentDisclosures(
      {
        decisionId: 3,
        values: { ...VALUES, name: MARKUP },
        found: {
          kind: 'extent',
          extent: DISCLOSED_FIELDS.map((field) => ({ field, value: field === 'name' ? MARKUP : LONG_WORD })),
          legalBasis: LONG_WORD,
          verify: MARKUP,
        },
        made: [{ ...DISCLOSURE, recipient: { kind: 'adviser', name: MARKUP }, extent: DISCLOSED_FIELDS }],
      },
      wording,
    ),
  ),
];
