import { type Binning, binColumn, DEFAULT_BINNING } from './binning.ts';
import { areaUnderRoc } from './metrics.ts';
import { locateColumn, locatorOf } from './locate.ts';
import type { AttributeCover } from './locate.ts';
import { seededRandom } from './seeded.ts';
import type { Column, Table } from './table.ts';

/** Why a column looks as if it had been filled after the outcome was known. */
export type LeakEvidence =
  /** Its values name the outcome: the target under another name. */
  | { readonly kind: 'copies'; readonly agreement: number }
  /** Alone, and on rows that it was not weighed on, it ranks the outcomes as no fact known before them does. */
  | { readonly kind: 'separates'; readonly auc: number; readonly nextBest: NextBest | null }
  /** One of its attributes holds one outcome only, in numbers that chance and merit do not explain. */
  | {
      readonly kind: 'pure';
      readonly attribute: string;
      readonly rows: number;
      readonly outcome: 0 | 1;
      readonly share: number;
      readonly elsewhere: number;
    }
  /** Whether it is filled in goes with the outcome. */
  | { readonly kind: 'filled'; readonly filledOfPositives: number; readonly filledOfNegatives: number };

export interface NextBest {
  readonly column: string;
  readonly auc: number;
}

export interface Leak {
  readonly column: string;
  readonly evidence: LeakEvidence;
  /** The column and the evidence in one sentence. */
  readonly sentence: string;
}

export interface LeakageCheck {
  /** Columns that were looked at. */
  readonly checked: number;
  readonly leaks: readonly Leak[];
  /** How well the strongest of the columns that are kept ranks by itself: what is usual in this table. */
  readonly strongest: NextBest | null;
}

export interface LeakageOptions {
  readonly special?: Readonly<Record<string, readonly number[]>>;
  readonly categorical?: readonly string[];
}

/** Fewer rows of a class than this, and a column can rank them perfectly by chance. */
const ENOUGH_OF_A_CLASS = 30;
/** Alone at or above this no characteristic known beforehand is met with: the best external scores stay below 0.9. */
const ALWAYS_IMPLAUSIBLE = 0.95;
/** From here on a column is implausible when it also leaves every other one far behind. */
const IMPLAUSIBLE_WHEN_ALONE = 0.88;
const FAR_ABOVE_THE_NEXT = 0.1;
/** A pure attribute must hold this share of all rows of its outcome: a handful of deceased debtors is no leak. */
const MUCH_OF_ITS_CLASS = 0.05;
const PURE = 0.995;
/** Cases of the other outcome that a pure attribute ought to have had at the table's rate. */
const EXPECTED_OF_THE_OTHER = 50;
const SAME_AS_TARGET = 0.995;

/**
 * Looks at each column alone for knowledge of the future: what a file has when it was drawn after the outcomes. Only
 * what one column gives away is found; two that leak together, or a leak that is weak, are not. `outcomes` are 0 or 1.
 */
export function findLeaks(
  table: Table,
  outcomes: Float64Array,
  /** Columns that count: neither the target nor dropped. */
  columns: readonly string[],
  options: LeakageOptions = {},
): LeakageCheck {
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const wanted = new Set(columns);
  const looked = table.columns.filter(({ id }) => wanted.has(id));
  if (Math.min(positives, table.rows - positives) < ENOUGH_OF_A_CLASS) {
    return { checked: 0, leaks: [], strongest: null };
  }
  const half = halvesOf(table.rows);
  const weighed = looked.flatMap((column) => {
    const weighed = weigh(column, outcomes, half, options);
    return weighed === null ? [] : [weighed];
  });
  const ranked = [...weighed].sort((a, b) => b.auc - a.auc || (a.id < b.id ? -1 : 1));
  const leaks = ranked.flatMap((one): Leak[] => {
    const evidence =
      fillingOf(one) ?? copyOf(one) ?? separationOf(one, nextBest(ranked, one)) ?? purityOf(one);
    return evidence === null ? [] : [{ column: one.id, evidence, sentence: sentenceOf(one.id, evidence) }];
  });
  const suspect = new Set(leaks.map(({ column }) => column));
  const strongest = ranked.find(({ id }) => !suspect.has(id));
  return {
    checked: looked.length,
    leaks,
    strongest: strongest ? { column: strongest.id, auc: strongest.auc } : null,
  };
}

/** A column by itself: its attributes with their outcomes, and how well they rank. */
interface Weighed {
  readonly id: string;
  readonly attributes: readonly Counted[];
  readonly rows: number;
  readonly positives: number;
  /** Rates learnt on one half of the rows rank the other, and the other way round: many thin attributes gain nothing. */
  readonly auc: number;
}

interface Count {
  readonly rows: number;
  readonly positives: number;
}

interface Counted extends Count {
  readonly cover: AttributeCover;
  /** On the first half of the rows alone. */
  readonly first: Count;
}

