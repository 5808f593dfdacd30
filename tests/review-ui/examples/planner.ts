import { drawBars } from '../../../review-ui/charts/bars.ts';
import { drawHistogram } from '../../../review-ui/charts/histogram.ts';
import { casePage, presentCase } from '../../../review-ui/pages/case.ts';
import { casesPage, type CasesContext } from '../../../review-ui/pages/cases.ts';
import { dashboardPage, type DashboardContext } from '../../../review-ui/pages/dashboard.ts';
import { importPage, type ImportContext } from '../../../review-ui/pages/import.ts';
import { importResultPage, type ImportResultContext } from '../../../review-ui/pages/import-result.ts';
import { releasePage, type ReleaseContext } from '../../../review-ui/pages/release.ts';
import { runPage, type RunContext } from '../../../review-ui/pages/run.ts';
import { runsPage, type RunsContext } from '../../../review-ui/pages/runs.ts';
import { presentStatements, statementsPage } from '../../../review-ui/pages/statements.ts';
import type { Told } from '../../../review-ui/statements.ts';
import type { Table } from '../../../review-ui/table.ts';
import { explained, fullFile, reminded, sixtyFacts } from './customer.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

type Kind = Example['kind'];
const KINDS: readonly Kind[] = ['typical', 'empty', 'awkward'];

const word = (kind: Kind, text: string): string => (kind === 'awkward' ? LONG_WORD : text);

function table(kind: Kind): Table {
  return {
    caption: 'Tabel',
    columns: [
      { label: 'Nimi', kind: 'text' },
      { label: 'Arv', kind: 'number' },
    ],
    rows: kind === 'empty' ? [] : [{ cells: [word(kind, 'kõne'), '5 126'] }],
    empty: 'Siia tulevad read.',
  };
}

const bars = (kind: Kind) =>
  drawBars(
    'Meetmed',
    kind === 'empty'
      ? []
      : [{ label: word(kind, 'kõne'), value: 5126, figure: '5 126', note: word(kind, 'täis') }],
  );

const histogram = (kind: Kind) =>
  drawHistogram('Punktid', kind === 'empty' ? [] : [{ from: 400, to: 420, count: 7 }], {
    bin: () => word(kind, '400–420: 7'),
    end: String,
  });

const told = (kind: Kind): readonly Told[] => [
  {
    id: 7,
    kind: 'proposal',
    text: kind === 'awkward' ? MARKUP + LONG_WORD : 'I can pay 40 a month.',
    at: '2026-03-02T10:00:00.000Z',
    reviewId: null,
    reading: null,
  },
  {
    id: 8,
    kind: 'support',
    text: 'pause',
    at: '2026-03-03T10:00:00.000Z',
    reviewId: null,
    reading: { name: word(kind, 'Kati Kask'), at: '2026-03-04T10:00:00.000Z' },
  },
];

const option = (kind: Kind) => ({ value: word(kind, 'ee'), label: kind === 'awkward' ? MARKUP : 'Eesti' });
const options = (kind: Kind) => (kind === 'empty' ? [] : [option(kind)]);

