import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import type { Explained } from '../../review-ui/explained.ts';
import type { ActionContext } from '../actions/action.ts';
import { type DecisionExplained, explainDecision } from '../actions/explain-decision.ts';

export interface ExplainedDecision {
  readonly stored: StoredDecision;
  /** With what it was decided, to decide it again with other values. */
  readonly means: DecisionExplained;
  readonly explained: Explained;
}

/** A decision with its explanation, for a page; null when there is none, its person was erased, or its policy is gone. */
export async function readExplained(
  { db, vault }: Pick<ActionContext, 'db' | 'vault'>,
  decisionId: number,
): Promise<ExplainedDecision | null> {
  const stored = await findDecision(db, vault, decisionId);
  if (stored === null) return null;
  const means = await explainDecision({ db }, stored);
  if (means.kind === 'missing') return null;
  return {
    stored,
    means,
    explained: {
      decision: stored.decision,
      explanation: means.explanation,
      policy: means.policy.policy,
      scorecards: means.scorecards,
    },
  };
}
