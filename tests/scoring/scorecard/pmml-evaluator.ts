import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { expect } from 'chai';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard, Value, ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { scoredRow } from './scored-row.ts';

/**
 * The part of PMML 4.4 that a Scorecard needs, read from the paper and not from the code that writes it: fields with
 * their treatment of invalid values, Discretize and MapValues, predicates that can be unknown, the first attribute that
 * is true, reason codes summed by code and ranked by points below the baseline, and outputs.
 */
export interface PmmlModel {
  readonly name: string;
  readonly evaluate: (row: ValueRow) => Outcome;
}

export interface Outcome {
  /** By the name of the output field. */
  readonly outputs: ReadonlyMap<string, Value>;
  /** By the position of the characteristic. */
  readonly partialScores: readonly number[];
  /** By reason code. */
  readonly pointsBelow: ReadonlyMap<string, number>;
}

/** Values of fields; null is missing. */
type Fields = ReadonlyMap<string, Value>;
type Truth = boolean | null;
type Predicate = (fields: Fields) => Truth;
type Expression = (fields: Fields) => Value;

export function readPmml(xml: string): readonly PmmlModel[] {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml')
    .documentElement!;
  const dataTypes = new Map(
    all(only(root, 'DataDictionary'), 'DataField').map((field) => [
      need(field, 'name'),
      need(field, 'dataType'),
    ]),
  );
  const derived = all(root, 'TransformationDictionary')
    .flatMap((dictionary) => all(dictionary, 'DerivedField'))
    .map((field) => ({ name: need(field, 'name'), value: expression(elements(field)[0]!) }));
  return all(root, 'Scorecard').map((model) => {
    const score = scorer(model);
    const prepare = preparer(model, dataTypes);
    return {
      name: need(model, 'modelName'),
      evaluate: (row) => {
        const fields = new Map(prepare(row));
        for (const { name, value } of derived) fields.set(name, value(fields));
        return score(fields);
      },
    };
  });
}

/** The models of `compileToPmml` say of a row what the scorecard says of it. */
export function expectSamePmml(
  models: readonly PmmlModel[],
  card: Scorecard,
  row: ValueRow,
  cutoff: number,
): void {
  const [points, logOdds] = models.map((model) => model.evaluate(row));
  const wanted = scoredRow(card, row, cutoff);
  expect(points!.outputs.values().next().value).to.equal(wanted.points);
  expect(logOdds!.partialScores).to.deep.equal(wanted.contributions);
  const told = [...logOdds!.outputs.values()];
  expect(told[0]).to.equal(scoreRow(card, row).logOdds);
  expect(told.at(-1)).to.be.closeTo(wanted.foretold[0]!, 1e-12);
  const reasons = [...points!.outputs.values()].slice(1);
  const below = points!.pointsBelow;
  wanted.reasons.forEach((reason, at) => {
    // PMML knows no least weight of a reason: it goes on where recourse score has said enough.
    const named = reasons[at] ?? null;
    const weight = named === null ? 0 : below.get(String(named))!;
    if (reason === null) expect(weight).to.be.below(0.5 + 1e-9);
    // Where two weigh the same, either may come first.
    else if (named !== reason) expect(weight).to.be.closeTo(below.get(reason)!, 1e-9);
  });
}

function preparer(
  model: Element,
  dataTypes: ReadonlyMap<string, string>,
): (row: ValueRow) => [string, Value][] {
  const fields = all(only(model, 'MiningSchema'), 'MiningField').map((field) => ({
    name: need(field, 'name'),
    isNumber: dataTypes.get(need(field, 'name')) === 'double',
    treatment: field.getAttribute('invalidValueTreatment') ?? 'returnInvalid',
  }));
  return (row) =>
    fields.map(({ name, isNumber, treatment }) => {
      const value = row[name] ?? null;
      if (value === null || Number.isNaN(value)) return [name, null];
      if (!isNumber) return [name, String(value)];
      if (typeof value === 'number') return [name, value];
      // The schema collapses the spaces around a double.
      if (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) return [name, Number(value)];
      if (treatment !== 'asMissing') throw new Error(`${name}: "${value}" is invalid`);
      return [name, null];
    });
}

