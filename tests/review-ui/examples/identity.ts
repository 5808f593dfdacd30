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
];
