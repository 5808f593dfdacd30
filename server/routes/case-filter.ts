import { z } from 'zod';
import {
  CASE_GROUPS,
  CASE_SORTS,
  type CaseFilter,
  type CaseGroup,
  type CaseSort,
} from '../../data/views/cases.ts';
import { RELEASE_STATES } from '../../data/views/release-state.ts';
import { CASE_COLUMNS, type CaseColumn, USUAL_COLUMNS } from '../../review-ui/pages/cases.ts';

const blank = (value: unknown): unknown => (value === '' ? undefined : value);
const whole = z.preprocess(blank, z.coerce.number().int().optional()).catch(undefined);
const text = z.preprocess(blank, z.string().max(80).optional()).catch(undefined);
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(blank, z.enum(values).optional()).catch(undefined);

/** The filter in the address. What does not make sense is left out: an old link then shows more, never an error. */
const schema = z.object({
  run: whole,
  measure: text,
  phase: text,
  release: oneOf(RELEASE_STATES),
  from: whole,
  to: whole,
  days: whole,
  number: text,
  person: whole,
  group: oneOf(CASE_GROUPS),
  sort: oneOf(CASE_SORTS),
  order: oneOf(['up', 'down']),
  page: whole,
  show: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
});
type Query = z.output<typeof schema>;

export interface CaseQuery {
  readonly filter: CaseFilter;
  readonly group: CaseGroup | null;
  readonly sort: CaseSort;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
  readonly columns: readonly CaseColumn[];
  /** As it stands in the address, without page and run. */
  readonly values: Readonly<Record<string, string>>;
}

export function caseFilterOf(query: unknown): CaseFilter {
  return filterOf(schema.parse(query ?? {}));
}

export function caseQueryOf(query: unknown): CaseQuery {
  const read = schema.parse(query ?? {});
  const shown = CASE_COLUMNS.filter((column) => [read.show ?? []].flat().includes(column));
  return {
    filter: filterOf(read),
    group: read.group ?? null,
    sort: read.sort ?? 'worth',
    descending: read.order !== 'up',
    page: Math.max(1, read.page ?? 1),
    columns: shown.length > 0 ? shown : USUAL_COLUMNS,
    values: Object.fromEntries(
      Object.entries(read).flatMap(([name, value]) =>
        value === undefined || name === 'show' || name === 'page' ? [] : [[name, String(value)]],
      ),
    ),
  };
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
