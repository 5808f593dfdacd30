import { policyText } from '../scoring/policy/policy-text.ts';
import { characteristicNamed, factValue, termValue } from './facts.ts';
import { type Bar, type Bars, drawBars } from './charts/bars.ts';
import { drawWaterfall, signed, type Waterfall } from './charts/waterfall.ts';
import type { Decision } from '../scoring/decision/decision.ts';
import type { Explanation, ScoreExplained } from '../scoring/explanation/explanation.ts';
import { isMeasure, measure } from '../scoring/policy/measures.ts';
import type { Policy } from '../scoring/policy/policy.ts';
import type { Provenance } from '../scoring/portfolio/records.ts';
import type { Unfamiliar } from '../scoring/scorecard/score.ts';
import type { Scorecard } from '../scoring/scorecard/scorecard.ts';
import type { Cell, Table } from './table.ts';
import type { Wording } from './wording.ts';

/** A decision with all that it takes to word it: nothing else may be said about it. */
export interface Explained {
  readonly decision: Decision;
  readonly explanation: Explanation;
  readonly policy: Policy;
  /** By name, in the versions the decision was made with. */
  readonly scorecards: ReadonlyMap<string, Scorecard>;
}

/** The amount asked for, from the inputs; null where the policy asks for none. */
export function requestedCents({ decision, policy }: Pick<Explained, 'decision' | 'policy'>): number | null {
  const name = policy.credit?.requestedAmount;
  const value = name === undefined ? undefined : decision.inputs.values[name];
  return typeof value === 'number' ? value : null;
}

/** The outcome in a few words: "approve €3,000 over 36 months", "letter of demand". */
export function outcomeWords(
  { outcome, inputs }: Pick<Decision, 'outcome' | 'inputs'>,
  wording: Wording,
): string {
  const { t, money } = wording;
  switch (outcome.kind) {
    case 'approve':
      return t('staff.outcome.approve', {
        amount: money(outcome.amountCents, inputs.currency),
        term: t('common.months', { count: outcome.termMonths }),
      });
    case 'decline':
    case 'refer':
      return t(`staff.outcome.${outcome.kind}`);
    case 'measure':
      return measureName(outcome.measure, wording);
  }
}

/** A measure taken in an imported ledger may be one that the catalogue lacks: it keeps its own word. */
export function measureName(id: string, { language }: Pick<Wording, 'language'>): string {
  if (!isMeasure(id)) return id.replaceAll('_', ' ');
  const { name } = measure(id);
  return name[language] ?? name.en;
}

/** From the average case to this one, with the limit; null for a decision by rules alone. */
export function waterfallOf(explained: Explained, wording: Wording, most: number): Waterfall | null {
  const { explanation } = explained;
  const score = explanation.scores[0];
  if (score === undefined) return null;
  const { t, number } = wording;
  const { threshold } = explanation;
  return drawWaterfall(
    {
      caption: threshold
        ? t('staff.charts.waterfallNeeded', {
            base: number(Math.round(score.basePoints)),
            points: number(Math.round(score.points)),
            needed: number(Math.round(threshold.points)),
          })
        : t('staff.charts.waterfall', {
            base: number(Math.round(score.basePoints)),
            points: number(Math.round(score.points)),
          }),
      base: { label: t('staff.charts.base'), points: score.basePoints },
      terms: score.contributions.map(({ characteristic, points }) => ({
        label: characteristicNamed(characteristic, explained, wording).name,
        points,
      })),
      total: { label: t('staff.charts.total'), points: score.points },
      threshold: threshold && {
        label: t('staff.charts.needed', { points: number(Math.round(threshold.points)) }),
        points: threshold.points,
      },
      most,
    },
    wording,
  );
}

