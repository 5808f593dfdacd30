import type { StoredDecision } from '../../data/stores/decisions.ts';
import { findPortfolioById } from '../../data/stores/portfolios.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { explainScore } from '../../scoring/explanation/contributions.ts';
import type { ScoreExplained } from '../../scoring/explanation/explanation.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import type { ActionContext } from './action.ts';
import { type DecisionMeans, findDecisionMeans } from './decision-means.ts';
import type { DecisionExplained } from './explain-decision.ts';

export interface Redecided {
  readonly decision: Decision;
  /** The score that comes first, term by term; null for a decision by rules alone. */
  readonly score: ScoreExplained | null;
}

export type DecidedToday =
  /** The claim is closed, or the application is not on record: there is nothing to decide today. */
  | { readonly kind: 'nothing_to_decide' }
  /** The data of the person are only kept (GDPR art. 18): people look, and no program scores. */
  | { readonly kind: 'restricted' }
  | {
      readonly kind: 'decided';
      /** With today's records and the very policy and scorecards of the decision: what differs is the data. */
      readonly sameRules: Redecided;
      /** With the policy and scorecards of today; null where they are the same. */
      readonly rulesOfToday: Redecided | null;
    };

/** What the program would say today, to be seen beside what it said then. Nothing of it is kept, and it decides nothing. */
export async function decideToday(
  context: ActionContext,
  stored: StoredDecision,
  means: DecisionExplained,
  file: PersonFile,
): Promise<DecidedToday> {
  const { today } = context;
  if (isRestricted(file, today)) return { kind: 'restricted' };
  if (!isThere(stored, file, today)) return { kind: 'nothing_to_decide' };
  const inputs = inputsOf(historyOf(file, today, stored.decision.inputs.case));
  const redecide = ({
    policy,
    scorecards,
    responses,
  }: Pick<DecisionMeans, 'policy' | 'scorecards' | 'responses'>): Redecided => {
    const decision = decide(inputs, policy, scorecards, responses);
    const scorecard = scorecards.get(decision.scores[0]?.scorecard ?? '');
    return { decision, score: scorecard === undefined ? null : explainScore(scorecard, inputs.values) };
  };
  const current = await meansOfToday(context, stored);
  return {
    kind: 'decided',
    sameRules: redecide(means),
    rulesOfToday: current === null || isSame(means, current) ? null : redecide(current),
  };
}

/** An application may be too old to be decided for the first time, and still be looked at again. */
export function isThere({ decision }: StoredDecision, file: PersonFile, today: IsoDate): boolean {
  const ref = decision.inputs.case;
  if (ref.kind === 'claim') {
    return openCases(file, 'collection', today).some(
      (open) => open.kind === 'claim' && open.claimId === ref.claimId,
    );
  }
  return file.applications.some(
    (asked) => asked.applicationId === ref.applicationId && asked.obtainedOn <= today && asked.on <= today,
  );
}

/** Null where today's policy cannot decide: a scorecard that it names is not trained. */
async function meansOfToday(context: ActionContext, stored: StoredDecision): Promise<DecisionMeans | null> {
  const portfolio = await findPortfolioById(context.db, stored.portfolio_id);
  if (portfolio === null) return null;
  const found = await findDecisionMeans(context, portfolio, stored.policy_id);
  return found.kind === 'found' ? found.means : null;
}

function isSame(then: DecisionExplained, now: DecisionMeans): boolean {
  const fingerprints = (means: Pick<DecisionMeans, 'policy' | 'scorecards'>): string =>
    [
      means.policy.policy.fingerprint,
      ...[...means.scorecards.values()].map(({ fingerprint }) => fingerprint).sort(),
    ].join(' ');
  return fingerprints(then) === fingerprints(now);
}