export const EXAMPLES: readonly Example[] = KINDS.flatMap((kind) => [
  example(
    dashboardPage,
    kind,
    (): DashboardContext => ({
      unread: kind === 'empty' ? null : { text: word(kind, '3 lugemata sõnumit'), href: '/statements' },
      byPeople: kind === 'empty' ? null : table(kind),
      blocks:
        kind === 'empty'
          ? []
          : [
              {
                title: word(kind, 'ee-collector'),
                runHref: '/runs/1',
                asOf: '22. november 2026',
                todo: [{ text: word(kind, '3 ootab'), href: '/release' }],
                buckets: bars(kind),
                bucketTable: table(kind),
                mix: bars(kind),
                rolls: kind === 'awkward' ? table('empty') : null,
                paid: kind === 'awkward' ? MARKUP : null,
              },
            ],
    }),
  ),
  example(
    runsPage,
    kind,
    (): RunsContext => ({
      runs: table(kind),
      portfolios: options(kind),
      policies: options(kind),
      values: { portfolio: '', policy: '', asOf: kind === 'awkward' ? '2026-13-45' : '' },
      errors: kind === 'awkward' ? [{ field: 'asOf', text: MARKUP }] : [],
    }),
  ),
  example(
    runPage,
    kind,
    (): RunContext => ({
      id: 1,
      title: word(kind, 'ee-collector'),
      tags: [{ text: word(kind, 'valmis'), tag: 'yes' }],
      progress: kind === 'empty' ? { done: 0, total: 0, text: 'alustab', percent: 0 } : null,
      error: kind === 'awkward' ? MARKUP : null,
      figures: kind === 'empty' ? [] : [{ name: 'Juhtumeid', value: '101 204', note: word(kind, '') }],
      mix: kind === 'empty' ? null : bars(kind),
      mixTable: kind === 'empty' ? null : table(kind),
      points: kind === 'empty' ? null : histogram(kind),
      pointsTable: kind === 'empty' ? null : table(kind),
      rules: kind === 'empty' ? null : table(kind),
      ownRules: kind === 'empty' ? null : table(kind),
      swaps: kind === 'awkward' ? table(kind) : null,
      swapsText: kind === 'awkward' ? MARKUP : null,
      speed: kind === 'typical' ? table(kind) : null,
      links: kind === 'empty' ? [] : [{ href: '/cases?run=1', text: word(kind, 'Juhtumid'), first: true }],
    }),
  ),
  example(
    casesPage,
    kind,
    (): CasesContext => ({
      title: word(kind, 'Juhtumid'),
      runs: options(kind),
      values: kind === 'awkward' ? { text: MARKUP } : {},
      measures: options(kind),
      phases: options(kind),
      releases: options(kind),
      groups: options(kind),
      columns: kind === 'empty' ? [] : [{ value: 'balance', label: 'Jääk', shown: true }],
      heads:
        kind === 'empty'
          ? []
          : [{ label: 'Jääk', number: true, href: '/cases?sort=balance', sorted: 'descending' }],
      rows:
        kind === 'empty'
          ? []
          : [
              {
                decisionId: 12,
                number: word(kind, 'EE-204417'),
                href: '/cases/12',
                selectable: true,
                cells: [
                  {
                    column: 'balance',
                    cell: kind === 'awkward' ? { text: MARKUP, tag: 'wait' } : '812,40',
                    number: true,
                    label: 'Jääk',
                  },
                ],
              },
            ],
      leftOut: kind === 'awkward' ? [{ href: '/reviews/7', text: MARKUP }] : [],
      areColumnsChosen: kind === 'awkward',
      groupTable: kind === 'awkward' ? table(kind) : null,
      totals: kind === 'empty' ? '' : word(kind, '1 juhtum'),
      found: kind === 'empty' ? 0 : 1,
      pages: { text: '1 / 1', previous: null, next: kind === 'awkward' ? '/cases?page=2' : null },
      hidden: kind === 'awkward' ? [['text', MARKUP]] : [],
      exports: options(kind),
      views: kind === 'awkward' ? [{ name: MARKUP, href: '/cases?view=1', id: 1 }] : [],
      query: '',
      isEmpty: kind === 'empty',
    }),
  ),
  example(casePage, kind, (wording) => {
    const of = kind === 'awkward' ? sixtyFacts() : explained(reminded);
    const bare = { ...of, explanation: { ...of.explanation, scores: [], reasons: [], data: [] } };
    return presentCase(
      {
        decisionId: 12,
        runId: kind === 'empty' ? null : 1,
        number: word(kind, 'EE-204417'),
        explained: kind === 'empty' ? bare : of,
        file: kind === 'empty' ? { ...fullFile, payments: [], invoices: [], contacts: [] } : fullFile,
        release: 'waiting',
        releaseClass: kind === 'empty' ? null : 'two_people',
        said: kind === 'empty' ? [] : told(kind),
        acts: kind === 'awkward' ? [{ act: 'release', name: MARKUP, at: '2026-11-22T10:00:00.000Z' }] : [],
        reviewId: kind === 'awkward' ? 42 : null,
        restricted: kind === 'awkward',
        offers:
          kind === 'empty'
            ? []
            : [
                {
                  text: word(kind, 'EE-204417: 40 € kuus'),
                  state: 'Ootab vastust',
                  when: word(kind, '2. märts'),
                  href: '/offers/4',
                },
              ],
        needs: kind === 'typical' ? [{ need: 'no_calls', from: '2026-11-20' }] : [],
        carriedOut:
          kind === 'typical'
            ? { kind: 'changed', measure: 'plan_offer', because: 'no_calls' }
            : kind === 'awkward'
              ? { kind: 'held_back', because: 'restricted' }
              : null,
        others: [],
      },
      wording,
    );
  }),
  example(
    releasePage,
    kind,
    (): ReleaseContext => ({
      rows:
        kind === 'empty'
          ? []
          : [
              {
                decisionId: 12,
                number: word(kind, 'EE-120033'),
                measure: word(kind, 'maksekäsk'),
                amount: '€ 6 310',
                worth: '€ 388',
                debtorCost: '€ 189',
                first: kind === 'awkward' ? MARKUP : 'Planeerija 1',
                own: kind === 'awkward',
              },
            ],
    }),
  ),
  example(statementsPage, kind, (wording) =>
    presentStatements(
      kind === 'empty'
        ? []
        : told(kind).map((each, at) => ({
            ...each,
            statementId: each.id,
            decisionId: 12,
            about: at === 0 ? ('collection' as const) : ('credit' as const),
            applicationId: at === 0 ? null : 3,
            caseNumber: kind === 'awkward' ? null : 'EE-204417',
          })),
      kind === 'awkward' ? 250 : 2,
      kind === 'typical',
      wording,
    ),
  ),
  example(
    importPage,
    kind,
    (): ImportContext => ({
      imports: table(kind),
      types: options(kind),
      portfolios: options(kind),
      values: { portfolio: kind === 'awkward' ? MARKUP : '', as: '' },
      problem: kind === 'awkward' ? MARKUP : null,
      endsDemo: kind !== 'empty',
    }),
  ),
  example(
    importResultPage,
    kind,
    (): ImportResultContext => ({
      id: 1,
      title: word(kind, 'claims.csv'),
      figures: kind === 'empty' ? [] : [{ name: 'Vastu võetud', value: '30 000' }],
      running: kind === 'empty',
      error: kind === 'awkward' ? MARKUP : null,
      refusals: kind === 'empty' ? null : table(kind),
      refusedFile: kind === 'awkward' ? '/import/1/refused.csv' : null,
    }),
  ),
]);
