import { z } from 'zod';
import {
  CASE_GROUPS,
  CASE_SORTS,
  type CaseFilter,
  type CaseGroup,
  type CaseSort,
} from '../../data/views/cases.ts';
import { RELEASE_STATES } from '../../data/views/release-state.ts';
import { isMeasure } from '../../scoring/policy/measures.ts';
import { coveredPersons } from '../actions/show-score.ts';
import { Problem } from '../http/problem.ts';
import type { Call } from '../http/route.ts';
import { textOf } from './misread.ts';
import { CASE_COLUMNS, type CaseColumn, USUAL_COLUMNS } from '../../review-ui/pages/cases.ts';

/** The phases of a claim, as the filter offers them. */
export const PHASES = ['amicable', 'court', 'enforcement', 'insolvency'] as const;

const whole = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);
const text = z.string().max(80);

/** The filter in the address, part by part; a part that is empty is not asked for. */
const PARTS = {
  run: whole,
  measure: z.string().refine(isMeasure),
  phase: z.enum(PHASES),
  release: z.enum(RELEASE_STATES),
  from: whole,
  to: whole,
  days: whole,
  number: text,
  person: whole,
  group: z.enum(CASE_GROUPS),
  sort: z.enum(CASE_SORTS),
  order: z.enum(['up', 'down']),
  page: whole,
  show: z.union([text, z.array(text)]),
} as const;
type Part = keyof typeof PARTS;
type Query = { readonly [P in Part]?: z.output<(typeof PARTS)[P]> };

export interface CaseQuery {
  readonly filter: CaseFilter;
  readonly group: CaseGroup | null;
  readonly sort: CaseSort;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
  readonly columns: readonly CaseColumn[];
  /** What does not make sense: the list is shown without it and says so; nothing is released or taken out by it. */
  readonly misread: readonly { readonly part: string; readonly value: string }[];
  /** As it stands in the address, without page and run. */
  readonly values: Readonly<Record<string, string>>;
}

export function caseQueryOf(query: unknown): CaseQuery {
  const { read, misread } = readParts(query);
  const shown = CASE_COLUMNS.filter((column) => [read.show ?? []].flat().includes(column));
  return {
    filter: filterOf(read),
    misread,
    group: read.group ?? null,
    sort: read.sort ?? 'worth',
    descending: read.order !== 'up',
    page: Math.max(1, read.page ?? 1),
    columns: shown.length > 0 ? shown : USUAL_COLUMNS,
    values: Object.fromEntries(
      Object.entries(read).flatMap(([name, value]) =>
        name === 'show' || name === 'page' ? [] : [[name, String(value)]],
      ),
    ),
  };
}

/** A selection to act on: all of the filter must make sense, or more would be released or taken out than was meant. */
export async function caseSelectionOf(
  { context }: Pick<Call, 'context'>,
  query: unknown,
): Promise<CaseFilter & { readonly runId: number }> {
  const { filter, misread } = caseQueryOf(query);
  const fields = misread.map(({ part, value }) => ({
    field: part,
    wanted: `something else than "${value}"`,
  }));
  if (filter.runId === undefined && fields.length === 0) {
    fields.push({ field: 'run', wanted: 'the number of a run' });
  }
  if (filter.runId === undefined || fields.length > 0) throw new Problem('invalid', undefined, fields);
  // What the page leaves out is neither taken out nor let go by it.
  const covered = [...(await coveredPersons(context)).keys()];
  return { ...filter, runId: filter.runId, ...(covered.length === 0 ? {} : { exceptPersonIds: covered }) };
}

function readParts(query: unknown): { readonly read: Query; readonly misread: CaseQuery['misread'] } {
  const given = (query ?? {}) as Readonly<Record<string, unknown>>;
  const read: Record<string, unknown> = {};
  const misread: { part: string; value: string }[] = [];
  for (const [part, schema] of Object.entries(PARTS)) {
    const value = given[part];
    if (value === undefined || value === '') continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) read[part] = parsed.data;
    else misread.push({ part, value: textOf(value) });
  }
  return { read, misread };
}

function filterOf(read: Query): CaseFilter {
  return {
    runId: read.run,
    measure: read.measure,
    phase: read.phase,
    release: read.release,
    personId: read.person,
    leastCents: read.from === undefined ? undefined : read.from * 100,
    mostCents: read.to === undefined ? undefined : read.to * 100,
    leastDays: read.days,
    number: read.number,
  };
}
