import { loadPolicy, loadPolicyVersion } from '../../data/policies.ts';
import { findMeasureResponses, findMeasureResponsesById } from '../../data/stores/measure-responses.ts';
import type { Portfolio } from '../../data/stores/portfolios.ts';
import type { Run } from '../../data/stores/runs.ts';
import { findNewestScorecard, findScorecardByFingerprint } from '../../data/stores/scorecards.ts';
import { readRunScorecards } from '../../data/views/runs.ts';
import type { MeasureResponses } from '../../scoring/decision/responses.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import { targetKindOf } from '../../scoring/scorecard/prediction.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from './action.ts';

/** What decisions are made with, fixed for a whole run: one version of each. */
export interface DecisionMeans {
  readonly policy: CompiledPolicy;
  /** By name. */
  readonly scorecards: ReadonlyMap<string, Scorecard>;
  /** What past measures taught; null: the policy's own priors. */
  readonly responses: MeasureResponses | null;
  readonly responsesId: number | null;
}

export type FoundMeans =
  | { readonly kind: 'found'; readonly means: DecisionMeans }
  | { readonly kind: 'missing'; readonly reason: string };

/** The newest policy of that id, the newest version of each scorecard it names, and what its measures have done so far. */
export async function findDecisionMeans(
  { db }: ActionContext,
  portfolio: Portfolio,
  policyId: string,
): Promise<FoundMeans> {
  const policy = await loadPolicy(db, policyId);
  if (policy === null) return missing(`there is no policy "${policyId}"`);
  const { kind } = policy.policy;
  if (kind !== portfolio.kind) {
    return missing(
      `policy "${policyId}" is for ${kind}, portfolio "${portfolio.name}" for ${portfolio.kind}`,
    );
  }
  const scorecards = new Map<string, Scorecard>();
  for (const { scorecard: name } of policy.policy.scorecards) {
    const scorecard = await findNewestScorecard(db, name);
    if (scorecard === null) return missing(notTrained(policyId, name));
    if (targetKindOf(scorecard) !== 'binary') return missing(notOfYesOrNo(policyId, name));
    scorecards.set(name, scorecard);
  }
  const learnt = await findMeasureResponses(db, portfolio.id, policyId);
  return {
    kind: 'found',
    means: { policy, scorecards, responses: learnt?.responses ?? null, responsesId: learnt?.id ?? null },
  };
}

/** What a run that was cut off had begun with: what was published since does not change it half way. */
export async function findMeansOfRun(
  context: ActionContext,
  portfolio: Portfolio,
  run: Run,
): Promise<FoundMeans> {
  const { db } = context;
  const policy = await loadPolicyVersion(db, run.policyId, run.policyVersion);
  if (policy === null) return missing(`policy "${run.policyId}" ${run.policyVersion} is not on record`);
  const fingerprints = await readRunScorecards(db, run.id);
  if (fingerprints === null) {
    const found = await findDecisionMeans(context, portfolio, run.policyId);
    if (found.kind === 'missing') return found;
    return { kind: 'found', means: { ...found.means, policy } };
  }
  const scorecards = new Map<string, Scorecard>();
  for (const fingerprint of fingerprints) {
    const scorecard = await findScorecardByFingerprint(db, fingerprint);
    if (scorecard === null) return missing(`scorecard ${fingerprint} is not on record`);
    scorecards.set(scorecard.name, scorecard);
  }
  const learnt =
    run.measureResponsesId === null ? null : await findMeasureResponsesById(db, run.measureResponsesId);
  return {
    kind: 'found',
    means: { policy, scorecards, responses: learnt?.responses ?? null, responsesId: learnt?.id ?? null },
  };
}

function notTrained(policyId: string, scorecard: string): string {
  return `policy "${policyId}" scores with "${scorecard}", which is not trained yet (recourse learn)`;
}

/** A month's hazard, a share or an amount read as the probability of the outcome would decide wrongly in silence. */
function notOfYesOrNo(policyId: string, scorecard: string): string {
  return `policy "${policyId}" scores with "${scorecard}", which does not foretell yes or no: name another`;
}

function missing(reason: string): FoundMeans {
  return { kind: 'missing', reason };
}
