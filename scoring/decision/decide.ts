import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { decideCollection } from './decide-collection.ts';
import { decideCredit, setScores } from './decide-credit.ts';
import type { Decision, DecisionInputs } from './decision.ts';
import { fillSlots } from './fill-slots.ts';
import { payProbabilityOf, type MeasureResponses } from './responses.ts';
import { logOddsOf, scoreCase, type CaseScore } from './score-case.ts';

export interface DecideOptions {
  /**
   * A collection decision keeps the rules that spoke, which is what a hundred thousand stored decisions can carry;
   * a credit decision keeps all. `true`: all, for the case page; recomputed from the same inputs they are the same.
   */
  readonly keepAllRules?: boolean;
}

/** Decides one case from its inputs alone: the same inputs, policy, scorecards and responses give the same decision. */
export function decide(
  inputs: DecisionInputs,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
  responses: MeasureResponses | null,
  options: DecideOptions = {},
): Decision {
  const { policy } = compiled;
  const scores = scoresOf(inputs, compiled, scorecards);
  const filled = fillSlots(compiled, inputs);
  setScores(filled, compiled, scores, 'actual');
  const common = {
    inputs,
    policy: { id: policy.id, version: policy.version, fingerprint: policy.fingerprint },
    scores: [...scores.values()].map(({ score }) => score),
  };
  if (compiled.credit !== null) {
    const { outcome, affordability, rules } = decideCredit(compiled, compiled.credit, scores, filled);
    return { kind: 'credit', ...common, rules, measures: [], affordability, outcome };
  }
  if (compiled.collection === null) throw new Error(`policy ${policy.id} decides nothing`);
  const baseline = baselineOf(compiled, scores);
  const payProbability = payProbabilityOf(responses, compiled.collection, filled, logOddsOf(baseline));
  const { outcome, measures, rules } = decideCollection(
    compiled,
    compiled.collection,
    payProbability,
    filled,
    options.keepAllRules ?? false,
  );
  return { kind: 'collection', ...common, rules, measures, affordability: null, outcome };
}

/** P(pay) before any measure is chosen, by the policy's baseline scorecard. */
export function baselineOf(compiled: CompiledPolicy, scores: ReadonlyMap<string, CaseScore>): number {
  const { policy } = compiled;
  const alias = policy.collection?.baseline ?? '';
  const card = policy.scorecards.find((known) => known.alias === alias);
  const probability = scores.get(alias)?.score.probability;
  if (card === undefined || probability === undefined)
    throw new Error(`policy ${policy.id}: no score under "${alias}"`);
  return card.target === 'pays' ? probability : 1 - probability;
}

/** The policy's scorecards on this case, by alias. */
export function scoresOf(
  inputs: DecisionInputs,
  { policy }: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
): ReadonlyMap<string, CaseScore> {
  return new Map(
    policy.scorecards.map(({ alias, scorecard: name }) => {
      const scorecard = scorecards.get(name);
      if (scorecard === undefined)
        throw new Error(
          `policy ${policy.id} wants the scorecard "${name}" (given: ${[...scorecards.keys()].join(', ')})`,
        );
      return [alias, scoreCase(scorecard, inputs.values)];
    }),
  );
}
