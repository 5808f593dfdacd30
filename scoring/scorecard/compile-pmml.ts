import { foretoldNames, thresholdPoints } from './foretold.ts';
import { element, type XmlElement, xmlText } from './pmml/element.ts';
import { placePairs } from './pairs.ts';
import { targetKindOf } from './prediction.ts';
import { basePointsOf } from './scaling.ts';
import type { Attribute, PairTerm, Scorecard, ScorecardCharacteristic } from './scorecard.ts';
import { REASONS_AT_MOST, yardsticksOf } from './shortfall.ts';

export interface PmmlOptions {
  /** The probability that reasons are measured against; default: the average of the training cases. */
  readonly cutoff?: number;
}

/**
 * The scorecard as PMML 4.4: two Scorecard models over the same fields. The first, "points", is what a program takes
 * that knows of one: exact points, and reason codes ranked as `recourse score` ranks them. The second, "log-odds", gives
 * the exact log-odds and the probability or share; of an amount it is called "amount" and gives that. A pair term is a characteristic of its own, with a compound predicate for each
 * cell; for the points it stands there twice, half of it with the reason code of either side. Throws when the scorecard
 * holds a character that XML cannot.
 */
export function compileToPmml(scorecard: Scorecard, options: PmmlOptions = {}): string {
  const { name, version, fingerprint, characteristics } = scorecard;
  const names = namesFor(scorecard);
  const groups = groupFields(scorecard, names);
  return xmlText(
    element('PMML', { xmlns: 'http://www.dmg.org/PMML-4_4', version: '4.4' }, [
      element('Header', { description: `Scorecard ${name}`, modelVersion: version }, [
        element('Application', { name: 'Recourse' }),
        element('Annotation', {}, `fingerprint ${fingerprint}`),
      ]),
      element('DataDictionary', { numberOfFields: characteristics.length }, characteristics.map(dataField)),
      ...(groups.length === 0 ? [] : [element('TransformationDictionary', {}, groups)]),
      pointsModel(scorecard, names, options),
      sumModel(scorecard, names),
    ]),
  );
}

/** Names of fields that are ours, none of them a characteristic's. */
interface Names {
  readonly output: (name: string) => string;
  /** The field that holds the group which one side of a pair hits. */
  readonly side: (pair: number, side: 'first' | 'second') => string;
}

function namesFor({ characteristics }: Scorecard): Names {
  const taken = new Set(characteristics.map(({ id }) => id));
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return { output: free, side: (pair, side) => free(`pair_${pair + 1}_${side}`) };
}

function dataField({ id, kind }: ScorecardCharacteristic): XmlElement {
  return kind === 'numeric'
    ? element('DataField', { name: id, optype: 'continuous', dataType: 'double' })
    : element('DataField', { name: id, optype: 'categorical', dataType: 'string' });
}

function groupFields(scorecard: Scorecard, names: Names): readonly XmlElement[] {
  return placePairs(scorecard).flatMap(({ term, first, second }, pair) =>
    (['first', 'second'] as const).map((side) =>
      element(
        'DerivedField',
        {
          name: names.side(pair, side),
          displayName: `group of ${term[side].characteristic} in ${term.id}`,
          optype: 'categorical',
          dataType: 'integer',
        },
        [groupOf(scorecard.characteristics[side === 'first' ? first : second]!, term[side].groupOf)],
      ),
    ),
  );
}

function groupOf(characteristic: ScorecardCharacteristic, groups: readonly number[]): XmlElement {
  const { id, kind, attributes } = characteristic;
  const missing = groups[indexOf(characteristic, 'missing')]!;
  if (kind === 'numeric') {
    return element(
      'Discretize',
      { field: id, mapMissingTo: missing, dataType: 'integer' },
      bins(attributes, groups),
    );
  }
  const rows = attributes.flatMap((attribute, at) =>
    attribute.kind !== 'categories'
      ? []
      : attribute.values.map((value) =>
          element('row', {}, [element('value', {}, value), element('group', {}, String(groups[at]))]),
        ),
  );
  return element(
    'MapValues',
    {
      mapMissingTo: missing,
      defaultValue: groups[indexOf(characteristic, 'other')]!,
      outputColumn: 'group',
      dataType: 'integer',
    },
    [element('FieldColumnPair', { field: id, column: 'value' }), element('InlineTable', {}, rows)],
  );
}