function scorer(model: Element): (fields: Fields) => Outcome {
  const usesReasons = model.getAttribute('useReasonCodes') !== 'false';
  const isBelow = (model.getAttribute('reasonCodeAlgorithm') ?? 'pointsBelow') === 'pointsBelow';
  const characteristics = all(only(model, 'Characteristics'), 'Characteristic').map((characteristic) => ({
    name: characteristic.getAttribute('name') ?? '',
    reasonCode: characteristic.getAttribute('reasonCode'),
    baseline: Number(characteristic.getAttribute('baselineScore') ?? model.getAttribute('baselineScore')),
    attributes: all(characteristic, 'Attribute').map((attribute) => ({
      holds: predicate(elements(attribute)[0]!),
      score: Number(need(attribute, 'partialScore')),
    })),
  }));
  const initial = Number(model.getAttribute('initialScore') ?? 0);
  const outputs = all(only(model, 'Output'), 'OutputField').map(outputField);
  return (fields) => {
    let total = initial;
    const partialScores: number[] = [];
    const pointsBelow = new Map<string, number>();
    for (const { name, reasonCode, baseline, attributes } of characteristics) {
      const hit = attributes.find(({ holds }) => holds(fields) === true);
      if (hit === undefined) throw new Error(`no attribute of "${name}" holds: the score is invalid`);
      total += hit.score;
      partialScores.push(hit.score);
      if (!usesReasons) continue;
      const difference = isBelow ? baseline - hit.score : hit.score - baseline;
      pointsBelow.set(reasonCode!, (pointsBelow.get(reasonCode!) ?? 0) + difference);
    }
    const ranked = [...pointsBelow].filter(([, points]) => points >= 0).sort((a, b) => b[1] - a[1]);
    const known = new Map(fields);
    for (const { name, value } of outputs) known.set(name, value({ total, ranked, known }));
    return {
      outputs: new Map(outputs.map(({ name }) => [name, known.get(name) ?? null])),
      partialScores,
      pointsBelow,
    };
  };
}

interface Scored {
  readonly total: number;
  readonly ranked: readonly (readonly [string, number])[];
  readonly known: Fields;
}

function outputField(field: Element): { readonly name: string; readonly value: (scored: Scored) => Value } {
  const name = need(field, 'name');
  const feature = need(field, 'feature');
  if (feature === 'predictedValue') return { name, value: ({ total }) => total };
  if (feature === 'reasonCode') {
    const rank = Number(field.getAttribute('rank') ?? 1);
    return { name, value: ({ ranked }) => ranked[rank - 1]?.[0] ?? null };
  }
  if (feature !== 'transformedValue') throw new Error(`no output of the feature ${feature} is known here`);
  const value = expression(elements(field)[0]!);
  return { name, value: ({ known }) => value(known) };
}

function expression(node: Element): Expression {
  switch (node.tagName) {
    case 'Constant': {
      const text = node.textContent ?? '';
      const value = node.getAttribute('dataType') === 'string' ? text : Number(text);
      return () => value;
    }
    case 'FieldRef': {
      const field = need(node, 'field');
      return (fields) => fields.get(field) ?? null;
    }
    case 'Apply':
      return applied(need(node, 'function'), elements(node).map(expression));
    case 'Discretize':
      return discretized(node);
    case 'MapValues':
      return mapped(node);
    default:
      throw new Error(`no expression ${node.tagName} is known here`);
  }
}

const FUNCTIONS: Readonly<Record<string, (...of: readonly number[]) => number>> = {
  '+': (a, b) => a! + b!,
  '*': (a, b) => a! * b!,
  '/': (a, b) => a! / b!,
  exp: (a) => Math.exp(a!),
};

function applied(name: string, of: readonly Expression[]): Expression {
  const work = FUNCTIONS[name];
  if (work === undefined) throw new Error(`no function ${name} is known here`);
  return (fields) => {
    const values = of.map((each) => each(fields));
    return values.includes(null) ? null : work(...values.map(Number));
  };
}