function weigh(
  column: Column,
  outcomes: Float64Array,
  half: Uint8Array,
  { special, categorical }: LeakageOptions,
): Weighed | null {
  const outcome = binColumn(column, {
    ...DEFAULT_BINNING,
    special: special?.[column.id],
    categorical: categorical?.includes(column.id) ?? false,
  });
  // What the fit leaves out (dates, keys, constants) can give nothing away.
  if (outcome.kind === 'dropped') return null;
  const { binning } = outcome;
  const hits = locateColumn(locatorOf(binning), column, new Uint16Array(outcomes.length));
  const counts = [0, 1].map(() => binning.attributes.map(() => ({ rows: 0, positives: 0 })));
  for (let row = 0; row < hits.length; row += 1) {
    const count = counts[half[row]!]![hits[row]!]!;
    count.rows += 1;
    count.positives += outcomes[row]!;
  }
  const attributes = binning.attributes.map((cover, at) => ({
    cover,
    first: counts[0]![at]!,
    rows: counts[0]![at]!.rows + counts[1]![at]!.rows,
    positives: counts[0]![at]!.positives + counts[1]![at]!.positives,
  }));
  const positives = outcomes.reduce((sum, one) => sum + one, 0);
  return {
    id: column.id,
    attributes,
    rows: outcomes.length,
    positives,
    auc: crossedAuc(binning, counts, hits, outcomes, half, positives / outcomes.length),
  };
}

