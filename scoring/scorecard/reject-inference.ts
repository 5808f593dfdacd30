import { compileScorer } from './compile.ts';
import { seededRandom, shuffled } from './seeded.ts';
import type { Scorecard } from './scorecard.ts';
import { type Column, findColumn, type Table } from './table.ts';

/**
 * How the outcomes that declined applications never had are supposed. `parcelling`: by band of score, at the accepted
 * cases' rate made worse by a factor, dealt out by the seed. `fuzzy`: each at its own foretold probability made worse by
 * the same factor; outcomes are dealt out along the score so that their sum follows the probabilities.
 */
export type RejectInference = 'parcelling' | 'fuzzy';

export interface RejectOptions {
  readonly method: RejectInference;
  /** Odds of the bad outcome of a declined case over those of an accepted one with the same score. An assumption. */
  readonly oddsFactor: number;
  readonly seed: number;
}

export interface RejectBand {
  /** P(target = 1) by the scorecard of the accepted, from the lowest band. */
  readonly from: number;
  readonly to: number;
  readonly accepted: number;
  /** Share of the accepted in the band with target = 1; null where there are none. */
  readonly acceptedRate: number | null;
  readonly rejects: number;
  /** Share of the declined in the band supposed to have target = 1. */
  readonly supposedRate: number;
}

export interface RejectsInferred {
  /** 0 or 1 for every declined case. */
  readonly outcomes: Float64Array;
  readonly bands: readonly RejectBand[];
}

const BANDS = 10;
/** Fewer accepted cases in a band, and their rate says less than the scorecard does. */
const ENOUGH_IN_A_BAND = 30;

/**
 * Supposes outcomes for declined applications (Siddiqi, Credit Risk Scorecards, 2006, ch. 6). Nothing in the data can
 * tell whether they are right: where acceptance hung on nothing but the characteristics, the factor should be 1 and
 * little is gained (Crook and Banasik, 2004); where it hung on what the table does not have, only the factor knows.
 */
export function inferRejects(
  scorecard: Scorecard,
  accepted: Table,
  outcomes: Float64Array,
  rejects: Table,
  { method, oddsFactor, seed }: RejectOptions,
): RejectsInferred {
  const scorer = compileScorer(scorecard);
  const [known, unknown] = [scorer.score(accepted).probability, scorer.score(rejects).probability];
  // Worse is towards 1 where 0 is the good outcome, and towards 0 where 1 is.
  const factor = scorecard.target.favourable === 0 ? oddsFactor : 1 / oddsFactor;
  const random = seededRandom(seed + 1);
  const order = Uint32Array.from({ length: rejects.rows }, (_, row) => row).sort(
    (a, b) => unknown[a]! - unknown[b]! || a - b,
  );
  const supposed = new Float64Array(rejects.rows);
  const bands: RejectBand[] = [];
  let carried = random();
  for (let band = 0; band < BANDS; band += 1) {
    const at = (edge: number): number => Math.floor((edge * order.length) / BANDS);
    const members = order.slice(at(band), at(band + 1));
    if (members.length === 0) continue;
    const [from, to] = [
      band === 0 ? 0 : unknown[members[0]!]!,
      band === BANDS - 1 ? 1 : unknown[order[at(band + 1)]!]!,
    ];
    const alike = [...known.keys()].filter((row) => known[row]! >= from && known[row]! < to);
    const came = alike.reduce((sum, row) => sum + outcomes[row]!, 0);
    const acceptedRate = alike.length === 0 ? null : came / alike.length;
    const foretold = members.reduce((sum, row) => sum + unknown[row]!, 0) / members.length;
    if (method === 'parcelling') {
      const rate = alike.length < ENOUGH_IN_A_BAND ? foretold : acceptedRate!;
      const ones = Math.round(worse(rate, factor) * members.length);
      for (const row of shuffled(members, random).subarray(0, ones)) supposed[row] = 1;
    } else {
      for (const row of members) {
        carried += worse(unknown[row]!, factor);
        if (carried < 1) continue;
        supposed[row] = 1;
        carried -= 1;
      }
    }
    const ones = members.reduce((sum, row) => sum + supposed[row]!, 0);
    bands.push({
      from,
      to,
      accepted: alike.length,
      acceptedRate,
      rejects: members.length,
      supposedRate: ones / members.length,
    });
  }
  return { outcomes: supposed, bands };
}

