import { type RetentionContext, retentionPage } from '../../../review-ui/pages/retention.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const FORM: RetentionContext['form'] = {
  values: { number: '', reason: 'court_case', note: '', review_on: '2027-11-26' },
  reasons: [{ value: 'court_case', label: 'Kohtuasi' }],
  errors: [],
};

export const EXAMPLES: readonly Example[] = [
  example(
    retentionPage,
    'typical',
    (): RetentionContext => ({
      ranOn: '26. november 2026',
      counts: [{ name: 'Persons let go', value: '12' }],
      holds: [
        { id: 3, reason: 'Kohtuasi', note: '2-26-1234', since: '1.11', reviewOn: '1.11.2027', isDue: false },
      ],
      rules: [{ controller: 'Näidis OÜ', href: '/privacy/1', unverified: ['Claims: not seen'] }],
      mayAct: true,
      form: FORM,
    }),
  ),
  example(
    retentionPage,
    'empty',
    (): RetentionContext => ({ ranOn: null, counts: [], holds: [], rules: [], mayAct: false, form: FORM }),
  ),
  example(
    retentionPage,
    'awkward',
    (): RetentionContext => ({
      ranOn: LONG_WORD,
      counts: [{ name: LONG_WORD, value: '1 000 000' }],
      holds: [{ id: 1, reason: LONG_WORD, note: MARKUP, since: MARKUP, reviewOn: LONG_WORD, isDue: true }],
      rules: [{ controller: MARKUP, href: '/privacy/1', unverified: [MARKUP, LONG_WORD] }],
      mayAct: true,
      form: {
        ...FORM,
        values: { number: MARKUP, reason: MARKUP, note: MARKUP, review_on: LONG_WORD },
        errors: [
          { field: 'number', text: MARKUP },
          { field: 'review_on', text: LONG_WORD },
        ],
      },
    }),
  ),
];
