import { policyText } from '../../scoring/policy/policy-text.ts';
import {
  affordabilityTable,
  factTable,
  measureTable,
  ruleTable,
  waterfallOf,
} from '../../review-ui/explained.ts';
import type { ReviewCaseContext } from '../../review-ui/pages/review-case.ts';
import { reasonWords } from '../../review-ui/reasons.ts';
import type { Wording } from '../../review-ui/wording.ts';
import type { ExplainedDecision } from './explained.ts';

const TERMS_AT_MOST = 10;

/** The decision as it was made, for staff: reasons, waterfall, rules with values, measures, facts. */
export function decisionPart(
  { stored, explained }: ExplainedDecision,
  wording: Wording,
): ReviewCaseContext['decision'] {
  const { t, date, language } = wording;
  const { decision, policy, explanation } = explained;
  const about = { policy, currency: decision.inputs.currency };
  return {
    line: t('staff.case.madeBy', {
      who: t(stored.decided_by === 'people' ? 'staff.case.people' : 'staff.case.program'),
      date: date(stored.decided_at.slice(0, 10)),
      policy: `${policyText(policy.name, language)} ${policy.version}`,
      scorecards: decision.scores.map((score) => `${score.scorecard} ${score.version}`).join(', ') || '–',
    }),
    reasons: explanation.reasons.map((reason) => {
      const { sentence, from } = reasonWords(reason, about, wording);
      return from === '' ? sentence : `${sentence} ${from}.`;
    }),
    waterfall: waterfallOf(explained, wording, TERMS_AT_MOST),
    facts: factTable(explained, wording),
    spoke: ruleTable(explained, wording, 'spoke'),
    silent: ruleTable(explained, wording, 'silent'),
    measures: decision.kind === 'collection' ? measureTable(explained, wording) : null,
    affordability: affordabilityTable(explained, wording, 'staff'),
  };
}