/** Bins must not overlap, so a range is cut where a special code lies in it. */
function bins(attributes: readonly Attribute[], groups: readonly number[]): readonly XmlElement[] {
  const specials = attributes
    .flatMap((attribute) => (attribute.kind === 'special' ? [attribute.value] : []))
    .sort((a, b) => a - b);
  const bin = (group: number, interval: Readonly<Record<string, string | number | null>>): XmlElement =>
    element('DiscretizeBin', { binValue: group }, [element('Interval', interval)]);
  return attributes.flatMap((attribute, at) => {
    const group = groups[at]!;
    if (attribute.kind === 'special') {
      return [
        bin(group, { closure: 'closedClosed', leftMargin: attribute.value, rightMargin: attribute.value }),
      ];
    }
    if (attribute.kind !== 'range') return [];
    const { from, to } = attribute;
    const inside = specials.filter(
      (value) => (from === null || value >= from) && (to === null || value < to),
    );
    return [from, ...inside].flatMap((left, piece) => {
      const right = inside[piece] ?? to;
      if (left !== null && left === right) return [];
      const closure = piece === 0 && from !== null ? 'closedOpen' : 'openOpen';
      return [bin(group, { closure, leftMargin: left, rightMargin: right })];
    });
  });
}

function pointsModel(scorecard: Scorecard, names: Names, { cutoff }: PmmlOptions): XmlElement {
  const { characteristics, pairs } = scorecard;
  const yardstickOf = yardsticksOf(scorecard, thresholdPoints(scorecard, cutoff));
  const baseline = (term: string): number => {
    const { mean, allowance } = yardstickOf(term);
    return mean + allowance;
  };
  return element(
    'Scorecard',
    {
      modelName: 'points',
      functionName: 'regression',
      initialScore: basePointsOf(scorecard),
      useReasonCodes: 'true',
      reasonCodeAlgorithm: 'pointsBelow',
      baselineMethod: 'other',
    },
    [
      miningSchema(scorecard),
      element('Output', {}, [
        output(names.output('points'), 'double', { feature: 'predictedValue' }),
        ...Array.from({ length: REASONS_AT_MOST }, (_, at) =>
          output(names.output(`reason_${at + 1}`), 'string', { feature: 'reasonCode', rank: at + 1 }),
        ),
      ]),
      element('Characteristics', {}, [
        ...characteristics.map((characteristic) => {
          const { id, attributes } = characteristic;
          const about = { name: id, reasonCode: id, baselineScore: baseline(id) };
          return element('Characteristic', about, inOrderOfMatching(characteristic, points(attributes)));
        }),
        ...pairs.flatMap((pair, at) =>
          [pair.first, pair.second].map(({ characteristic }) =>
            element(
              'Characteristic',
              {
                name: `${pair.id}: half for ${characteristic}`,
                reasonCode: characteristic,
                baselineScore: baseline(pair.id) / 2,
              },
              cells(
                pair,
                at,
                pair.points.map((each) => each / 2),
                names,
              ),
            ),
          ),
        ),
      ]),
    ],
  );
}

function sumModel(scorecard: Scorecard, names: Names): XmlElement {
  const { characteristics, pairs, intercept } = scorecard;
  const isAmount = targetKindOf(scorecard) === 'amount';
  const sum = names.output(isAmount ? 'amount' : 'log_odds');
  const linked = isAmount ? [] : foretoldNames(scorecard);
  return element(
    'Scorecard',
    {
      modelName: isAmount ? 'amount' : 'log-odds',
      functionName: 'regression',
      initialScore: intercept,
      useReasonCodes: 'false',
    },
    [
      miningSchema(scorecard),
      element('Output', {}, [
        output(sum, 'double', { feature: 'predictedValue' }),
        ...linked.map((name) =>
          output(names.output(name), 'double', { feature: 'transformedValue' }, [logistic(sum)]),
        ),
      ]),
      element('Characteristics', {}, [
        ...characteristics.map((characteristic) =>
          element(
            'Characteristic',
            { name: characteristic.id },
            inOrderOfMatching(
              characteristic,
              characteristic.attributes.map((attribute) => attribute.logOdds),
            ),
          ),
        ),
        ...pairs.map((pair, at) =>
          element('Characteristic', { name: pair.id }, cells(pair, at, pair.logOdds, names)),
        ),
      ]),
    ],
  );
}

