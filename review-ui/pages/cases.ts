import { measureName } from '../explained.ts';
import type { Page } from '../page.ts';
import { staffReasonWords } from '../reasons.ts';
import type { Cell, Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { Reason } from '../../scoring/explanation/explanation.ts';
import type { Policy } from '../../scoring/policy/policy.ts';

/** One line of the table, as `data/views/cases.ts` reads it. */
export interface ListedCase {
  readonly decisionId: number;
  readonly personId: number;
  readonly number: string;
  readonly measure: string | null;
  readonly currency: string;
  readonly amountCents: number | null;
  readonly daysPastDue: number | null;
  readonly phase: string | null;
  readonly probability: number | null;
  readonly points: number | null;
  readonly expectedNetCents: number | null;
  readonly debtorCostCents: number | null;
  readonly releaseClass: string | null;
  readonly release: string;
}

export const CASE_COLUMNS = [
  'person',
  'balance',
  'days',
  'phase',
  'points',
  'probability',
  'why',
  'measure',
  'worth',
  'debtorCost',
  'release',
] as const;
export type CaseColumn = (typeof CASE_COLUMNS)[number];

/** Shown until somebody chooses others. */
export const USUAL_COLUMNS: readonly CaseColumn[] = [
  'person',
  'balance',
  'days',
  'probability',
  'why',
  'measure',
  'worth',
  'release',
];

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface CasesContext {
  readonly title: string;
  readonly runs: readonly Option[];
  /** The filter as it stands in the address. */
  readonly values: Readonly<Record<string, string>>;
  readonly measures: readonly Option[];
  readonly phases: readonly Option[];
  readonly releases: readonly Option[];
  readonly groups: readonly Option[];
  readonly columns: readonly (Option & { readonly shown: boolean })[];
  readonly heads: readonly {
    readonly label: string;
    readonly number: boolean;
    readonly href: string | null;
    readonly sorted: 'ascending' | 'descending' | null;
  }[];
  /** Cases that whoever reads is to judge before they see the score: each by its review. */
  readonly leftOut: readonly { readonly href: string; readonly text: string }[];
  readonly rows: readonly {
    readonly decisionId: number;
    readonly number: string;
    readonly href: string;
    readonly selectable: boolean;
    readonly cells: readonly {
      readonly column: string;
      readonly cell: Cell;
      readonly number: boolean;
      readonly label: string;
    }[];
  }[];
  readonly groupTable: Table | null;
  /** Somebody chose the columns: a phone then shows each of them, and the two lines of the usual ones otherwise. */
  readonly areColumnsChosen: boolean;
  readonly totals: string;
  readonly found: number;
  readonly pages: { readonly text: string; readonly previous: string | null; readonly next: string | null };
  /** The filter as hidden fields of the release form: what "everything found" means. */
  readonly hidden: readonly (readonly [string, string])[];
  readonly exports: readonly Option[];
  readonly views: readonly { readonly name: string; readonly href: string; readonly id: number }[];
  readonly query: string;
  readonly isEmpty: boolean;
}

export const casesPage: Page<CasesContext> = {
  name: 'cases',
  voice: 'staff',
  section: 'cases',
  title: ({ title }) => title,
};

/** Which columns can be sorted by, and the name of that sort in the address. */
const SORTABLE: Partial<Record<CaseColumn | 'number', string>> = {
  number: 'number',
  balance: 'balance',
  days: 'days',
  points: 'points',
  probability: 'probability',
  worth: 'worth',
};

const NUMBERS: ReadonlySet<CaseColumn> = new Set([
  'balance',
  'days',
  'points',
  'probability',
  'worth',
  'debtorCost',
]);

export function caseHeads(
  shown: readonly CaseColumn[],
  sort: { readonly by: string; readonly descending: boolean },
  address: (changes: Readonly<Record<string, string>>) => string,
  { t }: Wording,
): CasesContext['heads'] {
  return (['number', ...shown] as const).map((column) => {
    const by = SORTABLE[column];
    const isSorted = by !== undefined && by === sort.by;
    return {
      label: t(`planner.cases.column.${column}`),
      number: column !== 'number' && NUMBERS.has(column),
      href:
        by === undefined
          ? null
          : address({ sort: by, order: isSorted && sort.descending ? 'up' : 'down', page: '' }),
      sorted: isSorted ? (sort.descending ? 'descending' : 'ascending') : null,
    };
  });
}

/** What the "why" of a line is made of: the principal reasons of the decision. */
export interface LineReasons {
  readonly reasons: readonly Reason[];
  readonly policy: Policy;
}

export function caseCells(
  line: ListedCase,
  shown: readonly CaseColumn[],
  why: string,
  wording: Wording,
): CasesContext['rows'][number]['cells'] {
  const { t, money, number, percent } = wording;
  const orNull = <T>(value: T | null, say: (value: T) => string): string | null =>
    value === null ? null : say(value);
  const cell = (column: CaseColumn): Cell => {
    switch (column) {
      case 'person':
        return { text: `P-${line.personId}`, href: `/cases?person=${line.personId}` };
      case 'balance':
        return orNull(line.amountCents, (cents) => money(cents, line.currency));
      case 'days':
        return orNull(line.daysPastDue, (days) => number(days));
      case 'phase':
        return orNull(line.phase, (phase) => t(`planner.phase.${phase}`));
      case 'points':
        return orNull(line.points, (points) => number(points));
      case 'probability':
        return orNull(line.probability, (probability) => percent(probability));
      case 'why':
        return why;
      case 'measure':
        return orNull(line.measure, (measure) => measureName(measure, wording));
      case 'worth':
        return orNull(line.expectedNetCents, (cents) => money(cents, line.currency));
      case 'debtorCost':
        return orNull(line.debtorCostCents, (cents) => money(cents, line.currency));
      case 'release':
        return releaseTag(line, wording);
    }
  };
  return shown.map((column) => ({
    column,
    cell: cell(column),
    number: NUMBERS.has(column),
    label: t(`planner.cases.column.${column}`),
  }));
}

export function releaseTag(
  { release, releaseClass }: Pick<ListedCase, 'release' | 'releaseClass'>,
  { t }: Pick<Wording, 't'>,
): Cell {
  const tags = {
    waiting: 'plain',
    awaiting_second: 'wait',
    released: 'yes',
    rejected: 'no',
    suspended: 'info',
    contested: 'info',
    replaced: 'no',
    not_needed: 'plain',
    held_back: 'no',
  } as const;
  const key = release as keyof typeof tags;
  const note = release === 'waiting' && releaseClass === 'two_people' ? t('planner.release.two') : undefined;
  return { text: t(`planner.release.state.${key}`), tag: tags[key], ...(note === undefined ? {} : { note }) };
}

/** The two reasons that weigh most, in a few words each. */
export function whyWords(found: LineReasons | null, currency: string, wording: Wording): string {
  if (found === null) return '';
  const told: string[] = [];
  for (const reason of found.reasons) {
    const said = staffReasonWords(reason, { policy: found.policy, currency }, wording).sentence;
    // Two rules may say the same of different measures: the second would only repeat it.
    const repeats = told.some((earlier) => said.startsWith(earlier) || earlier.startsWith(said));
    if (!repeats) told.push(said);
    if (told.length === 2) break;
  }
  return told.join('; ');
}

export function groupTable(
  by: string,
  lines: readonly {
    readonly group: string | null;
    readonly cases: number;
    readonly amountCents: number;
    readonly expectedNetCents: number;
    readonly debtorCostCents: number;
  }[],
  currency: string,
  address: (changes: Readonly<Record<string, string>>) => string,
  wording: Wording,
): Table {
  const { t, number, money } = wording;
  const name = (group: string | null): string => {
    if (group === null) return t('common.none');
    if (by === 'measure') return measureName(group, wording);
    return by === 'phase' ? t(`planner.phase.${group}`) : t(`planner.release.state.${group}`);
  };
  return {
    caption: t('planner.cases.grouped', { by: t(`planner.cases.group.${by}`) }),
    captionShown: true,
    columns: [
      { label: t(`planner.cases.group.${by}`), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
      { label: t('planner.run.amount'), kind: 'number' },
      { label: t('planner.run.expectedNet'), kind: 'number' },
      { label: t('planner.run.debtorCost'), kind: 'number' },
    ],
    rows: lines.map((line) => ({
      cells: [
        line.group === null
          ? name(null)
          : { text: name(line.group), href: address({ [by]: line.group, group: '', page: '' }) },
        number(line.cases),
        money(line.amountCents, currency),
        money(line.expectedNetCents, currency),
        money(line.debtorCostCents, currency),
      ],
    })),
    empty: t('planner.cases.empty'),
    narrow: 'cards',
  };
}
