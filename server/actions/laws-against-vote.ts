import { loadPolicyVersion } from '../../data/policies.ts';
import type { StoredDecision } from '../../data/stores/decisions.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { DecisionInputs } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { type LawAgainst, lawsAgainst } from '../../scoring/decision/laws-against.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import type { Verdict } from '../../scoring/review/review.ts';
import type { ActionContext } from './action.ts';
import { isThere } from './decide-today.ts';

/** The laws that forbid the credit that a vote would give; none for any other vote. */
export async function lawsAgainstVote(
  context: ActionContext,
  contested: StoredDecision,
  verdict: Verdict,
): Promise<readonly LawAgainst[]> {
  if (verdict.kind !== 'change' || verdict.to.kind !== 'approve') return [];
  const compiled = await loadPolicyVersion(context.db, contested.policy_id, contested.policy_version);
  if (compiled === null) return [];
  return lawsAgainst(compiled, await inputsNow(context, contested), verdict.to);
}

/**
 * The records as they stand: what was wrong and is put right no longer forbids. Data that are only kept, or gone,
 * count as they did when the decision was made.
 */
async function inputsNow({ db, today }: ActionContext, contested: StoredDecision): Promise<DecisionInputs> {
  const { inputs } = contested.decision;
  const file = await readPersonFile(db, inputs.personId);
  if (file === null || isRestricted(file, today) || !isThere(contested, file, today)) return inputs;
  return inputsOf(historyOf(file, today, inputs.case));
}