function crossedAuc(
  { attributes }: Binning,
  counts: readonly (readonly Count[])[],
  hits: Uint16Array,
  outcomes: Float64Array,
  half: Uint8Array,
  base: number,
): number {
  const areas = [0, 1].flatMap((judged) => {
    const rates = attributes.map((_, at) => {
      const { rows, positives } = counts[1 - judged]![at]!;
      return (positives + 2 * base) / (rows + 2);
    });
    const rows = [...half.keys()].filter((row) => half[row] === judged);
    const area = areaUnderRoc(
      rows.map((row) => rates[hits[row]!]!),
      rows.map((row) => outcomes[row]!),
    );
    return Number.isNaN(area) ? [] : [area];
  });
  return areas.length === 0 ? 0.5 : areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/** The next column below that is not itself as good as the target: two copies must not excuse each other. */
function nextBest(ranked: readonly Weighed[], one: Weighed): NextBest | null {
  const next = ranked.find(({ id, auc }) => id !== one.id && auc < IMPLAUSIBLE_WHEN_ALONE);
  return next ? { column: next.id, auc: next.auc } : null;
}

/** Two values, or a few, that say what the target says. Whichever way round, nearly every row agrees. */
function copyOf({ attributes, rows }: Weighed): LeakEvidence | null {
  const filled = attributes.filter((one) => one.rows > 0);
  if (filled.length > 12) return null;
  const agreeing = filled.reduce((sum, one) => sum + Math.max(one.positives, one.rows - one.positives), 0);
  return agreeing / rows >= SAME_AS_TARGET && filled.every(isDecided)
    ? { kind: 'copies', agreement: agreeing / rows }
    : null;
}

function isDecided({ rows, positives }: Counted): boolean {
  return rows < 20 || Math.max(positives, rows - positives) / rows > 0.9;
}

function fillingOf({ attributes, rows, positives }: Weighed): LeakEvidence | null {
  const missing = attributes.find(({ cover }) => cover.kind === 'missing');
  if (!missing || missing.rows === 0 || missing.rows === rows) return null;
  const filledOfPositives = 1 - missing.positives / positives;
  const filledOfNegatives = 1 - (missing.rows - missing.positives) / (rows - positives);
  // With two values only, the area under the curve is ½ + half the difference of the shares.
  const auc = 0.5 + Math.abs(filledOfPositives - filledOfNegatives) / 2;
  const sides = [missing, { rows: rows - missing.rows, positives: positives - missing.positives }];
  const pure = sides.some((side) => isImplausiblyPure(side, rows, positives));
  return auc >= IMPLAUSIBLE_WHEN_ALONE || pure
    ? { kind: 'filled', filledOfPositives, filledOfNegatives }
    : null;
}

function separationOf({ auc }: Weighed, next: NextBest | null): LeakEvidence | null {
  const alone = auc >= IMPLAUSIBLE_WHEN_ALONE && next !== null && auc - next.auc >= FAR_ABOVE_THE_NEXT;
  return auc >= ALWAYS_IMPLAUSIBLE || alone ? { kind: 'separates', auc, nextBest: next } : null;
}

/**
 * Only the rarer outcome: plenty of facts rule the common one in (no balance, no default), few rule the rare one in.
 * Attributes that are pure on one half of the rows are judged on the other, together, because chance makes thin ones
 * pure.
 */
function purityOf({ attributes, rows, positives }: Weighed): LeakEvidence | null {
  const rarer = positives * 2 <= rows ? 1 : 0;
  const chosen = attributes.filter(({ first }) => first.rows >= 3 && shareOf(first, rarer) >= PURE);
  const total = (of: (one: Counted) => Count): Count =>
    chosen.reduce(
      (sum, one) => ({ rows: sum.rows + of(one).rows, positives: sum.positives + of(one).positives }),
      { rows: 0, positives: 0 },
    );
  const unseen = total((one) => ({
    rows: one.rows - one.first.rows,
    positives: one.positives - one.first.positives,
  }));
  if (shareOf(unseen, rarer) < PURE) return null;
  const side = total((one) => one);
  if (!isImplausiblyPure(side, rows, positives)) return null;
  const others = { rows: rows - side.rows, positives: positives - side.positives };
  return {
    kind: 'pure',
    attribute: chosen.map(({ cover }) => coverText(cover)).join(', '),
    rows: side.rows,
    outcome: rarer,
    share: shareOf(side, rarer),
    elsewhere: shareOf(others, rarer),
  };
}

function isImplausiblyPure(side: Count, rows: number, positives: number): boolean {
  return ([0, 1] as const).some((outcome) => {
    const all = outcome === 1 ? positives : rows - positives;
    const share = shareOf(side, outcome);
    return (
      share >= PURE &&
      side.rows * (1 - all / rows) >= EXPECTED_OF_THE_OTHER &&
      share * side.rows >= MUCH_OF_ITS_CLASS * all
    );
  });
}

function shareOf({ rows, positives }: Count, outcome: 0 | 1): number {
  return rows === 0 ? 0 : (outcome === 1 ? positives : rows - positives) / rows;
}

function sentenceOf(column: string, evidence: LeakEvidence): string {
  switch (evidence.kind) {
    case 'copies':
      return `column "${column}" is the target under another name: it agrees with it in ${percent(evidence.agreement)} of the rows`;
    case 'separates': {
      const { auc, nextBest } = evidence;
      const next = nextBest
        ? `, where the next best column, "${nextBest.column}", reaches ${nextBest.auc.toFixed(3)}`
        : '';
      return `column "${column}" alone ranks the outcomes with an AUC of ${auc.toFixed(3)}${next}: it seems to be known only after the outcome`;
    }
    case 'pure':
      return (
        `column "${column}" (${shortened(evidence.attribute)}): ${percent(evidence.share)} of these ${evidence.rows} rows have ` +
        `outcome ${evidence.outcome}, against ${percent(evidence.elsewhere)} of the others: it seems to be known only after the outcome`
      );
    case 'filled':
      return (
        `column "${column}" is filled in for ${percent(evidence.filledOfPositives)} of the rows with outcome 1 and ` +
        `${percent(evidence.filledOfNegatives)} of those with outcome 0: it seems to be filled in only after the outcome`
      );
  }
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function coverText(cover: AttributeCover): string {
  switch (cover.kind) {
    case 'range':
      if (cover.from === null) return cover.to === null ? 'any number' : `below ${cover.to}`;
      return cover.to === null ? `${cover.from} or more` : `${cover.from} to below ${cover.to}`;
    case 'categories':
      return cover.values.map((value) => `"${value}"`).join(', ');
    case 'special':
      return `code ${cover.value}`;
    case 'missing':
      return 'missing';
    case 'other':
      return 'rare categories';
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function halvesOf(rows: number): Uint8Array {
  const random = seededRandom(1);
  return Uint8Array.from({ length: rows }, () => (random() < 0.5 ? 0 : 1));
}

/** Of outcomes on a scale: a number that follows them this closely is the outcome, or was booked from it. */
const SAME_AMOUNT = 0.995;

/** The same question for amounts and shares: which columns are the target under another name, or a part of it. */
export function findAmountLeaks(
  table: Table,
  outcomes: Float64Array,
  columns: readonly string[],
): LeakageCheck {
  const wanted = new Set(columns);
  const looked = table.columns.filter(({ id }) => wanted.has(id));
  const leaks = looked.flatMap((column): Leak[] => {
    if (column.kind !== 'numeric') return [];
    const rows = [...outcomes.keys()].filter((row) => Number.isFinite(column.values[row]!));
    if (rows.length < ENOUGH_OF_A_CLASS) return [];
    const correlation = correlationOf(
      rows.map((row) => column.values[row]!),
      rows.map((row) => outcomes[row]!),
    );
    if (!(Math.abs(correlation) >= SAME_AMOUNT)) return [];
    const evidence = { kind: 'copies', agreement: Math.abs(correlation) } as const;
    const sentence =
      `column "${column.id}" follows the target with a correlation of ${correlation.toFixed(4)} in ${rows.length} rows: ` +
      'it seems to be the target itself or to be worked out from it';
    return [{ column: column.id, evidence, sentence }];
  });
  return { checked: looked.length, leaks, strongest: null };
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreA, centreB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    ab += (value - centreA) * (b[at]! - centreB);
    aa += (value - centreA) ** 2;
    bb += (b[at]! - centreB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}
