import type { CollectionOutcome, CreditOutcome, Decision } from '../decision/decision.ts';
import { decide } from '../decision/decide.ts';
import type { MeasureResponses } from '../decision/responses.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import type { CompiledPolicy, CompiledRule } from '../policy/compile-policy.ts';
import { characteristicIn } from '../policy/compile-policy.ts';
import { measure } from '../policy/measures.ts';
import type { Recourse, RecourseOption } from './explanation.ts';
import { type Candidate, candidatesOf, type Values } from './recourse-candidates.ts';
import { touchedBy, withChanges } from './recourse-effects.ts';

/** More than three things at once is no advice. */
const CHANGES_AT_MOST = 3;
const OPTIONS_AT_MOST = 3;

/**
 * The least burdensome changes, of what the person can change, that turn the whole decision: score, rules and
 * affordability together. Each option was decided again with its changes and did turn. The first is the cheapest there
 * is; each further one is the cheapest that does not contain an earlier one.
 */
export function recourseOfDecision(
  decision: Decision,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
  responses: MeasureResponses | null | undefined,
): Recourse {
  if (!isUnwelcome(decision)) return { kind: 'not_needed' };
  if (decision.kind === 'collection' && responses === undefined) return { kind: 'not_worked_out' };
  const again = (values: Values): Decision =>
    decide({ ...decision.inputs, values }, compiled, scorecards, responses ?? null);
  const used = decision.scores.flatMap(({ scorecard }) => scorecards.get(scorecard) ?? []);
  const { values, asOf } = decision.inputs;
  const groups = candidatesOf(values, compiled, used, asOf);
  if (groups.length === 0) return { kind: 'none', because: 'nothing_changeable' };
  const obstacle = obstacleOf(decision, compiled, groups);
  if (obstacle === 'rule') return { kind: 'none', because: 'rule' };
  const search = new Search(values, groups, (changed) => isTurned(decision.outcome, again(changed).outcome));
  const options: RecourseOption[] = [];
  while (options.length < OPTIONS_AT_MOST) {
    const found = search.cheapest(options);
    if (found === null) break;
    options.push(found);
  }
  if (options.length > 0) return { kind: 'options', options };
  return { kind: 'none', because: obstacle === 'score' ? 'score' : 'many_changes' };
}

/** Only an outcome that speaks against the person calls for recourse; a referral is not decided yet. */
function isUnwelcome({ outcome, inputs }: Decision): boolean {
  if (outcome.kind === 'decline') return true;
  if (outcome.kind === 'approve') {
    const asked = inputs.values.requested_amount;
    return typeof asked === 'number' && outcome.amountCents < asked;
  }
  return outcome.kind === 'measure' && measure(outcome.measure).pressure;
}

/** Credit: what was refused is approved in full. Collection: a milder measure comes out. */
function isTurned(was: CreditOutcome | CollectionOutcome, now: CreditOutcome | CollectionOutcome): boolean {
  if (was.kind === 'measure') {
    return now.kind === 'measure' && measure(now.measure).severity < measure(was.measure).severity;
  }
  if (was.kind === 'decline') return now.kind === 'approve';
  return was.kind === 'approve' && now.kind === 'approve' && now.amountCents > was.amountCents;
}

/**
 * What stands in the way: a rule that looks at nothing changeable can never be turned (`rule`); when no rule that
 * declines looks at anything but scores, a failure to turn is the score's (`score`).
 */
function obstacleOf(
  { outcome, rules }: Decision,
  compiled: CompiledPolicy,
  groups: readonly (readonly Candidate[])[],
): 'rule' | 'score' | 'both' {
  if (outcome.kind !== 'decline') return 'both';
  const changeable = new Set(groups.flatMap((group) => touchedBy(group[0]?.characteristic ?? '')));
  const held = new Set(rules.filter(({ holds }) => holds).map(({ rule }) => rule));
  const declining = compiled.rules.filter(({ rule }) => rule.effect.kind === 'decline' && held.has(rule.id));
  const canTurn = (rule: CompiledRule): boolean =>
    rule.looksAtScore ||
    rule.names.some((name) => name.startsWith('affordability.') || changeable.has(characteristicIn(name)));
  if (!declining.every(canTurn)) return 'rule';
  const onlyScores = declining.length > 0 && declining.every(({ looksAtScore }) => looksAtScore);
  return onlyScores ? 'score' : 'both';
}

/** Decided again at most so often for one option; a bound for the page, far above what is ever needed. */
const TRIALS_AT_MOST = 20_000;

/**
 * Branch and bound by cost over at most one new value for each characteristic. A branch is left when it costs as much
 * as the best found, or when it contains an option already told.
 */
class Search {
  readonly #values: Values;
  readonly #groups: readonly (readonly Candidate[])[];
  readonly #turns: (values: Values) => boolean;
  #best: RecourseOption | null = null;
  #trials = 0;

  constructor(values: Values, groups: readonly (readonly Candidate[])[], turns: (values: Values) => boolean) {
    this.#values = values;
    this.#turns = turns;
    this.#groups = groups
      .map((group) => [...group].sort((a, b) => a.cost - b.cost))
      .sort((a, b) => (a[0]?.cost ?? 0) - (b[0]?.cost ?? 0));
  }

  cheapest(told: readonly RecourseOption[]): RecourseOption | null {
    this.#best = null;
    this.#trials = 0;
    // Few changes first: they bound the search for more.
    for (let size = 1; size <= CHANGES_AT_MOST; size++) this.#extend([], 0, 0, size, told);
    return this.#best;
  }

  #extend(
    chosen: readonly Candidate[],
    cost: number,
    from: number,
    missing: number,
    told: readonly RecourseOption[],
  ): void {
    if (containsOne(chosen, told)) return;
    if (missing === 0) return this.#attempt(chosen, cost);
    for (let at = from; at <= this.#groups.length - missing; at++) {
      for (const candidate of this.#groups[at] ?? []) {
        const total = cost + candidate.cost;
        if (this.#best !== null && total >= this.#best.cost) break;
        if (this.#trials >= TRIALS_AT_MOST) return;
        this.#extend([...chosen, candidate], total, at + 1, missing - 1, told);
      }
    }
  }

  #attempt(chosen: readonly Candidate[], cost: number): void {
    this.#trials++;
    const changes = new Map<string, Value>(chosen.map(({ characteristic, to }) => [characteristic, to]));
    if (!this.#turns(withChanges(this.#values, changes))) return;
    this.#best = {
      changes: chosen.map(({ characteristic, from, to, days }) => ({ characteristic, from, to, days })),
      days: Math.max(...chosen.map(({ days }) => days)),
      cost,
    };
  }
}

function containsOne(chosen: readonly Candidate[], told: readonly RecourseOption[]): boolean {
  const touched = new Set(chosen.map(({ characteristic }) => characteristic));
  return told.some(({ changes }) => changes.every(({ characteristic }) => touched.has(characteristic)));
}
