import type { RecourseChange, RecourseOption } from '../scoring/explanation/explanation.ts';
import type { Explained } from './explained.ts';
import { characteristicNamed, factValue } from './facts.ts';
import type { Wording } from './wording.ts';

/** What would have changed the outcome, in words: steps of each option, or one sentence. */
export type WaysOut =
  | {
      readonly kind: 'options';
      readonly options: readonly { readonly steps: readonly string[]; readonly when: string }[];
    }
  | { readonly kind: 'plain'; readonly text: string };

export function waysOut(explained: Explained, wording: Wording): WaysOut {
  const { t } = wording;
  const { recourse } = explained.explanation;
  switch (recourse.kind) {
    case 'options':
      return {
        kind: 'options',
        options: recourse.options.map((option) => optionOf(option, explained, wording)),
      };
    case 'none':
      return { kind: 'plain', text: noneBut(recourse, wording).join(' ') };
    case 'not_needed':
    case 'not_worked_out':
      return { kind: 'plain', text: t('customer.decision.changeNotNeeded') };
  }
}

/** Why there is none, and how far everything together would have led. */
function noneBut(
  { because, best }: Extract<Explained['explanation']['recourse'], { kind: 'none' }>,
  { t, number }: Wording,
): readonly string[] {
  const why = t(`customer.decision.changeNone.${because}`);
  if (best === undefined) return [why];
  const points = { points: number(Math.floor(best.points)), needed: number(Math.ceil(best.neededPoints)) };
  return [why, t('customer.decision.changeNoneBest', points)];
}

function optionOf(
  option: RecourseOption,
  explained: Explained,
  wording: Wording,
): { readonly steps: readonly string[]; readonly when: string } {
  return {
    steps: option.changes.map((change) => changeWords(change, explained, wording)),
    when: changeTime(option.days, wording),
  };
}

/** "Months in the job: 12 instead of 4." */
export function changeWords(
  { characteristic, from, to }: RecourseChange,
  explained: Pick<Explained, 'decision' | 'policy'>,
  wording: Wording,
): string {
  const { currency } = explained.decision.inputs;
  const fact = characteristicNamed(characteristic, explained, wording);
  return wording.t('customer.decision.changeTo', {
    fact: fact.name,
    from: factValue(from, fact, currency, wording),
    to: factValue(to, fact, currency, wording),
  });
}

/** "This takes about 8 months." */
export function changeTime(days: number, { t }: Pick<Wording, 't'>): string {
  return days < 1
    ? t('customer.decision.changeNow')
    : t('customer.decision.changeDays', { days: roundPeriod(days, t) });
}

/** Two months say more than 61 days. */
export function roundPeriod(days: number, t: Wording['t']): string {
  return days < 45
    ? t('common.days', { count: Math.ceil(days) })
    : t('common.months', { count: Math.ceil(days / 30.4) });
}
