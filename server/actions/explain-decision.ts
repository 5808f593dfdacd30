import { loadPolicyVersion } from '../../data/policies.ts';
import type { StoredDecision } from '../../data/stores/decisions.ts';
import { findMeasureResponsesAt, findMeasureResponsesById } from '../../data/stores/measure-responses.ts';
import { findRun } from '../../data/stores/runs.ts';
import { findScorecardByFingerprint } from '../../data/stores/scorecards.ts';
import type { MeasureResponses } from '../../scoring/decision/responses.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { Explanation } from '../../scoring/explanation/explanation.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from './action.ts';

/** A stored decision with what it was made by, and its explanation: the same bytes every time. */
export interface DecisionExplained {
  readonly kind: 'explained';
  readonly policy: CompiledPolicy;
  readonly scorecards: ReadonlyMap<string, Scorecard>;
  readonly responses: MeasureResponses | null;
  readonly explanation: Explanation;
}

export type ExplainOutcome = DecisionExplained | { readonly kind: 'missing'; readonly reason: string };

/** Explains by the versions the decision names, never by those of today. */
export async function explainDecision(
  { db }: Pick<ActionContext, 'db'>,
  stored: StoredDecision,
): Promise<ExplainOutcome> {
  const { policy: named } = stored.decision;
  const policy = await loadPolicyVersion(db, named.id, named.version);
  if (policy === null) {
    return { kind: 'missing', reason: `policy "${named.id}" ${named.version} is not on record` };
  }
  const scorecards = new Map<string, Scorecard>();
  for (const { scorecard: name, fingerprint } of stored.decision.scores) {
    const scorecard = await findScorecardByFingerprint(db, fingerprint);
    if (scorecard === null)
      return { kind: 'missing', reason: `scorecard "${name}" ${fingerprint} is not on record` };
    scorecards.set(name, scorecard);
  }
  const responses = await responsesOf(db, stored);
  const explanation = explain(stored.decision, policy, scorecards, { responses });
  return { kind: 'explained', policy, scorecards, responses, explanation };
}

/** What the measures were thought to do when it was decided: the run's own, or the newest of that time. */
async function responsesOf(
  db: ActionContext['db'],
  stored: StoredDecision,
): Promise<MeasureResponses | null> {
  if (stored.kind !== 'collection') return null;
  if (stored.run_id === null) {
    const found = await findMeasureResponsesAt(db, stored.portfolio_id, stored.policy_id, stored.decided_at);
    return found?.responses ?? null;
  }
  const run = await findRun(db, stored.run_id);
  if (run === null || run.measureResponsesId === null) return null;
  return (await findMeasureResponsesById(db, run.measureResponsesId))?.responses ?? null;
}