/** The probability whose odds are so many times those of this one. */
function worse(probability: number, factor: number): number {
  return (factor * probability) / (1 - probability + factor * probability);
}

/** Accepted rows first, then the declined with their supposed outcomes, in the columns of the accepted. */
export function withRejects(accepted: Table, rejects: Table, target: string, outcomes: Float64Array): Table {
  const rows = accepted.rows + rejects.rows;
  const columns = accepted.columns.map((column): Column => {
    if (column.id === target) return outcomesBelow(column, outcomes);
    const other = findColumn(rejects, column.id);
    if (!other) throw new Error(`the declined applications have no column "${column.id}"`);
    return below(column, other);
  });
  return { rows, columns };
}

/** The classes may be words among the accepted; here they are 0 and 1. */
function outcomesBelow(column: Column, outcomes: Float64Array): Column {
  if (column.kind === 'numeric') {
    return { ...column, values: Float64Array.from([...column.values, ...outcomes]) };
  }
  const dictionary = [...column.dictionary, '0', '1'];
  const codes = [...column.codes, ...Array.from(outcomes, (one) => column.dictionary.length + one)];
  return { ...column, dictionary, codes: Int32Array.from(codes) };
}

function below(first: Column, second: Column): Column {
  if (first.kind === 'numeric' && second.kind === 'numeric') {
    return { ...first, values: Float64Array.from([...first.values, ...second.values]) };
  }
  const [a, b] = [textsOf(first), textsOf(second)];
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from([...a, ...b], (text) => {
    if (text === null) return -1;
    const known = codeOf.get(text);
    if (known !== undefined) return known;
    codeOf.set(text, codeOf.size);
    return codeOf.size - 1;
  });
  return { id: first.id, kind: 'category', codes, dictionary: [...codeOf.keys()] };
}

function textsOf(column: Column): readonly (string | null)[] {
  return column.kind === 'category'
    ? Array.from(column.codes, (code) => column.dictionary[code] ?? null)
    : Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
}

/** Who would be let through, as many as were, if the scorecard alone decided on all who applied. */
export interface ApprovalSwap {
  readonly approvalRate: number;
  readonly before: SwapCount;
  readonly after: SwapCount;
  /** Applications that the two scorecards put on different sides. */
  readonly changed: number;
}

export interface SwapCount {
  /** Declined ones that the scorecard would let through. */
  readonly swappedIn: number;
  /** Accepted ones that it would decline. */
  readonly swappedOut: number;
}

export function approvalSwap(
  before: Scorecard,
  after: Scorecard,
  accepted: Table,
  rejects: Table,
): ApprovalSwap {
  const [old, young] = [before, after].map((scorecard) => approvedBy(scorecard, accepted, rejects)) as [
    readonly boolean[],
    readonly boolean[],
  ];
  const count = (approved: readonly boolean[]): SwapCount => ({
    swappedIn: approved.slice(accepted.rows).filter(Boolean).length,
    swappedOut: approved.slice(0, accepted.rows).filter((one) => !one).length,
  });
  return {
    approvalRate: accepted.rows / (accepted.rows + rejects.rows),
    before: count(old),
    after: count(young),
    changed: old.filter((one, row) => one !== young[row]).length,
  };
}

function approvedBy(scorecard: Scorecard, accepted: Table, rejects: Table): readonly boolean[] {
  const scorer = compileScorer(scorecard);
  const points = [...scorer.score(accepted).points, ...scorer.score(rejects).points];
  const best = [...points.keys()].sort((a, b) => points[b]! - points[a]! || a - b).slice(0, accepted.rows);
  const approved = new Array<boolean>(points.length).fill(false);
  for (const row of best) approved[row] = true;
  return approved;
}
