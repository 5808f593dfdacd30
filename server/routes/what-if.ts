import type { ReviewCaseContext } from '../../review-ui/pages/review-case.ts';
import { characteristicNamed, type NamedFact } from '../../review-ui/facts.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { Value } from '../../scoring/scorecard/scorecard.ts';
import type { ExplainedDecision } from './explained.ts';

const FIELDS_AT_MOST = 5;

/**
 * The facts that counted most, to be tried with other values, and what the program would have decided with them. The
 * decision is made again from its own inputs, policy and scorecards; nothing is kept.
 */
export function whatIfPart(
  found: ExplainedDecision,
  tried: (name: string) => string | null,
  wording: Wording,
): ReviewCaseContext['whatIf'] {
  const { decision } = found.explained;
  const facts = tryable(found, wording);
  const values: Record<string, Value> = { ...decision.inputs.values };
  let changed = false;
  const fields = facts.map(({ id, fact, value }) => {
    const typed = tried(id);
    const parsed = typed === null ? null : valueOf(typed, fact);
    if (parsed !== null && parsed !== value) {
      values[id] = parsed;
      changed = true;
    }
    const shown = textOf(value, fact, wording);
    return {
      name: id,
      label: `${fact.name}${UNIT_SIGNS[fact.unit] ?? ''}`,
      value: typed ?? shown,
      hint: typed === null || typed === shown ? '' : wording.t('staff.case.whatIfWas', { value: shown }),
    };
  });
  if (!changed) return { fields, result: null };
  const again = decide(
    { ...decision.inputs, values },
    found.means.policy,
    found.means.scorecards,
    found.means.responses,
  );
  return { fields, result: resultOf(again, decision, wording) };
}

const UNIT_SIGNS: Readonly<Record<string, string>> = { cents: ', €', share: ', %' };

function tryable(
  { explained }: ExplainedDecision,
  wording: Wording,
): readonly { readonly id: string; readonly fact: NamedFact; readonly value: number }[] {
  const { decision, explanation, policy } = explained;
  const weights = [...(explanation.scores[0]?.contributions ?? [])]
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .flatMap(({ characteristic, pair }) => pair?.map((side) => side.characteristic) ?? [characteristic]);
  const asked = policy.credit?.requestedAmount;
  const ofReasons = explanation.reasons.flatMap(({ characteristic }) =>
    characteristic === null ? [] : [characteristic],
  );
  const ids = [...new Set([...(asked === undefined ? [] : [asked]), ...ofReasons, ...weights])];
  return ids
    .flatMap((id) => {
      const value = decision.inputs.values[id];
      return typeof value === 'number' && Number.isFinite(value)
        ? [{ id, fact: characteristicNamed(id, explained, wording), value }]
        : [];
    })
    .slice(0, FIELDS_AT_MOST);
}

/** As staff type it: euros and percent, a comma or a point. */
function textOf(value: number, { unit }: NamedFact, { language }: Wording): string {
  const scale = unit === 'cents' || unit === 'share' ? 100 : 1;
  const figure = unit === 'share' ? value * scale : value / scale;
  const text = String(Math.round(figure * 100) / 100);
  return language === 'en' ? text : text.replace('.', ',');
}

function valueOf(text: string, { unit }: NamedFact): number | null {
  const plain = text.replaceAll(/[\s\u00a0€%]/g, '').replace(',', '.');
  if (!/^-?\d{1,12}(\.\d+)?$/.test(plain)) return null;
  const figure = Number(plain);
  if (unit === 'cents') return Math.round(figure * 100);
  return unit === 'share' ? figure / 100 : figure;
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
