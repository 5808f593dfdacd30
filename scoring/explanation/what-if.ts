import { characteristic } from '../characteristics/catalogue.ts';
import type { Unit } from '../characteristics/characteristic.ts';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { MeasureResponses } from '../decision/responses.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { unfamiliarIn } from '../scorecard/score.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import type { RecourseChange } from './explanation.ts';
import {
  candidate,
  type Changeable,
  changeableOf,
  offeredRange,
  turningPoints,
} from './recourse-candidates.ts';
import { FOLLOWS, withChanges } from './recourse-effects.ts';

/** With what a decision was made, to make it again. */
export interface DecisionMeans {
  readonly policy: CompiledPolicy;
  readonly scorecards: ReadonlyMap<string, Scorecard>;
  readonly responses: MeasureResponses | null;
}

/**
 * What the program would have decided with these values and all that follows from them; a figure that was itself tried
 * stands as it was tried.
 */
export function decideWith(
  { inputs }: Decision,
  tried: ReadonlyMap<string, Value>,
  { policy, scorecards, responses }: DecisionMeans,
): Decision {
  const values = { ...withChanges(inputs.values, tried), ...Object.fromEntries(tried) };
  return decide({ ...inputs, values }, policy, scorecards, responses);
}

/** A value that the person may try, from the least to the most that they can reach and that is known ground. */
export interface Tryable extends Changeable {
  readonly unit: Unit;
  /** Infinity: no bound is known. Both stand on a step of the unit. */
  readonly least: number;
  readonly most: number;
  /** Values that training saw. */
  readonly learnt: Range;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Everything that bears on the decision and that the person can really change, as recourse has it, in order of name. */
export function tryableOf({ inputs, scores }: Decision, means: DecisionMeans): readonly Tryable[] {
  const { policy, scorecards } = means;
  const used = scores.flatMap(({ scorecard }) => scorecards.get(scorecard) ?? []);
  const turning = new Set(turningPoints(policy, used, inputs.asOf).keys());
  // A share moves only with what it is a share of, and affordability with income, expenses and obligations.
  for (const [derived, roots] of Object.entries(FOLLOWS)) {
    if (policy.credit !== null || turning.has(derived)) for (const root of roots) turning.add(root);
  }
  return [...turning].sort().flatMap((id) => {
    const changeable = changeableOf(id, inputs.values, used);
    if (changeable === null) return [];
    const unit = characteristic(id)?.unit ?? 'points';
    const reach = reachOf(changeable, unit, used, offeredRange(id, changeable.from, policy, inputs.asOf));
    return reach.least > reach.most || (reach.least === changeable.from && reach.most === changeable.from)
      ? []
      : [{ ...changeable, unit, ...reach }];
  });
}

function reachOf(
  { characteristic: id, from, change }: Changeable,
  unit: Unit,
  scorecards: readonly Scorecard[],
  offered: Range,
): Pick<Tryable, 'least' | 'most' | 'learnt'> {
  const seen = scorecards.flatMap(
    ({ characteristics }) => characteristics.find((each) => each.id === id)?.observed ?? [],
  );
  const learnt = {
    least: Math.max(-Infinity, ...seen.map((observed) => observed.from)),
    most: Math.min(Infinity, ...seen.map((observed) => observed.to)),
  };
  const least = Math.max(offered.least, learnt.least, change.direction > 0 ? from : -Infinity);
  const most = Math.min(offered.most, learnt.most, change.direction < 0 ? from : Infinity);
  if (unit === 'points') return { least, most, learnt };
  // Inwards to a step that can be said and typed: a tenth of a percent, a cent, a day.
  const scale = unit === 'share' ? 1000 : 1;
  return {
    least: Math.ceil(least * scale - 1e-9) / scale,
    most: Math.floor(most * scale + 1e-9) / scale,
    learnt,
  };
}

export type Judged =
  | { readonly kind: 'reachable' }
  /**
   * `wrong_way`: the person can change it the other way only; `beyond_training`, `gap`: training saw no such value, beyond
   * or between those that it saw; `not_offered`: a loan of less or for longer than the lender has.
   */
  | {
      readonly kind: 'refused';
      readonly because: 'not_whole' | 'wrong_way' | 'beyond_training' | 'gap' | 'not_offered';
    };

/** Whether the person may try the value: no answer is given that the program has no ground for. */
export function judgeTried(tryable: Tryable, to: number, { scores }: Decision, means: DecisionMeans): Judged {
  const { characteristic: id, from, change, unit, least, most, learnt } = tryable;
  if (unit !== 'share' && unit !== 'points' && !Number.isInteger(to)) return refused('not_whole');
  if (change.direction !== 0 && Math.sign(to - from) === -change.direction) return refused('wrong_way');
  if (to < learnt.least || to > learnt.most) return refused('beyond_training');
  if (to < least || to > most) return refused('not_offered');
  const isUnseen = scores.some(({ scorecard: name }) => {
    const scorecard = means.scorecards.get(name);
    if (scorecard === undefined) return false;
    return unfamiliarIn(scorecard, { [id]: to }).some(
      (each) => each.characteristic === id && each.kind === 'no_training_case',
    );
  });
  return isUnseen ? refused('gap') : { kind: 'reachable' };
}

function refused(because: Extract<Judged, { kind: 'refused' }>['because']): Judged {
  return { kind: 'refused', because };
}

export interface WhatIf {
  readonly decision: Decision;
  readonly changes: readonly RecourseChange[];
  /** The changes run side by side: the longest of them. */
  readonly days: number;
  /** Figures that follow and that training had not seen at such values: the answer has less ground. */
  readonly lessGround: readonly string[];
}

/** The decision with changes that the person can make, each judged before, and the time that they take. */
export function whatIf(
  decision: Decision,
  tried: readonly (Changeable & { readonly to: number })[],
  means: DecisionMeans,
): WhatIf {
  const changes = tried.map(({ characteristic: id, from, to, change }): RecourseChange => {
    const { days } = candidate(id, from, to, change);
    return { characteristic: id, from, to, days };
  });
  const again = decideWith(decision, new Map(tried.map((each) => [each.characteristic, each.to])), means);
  return {
    decision: again,
    changes,
    days: Math.max(0, ...changes.map(({ days }) => days)),
    lessGround: [...unfamiliarOf(again, means)].filter((id) => !unfamiliarOf(decision, means).has(id)),
  };
}

function unfamiliarOf({ scores, inputs }: Decision, { scorecards }: DecisionMeans): ReadonlySet<string> {
  return new Set(
    scores.flatMap(({ scorecard }) => {
      const card = scorecards.get(scorecard);
      return card === undefined ? [] : unfamiliarIn(card, inputs.values).map(({ characteristic: id }) => id);
    }),
  );
}
