import { characteristicNamed, factValue } from '../../review-ui/facts.ts';
import type { FieldError } from '../../review-ui/form.ts';
import type { WhatIfField } from '../../review-ui/pages/what-if.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { judgeTried, type Tryable, tryableOf } from '../../scoring/explanation/what-if.ts';
import type { ExplainedDecision } from './explained.ts';
import { typedText, typedValue, UNIT_SIGNS } from './typed-value.ts';
import { factsByWeight } from './what-if.ts';

/** A form on a phone is short: what weighs least is left out. */
const FIELDS_AT_MOST = 10;

const TYPED_AT_MOST = 30;

/** The form with the person's own values in it. */
export function whatIfFields(found: ExplainedDecision, wording: Wording): readonly WhatIfField[] {
  return readFields(found, null, wording).map(({ field }) => field);
}

/** What was typed in each field; null: nothing was sent yet. */
export function readFields(
  found: ExplainedDecision,
  typed: Readonly<Record<string, unknown>> | null,
  wording: Wording,
): readonly FieldRead[] {
  return factsToTry(found).map((tryable) => readField(tryable, typed, found, wording));
}

/** First what recourse names, then what weighs most. */
function factsToTry({ explained, means }: ExplainedDecision): readonly Tryable[] {
  const { decision, explanation } = explained;
  const { recourse } = explanation;
  const advised =
    recourse.kind === 'options'
      ? recourse.options.flatMap(({ changes }) => changes.map(({ characteristic }) => characteristic))
      : [];
  const order = [...new Set([...advised, ...factsByWeight(explained)])];
  const placeOf = ({ characteristic }: Tryable): number => {
    const place = order.indexOf(characteristic);
    return place === -1 ? order.length : place;
  };
  return [...tryableOf(decision, means)].sort((a, b) => placeOf(a) - placeOf(b)).slice(0, FIELDS_AT_MOST);
}

export interface FieldRead {
  readonly tryable: Tryable;
  readonly field: WhatIfField;
  /** The value to try; null when it is the person's own still, or none that can be tried. */
  readonly to: number | null;
  readonly error: FieldError | null;
}

function readField(
  tryable: Tryable,
  body: Readonly<Record<string, unknown>> | null,
  { explained, means }: ExplainedDecision,
  wording: Wording,
): FieldRead {
  const { t } = wording;
  const { decision } = explained;
  const fact = characteristicNamed(tryable.characteristic, explained, wording);
  const say = (value: number): string => factValue(value, fact, decision.inputs.currency, wording);
  const own = typedText(tryable.from, tryable, wording);
  const name = `value-${tryable.characteristic}`;
  const sent = body?.[name];
  const typed = typeof sent === 'string' ? sent.trim().slice(0, TYPED_AT_MOST) : own;
  const range =
    tryable.most === Infinity
      ? t('customer.whatIf.rangeUp', { least: say(tryable.least) })
      : t('customer.whatIf.range', { least: say(tryable.least), most: say(tryable.most) });
  const field: WhatIfField = {
    name,
    label: `${fact.name}${UNIT_SIGNS[tryable.unit] ?? ''}`,
    value: typed,
    hint: tryable.unit === 'flag' ? '' : t('customer.whatIf.now', { value: say(tryable.from), range }),
    options:
      tryable.unit === 'flag' ? [0, 1].map((each) => ({ value: String(each), label: say(each) })) : null,
  };
  const to = typedValue(typed, tryable);
  // What is shown is rounded: typed again it is the person's own value still.
  if (typed === own || to === typedValue(own, tryable)) return { tryable, field, to: null, error: null };
  const refused = (because: string): FieldRead => {
    const text = t(`customer.whatIf.refused.${because}`, {
      fact: fact.name,
      value: say(tryable.from),
      range,
    });
    return { tryable, field, to: null, error: { field: name, text } };
  };
  if (to === null) return refused('not_a_number');
  const judged = judgeTried(tryable, to, decision, means);
  if (judged.kind === 'reachable') return { tryable, field, to, error: null };
  if (judged.because !== 'wrong_way') return refused(judged.because);
  return refused(tryable.change.direction > 0 ? 'only_up' : 'only_down');
}