/** The heaviest facts as bars, those against the person to the left of zero; the rest is one bar, so that they add up. */
export function factorBars(
  explained: Explained,
  score: ScoreExplained,
  wording: Wording,
  most: number,
): Bars {
  const { t, number } = wording;
  const terms = heaviestFirst(score);
  const rest = terms.slice(most);
  const restPoints = rest.reduce((sum, { points }) => sum + points, 0);
  const bars: Bar[] = terms.slice(0, most).map((term) => {
    const fact = characteristicNamed(term.characteristic, explained, wording);
    return {
      label: fact.name,
      note: termValue(term, explained, explained.decision.inputs.currency, wording),
      value: term.points,
      figure: signed(Math.round(term.points), number),
    };
  });
  if (rest.length > 0) {
    bars.push({
      label: t('common.charts.otherFacts', { count: rest.length }),
      value: restPoints,
      figure: signed(Math.round(restPoints), number),
    });
  }
  return drawBars(t('customer.decision.allText', { count: score.contributions.length }), bars);
}

/** Every fact of a score with its weight; the starting point and the sum make it add up. */
export function factorTable(explained: Explained, score: ScoreExplained, wording: Wording): Table {
  const { t, number, date } = wording;
  const { inputs } = explained.decision;
  return {
    caption: t('customer.decision.all'),
    columns: [
      { label: t('customer.decision.fact'), kind: 'text' },
      { label: t('customer.decision.value'), kind: 'number' },
      { label: t('customer.decision.points'), kind: 'number' },
      { label: t('customer.decision.from'), kind: 'text' },
      { label: t('customer.decision.obtained'), kind: 'text' },
    ],
    rows: [
      { cells: [t('customer.decision.base'), '', number(score.basePoints, 1), '', ''] },
      ...heaviestFirst(score).map((term) => {
        const fact = characteristicNamed(term.characteristic, explained, wording);
        const evidence = inputs.evidence[term.characteristic] ?? null;
        return {
          cells: [
            fact.name,
            withGround(
              termValue(term, explained, inputs.currency, wording),
              score.unfamiliar,
              term.characteristic,
              wording,
            ),
            signed(term.points, number, 1),
            sourceName(evidence, wording),
            evidence === null ? '' : date(evidence.obtainedOn),
          ],
        };
      }),
    ],
    total: [t('customer.decision.total'), '', number(score.points, 1), '', ''],
    empty: t('customer.decision.allNone'),
    narrow: 'cards',
  };
}

/** The value, and where training had seen none like it, that it is weighed with less ground. */
function withGround(text: string, unfamiliar: readonly Unfamiliar[], id: string, { t }: Wording): Cell {
  const found = unfamiliar.find(({ characteristic }) => characteristic === id);
  return found === undefined ? text : { text, note: t(`facts.unfamiliar.${found.kind}`) };
}

export function sourceName(evidence: Pick<Provenance, 'source'> | null, { t }: Wording): string {
  return evidence === null ? '' : t(`facts.source.${evidence.source}`);
}

/** The rules that applied, or those that did not, with the values they looked at. */
export function ruleTable(explained: Explained, wording: Wording, which: 'spoke' | 'silent'): Table {
  const { t, language } = wording;
  const { decision, policy } = explained;
  const rules = new Map(policy.rules.map((rule) => [rule.id, rule]));
  return {
    caption: t(`facts.rules.${which}`),
    columns: [
      { label: t('facts.rules.rule'), kind: 'text' },
      { label: t('facts.rules.values'), kind: 'text' },
      { label: t('facts.rules.result'), kind: 'text' },
      { label: t('facts.rules.basis'), kind: 'text' },
    ],
    rows: rulesOnce(decision.rules.filter((result) => result.holds === (which === 'spoke'))).map(
      (results) => {
        const [{ rule: id, holds }] = results;
        const rule = rules.get(id);
        const measures = results.flatMap(({ measure: of }) =>
          of === undefined ? [] : [measureName(of, wording)],
        );
        const values = results.map((result) => {
          const seen = valuesSeen(result, explained, wording);
          return measures.length > 1 && result.measure !== undefined && seen !== ''
            ? `${measureName(result.measure, wording)}: ${lowerFirst(seen)}`
            : seen;
        });
        const text = rule === undefined ? id : policyText(rule.text, language);
        return {
          cells: [
            measures.length === 0 ? text : { text, note: measures.join(', ') },
            [...new Set(values)].join('; '),
            ruleResult(rule?.effect.kind ?? null, holds, wording),
            rule?.citation ?? t(`facts.rules.basisKind.${rule?.basis ?? 'policy'}`),
          ],
        };
      },
    ),
    empty: t(`facts.rules.none.${which}`),
    narrow: 'stack',
  };
}

