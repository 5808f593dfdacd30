import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import type { Explained } from '../../review-ui/explained.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { ActionContext } from '../actions/action.ts';
import { policyOfDecision } from '../actions/review-case.ts';
import { type DecisionExplained, explainDecision } from '../actions/explain-decision.ts';

export interface ExplainedDecision {
  readonly stored: StoredDecision;
  /** With what it was decided, to decide it again with other values. */
  readonly means: DecisionExplained;
  readonly explained: Explained;
}

/**
 * A decision with its explanation, for a page; null when there is none, its person was erased, or its policy is gone.
 * `allRules`: also those that did not speak, which a collection decision does not carry.
 */
export async function readExplained(
  { db, vault }: Pick<ActionContext, 'db' | 'vault'>,
  decisionId: number,
  options: { readonly allRules?: boolean } = {},
): Promise<ExplainedDecision | null> {
  const stored = await findDecision(db, vault, decisionId);
  if (stored === null) return null;
  const means = await explainDecision({ db }, stored);
  if (means.kind === 'missing') return null;
  return {
    stored,
    means,
    explained: {
      decision: options.allRules === true ? withAllRules(stored, means) : stored.decision,
      explanation: means.explanation,
      // What the controller promises of a review is what the page says of it.
      policy: await policyOfDecision({ db }, stored),
      scorecards: means.scorecards,
    },
  };
}

/** Decided again from the same inputs the rules say the same; those kept silent are then there as well. */
function withAllRules(stored: StoredDecision, means: DecisionExplained): Decision {
  const { decision } = stored;
  if (decision.kind !== 'collection') return decision;
  const again = decide(decision.inputs, means.policy, means.scorecards, means.responses, {
    keepAllRules: true,
  });
  return { ...decision, rules: again.rules };
}