function points(attributes: readonly Attribute[]): readonly number[] {
  return attributes.map((attribute) => attribute.points);
}

/** A text in a column of numbers is a missing number, as the scorecard reads it. */
function miningSchema({ characteristics }: Scorecard): XmlElement {
  return element(
    'MiningSchema',
    {},
    characteristics.map(({ id, kind }) =>
      element('MiningField', {
        name: id,
        usageType: 'active',
        invalidValueTreatment: kind === 'numeric' ? 'asMissing' : 'asIs',
      }),
    ),
  );
}

function output(
  name: string,
  dataType: 'double' | 'string',
  about: Readonly<Record<string, string | number>>,
  children: readonly XmlElement[] = [],
): XmlElement {
  const optype = dataType === 'double' ? 'continuous' : 'categorical';
  return element('OutputField', { name, optype, dataType, ...about }, children);
}

function logistic(field: string): XmlElement {
  const constant = (value: number): XmlElement => element('Constant', { dataType: 'double' }, String(value));
  const apply = (name: string, ...of: readonly XmlElement[]): XmlElement =>
    element('Apply', { function: name }, of);
  const power = apply('exp', apply('*', constant(-1), element('FieldRef', { field })));
  return apply('/', constant(1), apply('+', constant(1), power));
}

/** The first attribute that holds is the one: missing values and special codes stand before the ranges around them. */
function inOrderOfMatching(
  characteristic: ScorecardCharacteristic,
  scores: readonly number[],
): readonly XmlElement[] {
  const { id, attributes } = characteristic;
  const ranks: Readonly<Record<Attribute['kind'], number>> = {
    missing: 0,
    special: 1,
    range: 2,
    categories: 2,
    other: 3,
  };
  indexOf(characteristic, 'missing');
  if (characteristic.kind === 'category') indexOf(characteristic, 'other');
  return attributes
    .map((attribute, at) => ({ attribute, score: scores[at]! }))
    .sort((a, b) => ranks[a.attribute.kind] - ranks[b.attribute.kind])
    .filter(({ attribute }) => attribute.kind !== 'categories' || attribute.values.length > 0)
    .map(({ attribute, score }) => element('Attribute', { partialScore: score }, [predicate(id, attribute)]));
}

function predicate(field: string, attribute: Attribute): XmlElement {
  switch (attribute.kind) {
    case 'missing':
      return element('SimplePredicate', { field, operator: 'isMissing' });
    case 'special':
      return simple(field, 'equal', attribute.value);
    case 'range': {
      const { from, to } = attribute;
      if (from === null && to === null)
        return element('SimplePredicate', { field, operator: 'isNotMissing' });
      const bounds = [
        ...(from === null ? [] : [simple(field, 'greaterOrEqual', from)]),
        ...(to === null ? [] : [simple(field, 'lessThan', to)]),
      ];
      return compound('and', bounds);
    }
    case 'categories':
      return compound(
        'or',
        attribute.values.map((value) => simple(field, 'equal', value)),
      );
    case 'other':
      return element('True');
  }
}

function cells(
  { first, second }: PairTerm,
  pair: number,
  scores: readonly number[],
  names: Names,
): readonly XmlElement[] {
  return Array.from({ length: first.groups }, (_, row) =>
    Array.from({ length: second.groups }, (__, column) =>
      element('Attribute', { partialScore: scores[row * second.groups + column]! }, [
        compound('and', [
          simple(names.side(pair, 'first'), 'equal', row),
          simple(names.side(pair, 'second'), 'equal', column),
        ]),
      ]),
    ),
  ).flat();
}

function simple(field: string, operator: string, value: string | number): XmlElement {
  return element('SimplePredicate', { field, operator, value });
}

/** PMML wants two predicates at least in a compound one. */
function compound(booleanOperator: 'and' | 'or', predicates: readonly XmlElement[]): XmlElement {
  return predicates.length === 1
    ? predicates[0]!
    : element('CompoundPredicate', { booleanOperator }, predicates);
}

function indexOf({ id, attributes }: ScorecardCharacteristic, kind: Attribute['kind']): number {
  const at = attributes.findIndex((attribute) => attribute.kind === kind);
  if (at < 0) throw new Error(`"${id}" has no attribute for ${kind} values`);
  return at;
}