type RuleResult = Explained['decision']['rules'][number];

/** A rule that is asked once a measure is told once, with its measures. */
function rulesOnce(results: readonly RuleResult[]): readonly (readonly [RuleResult, ...RuleResult[]])[] {
  const byRule = new Map<string, [RuleResult, ...RuleResult[]]>();
  for (const result of results) {
    const known = byRule.get(result.rule);
    if (known === undefined) byRule.set(result.rule, [result]);
    else known.push(result);
  }
  return [...byRule.values()];
}

function valuesSeen({ values }: RuleResult, explained: Explained, wording: Wording): string {
  return Object.entries(values)
    .map(([name, seen]) => {
      const fact = characteristicNamed(name, explained, wording);
      return `${fact.name}: ${factValue(seen, fact, explained.decision.inputs.currency, wording)}`;
    })
    .join('; ');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Effects that put people in front of what happens. */
const WAITS = new Set(['refer', 'refer_declines', 'release']);

function ruleResult(effect: string | null, holds: boolean, { t }: Wording): Cell {
  if (!holds) return { text: t('facts.rules.silentTag'), tag: 'plain' };
  const tag = effect === 'decline' ? 'no' : WAITS.has(effect ?? '') ? 'wait' : 'info';
  return { text: t(`facts.rules.effect.${effect ?? 'unknown'}`), tag };
}

/** Every measure weighed: worth, cost to both sides, and yes or the rule that ruled it out. */
export function measureTable(explained: Explained, wording: Wording): Table {
  const { t, language, money, percent } = wording;
  const { decision, policy } = explained;
  const rules = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const chosen = decision.outcome.kind === 'measure' ? decision.outcome.measure : null;
  const { currency } = decision.inputs;
  const weighed = [...decision.measures].sort(
    (a, b) =>
      Number(a.measure !== chosen) - Number(b.measure !== chosen) ||
      a.ruledOutBy.length - b.ruledOutBy.length ||
      b.expectedNetCents - a.expectedNetCents,
  );
  return {
    caption: t('staff.measures.caption'),
    columns: [
      { label: t('staff.measures.measure'), kind: 'text' },
      { label: t('staff.measures.worth'), kind: 'number' },
      { label: t('staff.measures.pays'), kind: 'number' },
      { label: t('staff.measures.creditorCost'), kind: 'number' },
      { label: t('staff.measures.debtorCost'), kind: 'number' },
      { label: t('staff.measures.result'), kind: 'text' },
    ],
    rows: weighed.map((each) => ({
      cells: [
        measureName(each.measure, wording),
        money(each.expectedNetCents, currency),
        { text: percent(each.payProbability), note: t(`staff.measures.basis.${each.payProbabilityBasis}`) },
        money(each.creditorCostCents, currency),
        money(each.debtorCostCents, currency),
        measureResult(
          each.measure === chosen,
          each.ruledOutBy,
          (id) => {
            const rule = rules.get(id);
            const text = rule === undefined ? id : policyText(rule.text, language);
            return rule?.citation ? `${text} (${rule.citation})` : text;
          },
          wording,
        ),
      ],
    })),
    empty: t('staff.measures.empty'),
    narrow: 'stack',
  };
}

function measureResult(
  isChosen: boolean,
  ruledOutBy: readonly string[],
  ruleText: (id: string) => string,
  { t }: Wording,
): Cell {
  if (isChosen) return { text: t('staff.measures.chosen'), tag: 'yes' };
  if (ruledOutBy.length === 0) return { text: t('staff.measures.possible'), tag: 'plain' };
  return { text: t('staff.measures.ruledOut'), tag: 'no', note: ruledOutBy.map(ruleText).join(' ') };
}

/** All facts as they stood, whether a score or a rule used them. */
export function factTable(explained: Explained, wording: Wording): Table {
  const { t, date, number } = wording;
  const { explanation, decision } = explained;
  const points = new Map(
    (explanation.scores[0]?.contributions ?? []).map((term) => [term.characteristic, term.points]),
  );
  return {
    caption: t('staff.facts.caption', { date: wording.dateOn(explanation.asOf) }),
    columns: [
      { label: t('staff.facts.fact'), kind: 'text' },
      { label: t('staff.facts.value'), kind: 'number' },
      { label: t('staff.facts.points'), kind: 'number' },
      { label: t('staff.facts.source'), kind: 'text' },
      { label: t('staff.facts.obtained'), kind: 'text' },
      { label: t('staff.facts.validUntil'), kind: 'text' },
    ],
    rows: uniqueFacts(explanation)
      .map((datum) => ({ ...datum, points: points.get(datum.characteristic) ?? null }))
      .sort((a, b) => Math.abs(b.points ?? 0) - Math.abs(a.points ?? 0))
      .map((datum) => {
        const fact = characteristicNamed(datum.characteristic, explained, wording);
        return {
          cells: [
            fact.name,
            withGround(
              factValue(datum.value, fact, decision.inputs.currency, wording),
              explanation.scores.flatMap(({ unfamiliar }) => unfamiliar),
              datum.characteristic,
              wording,
            ),
            datum.points === null ? t('staff.facts.ruleOnly') : signed(datum.points, number, 1),
            sourceName(datum.evidence, wording),
            datum.evidence === null ? '' : date(datum.evidence.obtainedOn),
            datum.evidence?.validUntil ? date(datum.evidence.validUntil) : '',
          ],
        };
      }),
    empty: t('staff.facts.empty'),
    narrow: 'stack',
  };
}

/** A fact that both the score and a rule used is one fact. */
export function uniqueFacts(explanation: Explanation): Explanation['data'] {
  const seen = new Set<string>();
  return explanation.data.filter(({ characteristic }) => {
    if (seen.has(characteristic)) return false;
    seen.add(characteristic);
    return true;
  });
}

/** Affordability line by line; null where it was not worked out. */
export function affordabilityTable(
  { decision }: Explained,
  wording: Wording,
  reader: 'person' | 'staff' = 'person',
): Table | null {
  const worked = decision.affordability;
  if (worked === null) return null;
  const { t, money, percent } = wording;
  const amount = (cents: number | null): string =>
    cents === null ? t('common.unknown') : money(cents, decision.inputs.currency);
  const lines: readonly (readonly [string, string])[] = [
    ['income', amount(worked.incomeCents)],
    ['expenses', amount(worked.expensesCents)],
    ['obligations', amount(worked.obligationsCents)],
    ['newPayment', amount(worked.newPaymentCents)],
    ['stressedPayment', amount(worked.stressedPaymentCents)],
    [
      'debtServiceShare',
      worked.debtServiceShare === null ? t('common.unknown') : percent(worked.debtServiceShare, 1),
    ],
    ['free', amount(worked.freeCents)],
    ['affordable', amount(worked.affordableAmountCents)],
  ];
  return {
    caption: t(reader === 'person' ? 'customer.decision.affordability' : 'staff.case.affordability'),
    columns: [
      {
        label: t(reader === 'person' ? 'customer.decision.affordability' : 'staff.facts.fact'),
        kind: 'text',
      },
      { label: t(reader === 'person' ? 'customer.decision.value' : 'staff.facts.value'), kind: 'number' },
    ],
    rows: lines.map(([line, text]) => ({ cells: [t(`customer.decision.affordabilityLine.${line}`), text] })),
    empty: t('common.unknown'),
    narrow: 'cards',
  };
}

function heaviestFirst(score: ScoreExplained): ScoreExplained['contributions'] {
  return [...score.contributions].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}
