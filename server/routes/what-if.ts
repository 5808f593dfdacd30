import type { ReviewCaseContext } from '../../review-ui/pages/review-case.ts';
import { characteristicNamed, type NamedFact } from '../../review-ui/facts.ts';
import { type Explained, outcomeWords } from '../../review-ui/explained.ts';
import type { Wording } from '../../review-ui/wording.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { decideWith } from '../../scoring/explanation/what-if.ts';
import type { ExplainedDecision } from './explained.ts';
import { typedText, typedValue, UNIT_SIGNS } from './typed-value.ts';

const FIELDS_AT_MOST = 5;

/**
 * The facts that counted most, to be tried with other values, and what the program would have decided with them. The
 * decision is made again from its own inputs, policy and scorecards; nothing is kept. Of somebody whose data are only
 * kept nothing is tried.
 */
export function whatIfPart(
  found: ExplainedDecision,
  tried: (name: string) => string | null,
  wording: Wording,
  isKept: boolean,
): ReviewCaseContext['whatIf'] {
  if (isKept) return { fields: [], none: wording.t('preparation.restricted'), result: null };
  const none = wording.t('staff.case.whatIfNone');
  const { decision } = found.explained;
  const facts = tryable(found, wording);
  const changes = new Map<string, number>();
  const fields = facts.map(({ id, fact, value }) => {
    const typed = tried(id);
    const shown = typedText(value, fact, wording);
    const parsed = typed === null || typed === shown ? null : typedValue(typed, fact);
    if (parsed !== null && parsed !== value) changes.set(id, parsed);
    return {
      name: id,
      label: `${fact.name}${UNIT_SIGNS[fact.unit] ?? ''}`,
      value: typed ?? shown,
      hint: typed === null || typed === shown ? '' : wording.t('staff.case.whatIfWas', { value: shown }),
    };
  });
  if (changes.size === 0) return { fields, none, result: null };
  return { fields, none, result: resultOf(decideWith(decision, changes, found.means), decision, wording) };
}

function tryable(
  { explained }: ExplainedDecision,
  wording: Wording,
): readonly { readonly id: string; readonly fact: NamedFact; readonly value: number }[] {
  const { decision } = explained;
  return factsByWeight(explained)
    .flatMap((id) => {
      const value = decision.inputs.values[id];
      return typeof value === 'number' && Number.isFinite(value)
        ? [{ id, fact: characteristicNamed(id, explained, wording), value }]
        : [];
    })
    .slice(0, FIELDS_AT_MOST);
}

/** The amount asked for, then what gave a reason, then what weighs most in the score. */
export function factsByWeight({ explanation, policy }: Explained): readonly string[] {
  const weights = [...(explanation.scores[0]?.contributions ?? [])]
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .flatMap(({ characteristic, pair }) => pair?.map((side) => side.characteristic) ?? [characteristic]);
  const asked = policy.credit?.requestedAmount;
  const ofReasons = explanation.reasons.flatMap(({ characteristic }) =>
    characteristic === null ? [] : [characteristic],
  );
  return [...new Set([...(asked === undefined ? [] : [asked]), ...ofReasons, ...weights])];
}

function resultOf(
  again: Decision,
  before: Decision,
  wording: Wording,
): NonNullable<ReviewCaseContext['whatIf']['result']> {
  const { t, number } = wording;
  const outcome = outcomeWords(again, wording);
  const points = again.scores[0]?.points;
  return {
    text:
      points === undefined
        ? t('staff.case.whatIfRules', { outcome })
        : t('staff.case.whatIfResult', { points: number(Math.round(points)), outcome }),
    changed: outcome !== outcomeWords(before, wording),
  };
}