function discretized(node: Element): Expression {
  const field = need(node, 'field');
  const bins = all(node, 'DiscretizeBin').map((bin) => {
    const interval = only(bin, 'Interval');
    const closure = need(interval, 'closure');
    return {
      value: Number(need(bin, 'binValue')),
      left: Number(interval.getAttribute('leftMargin') ?? -Infinity),
      right: Number(interval.getAttribute('rightMargin') ?? Infinity),
      // A margin that is not there bounds nothing, not even infinity.
      isLeftClosed: closure.startsWith('closed') || !interval.hasAttribute('leftMargin'),
      isRightClosed: closure.endsWith('Closed') || !interval.hasAttribute('rightMargin'),
    };
  });
  return (fields) => {
    const value = fields.get(field) ?? null;
    if (value === null) return numberOr(node, 'mapMissingTo');
    const hits = bins.filter(
      ({ left, right, isLeftClosed, isRightClosed }) =>
        (isLeftClosed ? Number(value) >= left : Number(value) > left) &&
        (isRightClosed ? Number(value) <= right : Number(value) < right),
    );
    if (hits.length > 1) throw new Error(`${field}: bins overlap at ${value}`);
    return hits[0]?.value ?? numberOr(node, 'defaultValue');
  };
}

function mapped(node: Element): Expression {
  const pair = only(node, 'FieldColumnPair');
  const [field, column] = [need(pair, 'field'), need(pair, 'column')];
  const groups = new Map(
    all(only(node, 'InlineTable'), 'row').map((row) => [
      only(row, column).textContent ?? '',
      Number(only(row, need(node, 'outputColumn')).textContent),
    ]),
  );
  return (fields) => {
    const value = fields.get(field) ?? null;
    return value === null
      ? numberOr(node, 'mapMissingTo')
      : (groups.get(String(value)) ?? numberOr(node, 'defaultValue'));
  };
}

function numberOr(node: Element, attribute: string): number | null {
  const text = node.getAttribute(attribute);
  return text === null ? null : Number(text);
}

function predicate(node: Element): Predicate {
  switch (node.tagName) {
    case 'True':
      return () => true;
    case 'SimplePredicate':
      return simplePredicate(node);
    case 'CompoundPredicate': {
      const parts = elements(node).map(predicate);
      if (need(node, 'booleanOperator') === 'and') return (fields) => and(parts.map((part) => part(fields)));
      return (fields) => or(parts.map((part) => part(fields)));
    }
    default:
      throw new Error(`no predicate ${node.tagName} is known here`);
  }
}

function simplePredicate(node: Element): Predicate {
  const field = need(node, 'field');
  const operator = need(node, 'operator');
  if (operator === 'isMissing') return (fields) => (fields.get(field) ?? null) === null;
  if (operator === 'isNotMissing') return (fields) => (fields.get(field) ?? null) !== null;
  const wanted = need(node, 'value');
  const wantedNumber = Number(wanted);
  return (fields) => {
    const value = fields.get(field) ?? null;
    if (value === null) return null;
    if (operator === 'equal') return typeof value === 'number' ? value === wantedNumber : value === wanted;
    if (operator === 'lessThan') return Number(value) < wantedNumber;
    if (operator === 'greaterOrEqual') return Number(value) >= wantedNumber;
    throw new Error(`no operator ${operator} is known here`);
  };
}

function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function or(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

export function elements(node: Element): Element[] {
  return [...node.childNodes].filter((child): child is Element => child.nodeType === 1);
}

function all(node: Element, name: string): Element[] {
  return elements(node).filter(({ tagName }) => tagName === name);
}

function only(node: Element, name: string): Element {
  const [found, another] = all(node, name);
  if (found === undefined || another !== undefined) throw new Error(`${node.tagName} wants one ${name}`);
  return found;
}

function need(node: Element, attribute: string): string {
  const value = node.getAttribute(attribute);
  if (value === null) throw new Error(`${node.tagName} has no ${attribute}`);
  return value;
}
