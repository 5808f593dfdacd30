import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileToPmml } from '../../../scoring/scorecard/compile-pmml.ts';
import { PLAIN_NUMBER } from '../../../scoring/scorecard/locate.ts';
import type { Scorecard, ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf, numericCharacteristic } from './cards.ts';
import { anyBatch } from './compiled/any-batch.ts';
import { asAmount, asShare } from './kinds-of-card.ts';
import { elements, expectSamePmml, readPmml } from './pmml-evaluator.ts';

describe('a scorecard compiled to PMML', function () {
  this.timeout(60_000);

  it('gives the exact points, the log-odds and the reasons of the scorecard, missing and unseen values included', () => {
    fc.assert(
      fc.property(anyBatch, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ card, rows }, cutoff) => {
        const models = readPmml(compileToPmml(card, { cutoff }));
        for (const row of rows.map((each) => withPlainNumbers(card, each))) {
          expectSamePmml(models, card, row, cutoff);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives the exact sum of an amount, a share by its log-odds, and the reasons of both', () => {
    fc.assert(
      fc.property(anyBatch, fc.constantFrom(1, 250, 80_000), ({ card, rows }, unit) => {
        for (const of of [asShare(card), asAmount(card, unit)]) {
          const models = readPmml(compileToPmml(of));
          expect(faultsIn(rootOf(compileToPmml(of)))).to.deep.equal([]);
          for (const row of rows.map((each) => withPlainNumbers(of, each)))
            expectSamePmml(models, of, row, of.training.positiveRate);
          const outputs = [...models[1]!.evaluate(withPlainNumbers(of, rows[0]!)).outputs.keys()];
          expect(outputs).to.deep.equal(of.target.kind === 'share' ? ['log_odds', 'share'] : ['amount']);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stands in the order that the schema of PMML 4.4 wants, with the attributes it wants', () => {
    fc.assert(
      fc.property(anyBatch, ({ card }) => {
        expect(faultsIn(rootOf(compileToPmml(card)))).to.deep.equal([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is found out when an element stands where the schema does not want it', () => {
    const pmml = compileToPmml(cardOf([numericCharacteristic('x', [0], [1, 2])]));
    const late = pmml.replace(/( *<Output>[\s\S]*?<\/Output>\n)([\s\S]*?<\/Characteristics>\n)/, '$2$1');
    expect(late).to.not.equal(pmml);
    expect(faultsIn(rootOf(late))).to.deep.equal(['Scorecard: MiningSchema Characteristics Output']);
    const bare = pmml.replace(' operator="isMissing"', '');
    expect(faultsIn(rootOf(bare))).to.deep.equal(['SimplePredicate has no operator']);
  });

  it('writes names and categories of any spelling so that they read back', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((each) => !NOT_IN_XML.test(each));
    const awkward = fc.oneof(
      text,
      fc.constantFrom('<a b="c">', '&amp;', ']]>', "'", ' a\n\tb ', '\r', '-->', '💶'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(awkward, { minLength: 3, maxLength: 3 }), ([id, word, other]) => {
        const one = cardOf([categories(id!, [word!, 'x'])]);
        const card = { ...one, name: word!, pairs: [pairWithItself(one)] };
        const models = readPmml(compileToPmml(card));
        for (const value of [word!, other!, null]) expectSamePmml(models, card, { [id!]: value }, 0.3);
      }),
      { numRuns: 300 },
    );
  });

  it('says so where XML has no way to hold a character', () => {
    const card = cardOf([categories('x', ['a\u0001'])]);
    expect(() => compileToPmml(card)).to.throw('XML cannot hold the text "a\\u0001"');
  });

  it('reads a text among numbers as a missing number', () => {
    const card = cardOf([numericCharacteristic('x', [0], [1, 2])]);
    expectSamePmml(readPmml(compileToPmml(card)), card, { x: 'unknown' }, 0.3);
  });

  it('keeps its own fields apart from characteristics of the same name', () => {
    const ids = ['points', 'reason_1', 'probability', 'log_odds', 'pair_1_first'];
    const plain = cardOf(ids.map((id) => numericCharacteristic(id, [0], [0.7, -0.4])));
    const card = { ...plain, pairs: [pairWithItself(plain)] };
    const [points] = readPmml(compileToPmml(card));
    const { outputs } = points!.evaluate(Object.fromEntries(ids.map((id) => [id, 1])));
    expect([...outputs.keys()]).to.deep.equal(['points_', 'reason_1_', 'reason_2', 'reason_3', 'reason_4']);
  });
});

const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** What a text among numbers is, a program that reads PMML decides for itself; the numbers in it are the same. */
function withPlainNumbers({ characteristics }: Scorecard, row: ValueRow): ValueRow {
  const plain = new RegExp(PLAIN_NUMBER);
  return Object.fromEntries(
    characteristics.map(({ id, kind }) => {
      const value = row[id] ?? null;
      return [id, kind === 'numeric' && typeof value === 'string' && !plain.test(value) ? null : value];
    }),
  );
}

function categories(id: string, values: readonly string[]): Scorecard['characteristics'][number] {
  return {
    id,
    kind: 'category',
    monotone: 0,
    change: null,
    attributes: [
      ...values.map((value, at) => attribute({ kind: 'categories', values: [value] }, 0.5 + at)),
      attribute({ kind: 'other' }, -0.7),
      attribute({ kind: 'missing' }, -0.2),
    ],
  };
}

/** Nonsense for a model, and enough to have both sides of a pair written. */
function pairWithItself({ characteristics: [first] }: Scorecard): Scorecard['pairs'][number] {
  const side = {
    characteristic: first!.id,
    groups: 2,
    groupOf: first!.attributes.map((_, at) => at % 2),
  };
  const numbers = [0.25, -0.5, 0.125, 1];
  return {
    id: `${first!.id} × ${first!.id}`,
    first: side,
    second: side,
    logOdds: numbers,
    standardErrors: numbers,
    points: numbers.map((each) => each * 2),
    counts: [1, 2, 3, 4],
    positives: [0, 1, 1, 1],
  };
}

function rootOf(xml: string): Element {
  return new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement!;
}

const EXPRESSION =
  '(Constant|FieldRef|NormContinuous|NormDiscrete|Discretize|MapValues|TextIndex|Apply|Aggregate|Lag)';
const PREDICATE = '(SimplePredicate|CompoundPredicate|SimpleSetPredicate|True|False)';

/** Children in the order of the schema, `?` and `*` as it says, and the attributes it requires; Extension is left out. */
const SCHEMA: Readonly<Record<string, { readonly children: string; readonly required: readonly string[] }>> =
  {
    PMML: {
      children: 'Header MiningBuildTask? DataDictionary TransformationDictionary? Scorecard*',
      required: ['version', 'xmlns'],
    },
    Header: { children: 'Application? Annotation* Timestamp?', required: [] },
    Application: { children: '', required: ['name'] },
    Annotation: { children: '', required: [] },
    DataDictionary: { children: 'DataField+ Taxonomy*', required: [] },
    DataField: { children: 'Interval* Value*', required: ['name', 'optype', 'dataType'] },
    TransformationDictionary: { children: 'DefineFunction* DerivedField*', required: [] },
    DerivedField: { children: `${EXPRESSION} Value*`, required: ['optype', 'dataType'] },
    Discretize: { children: 'DiscretizeBin*', required: ['field'] },
    DiscretizeBin: { children: 'Interval', required: ['binValue'] },
    Interval: { children: '', required: ['closure'] },
    MapValues: { children: 'FieldColumnPair* (TableLocator|InlineTable)?', required: ['outputColumn'] },
    FieldColumnPair: { children: '', required: ['field', 'column'] },
    InlineTable: { children: 'row*', required: [] },
    row: { children: 'value group', required: [] },
    value: { children: '', required: [] },
    group: { children: '', required: [] },
    Scorecard: {
      children:
        'MiningSchema Output? ModelStats? ModelExplanation? Targets? LocalTransformations? Characteristics ModelVerification?',
      required: ['functionName'],
    },
    MiningSchema: { children: 'MiningField+', required: [] },
    MiningField: { children: '', required: ['name'] },
    Output: { children: 'OutputField+', required: [] },
    OutputField: { children: `Decisions? ${EXPRESSION}? Value*`, required: ['name', 'dataType'] },
    Constant: { children: '', required: [] },
    FieldRef: { children: '', required: ['field'] },
    Apply: { children: `${EXPRESSION}*`, required: ['function'] },
    Characteristics: { children: 'Characteristic+', required: [] },
    Characteristic: { children: 'Attribute+', required: [] },
    Attribute: { children: `${PREDICATE} ComplexPartialScore?`, required: [] },
    SimplePredicate: { children: '', required: ['field', 'operator'] },
    CompoundPredicate: { children: `${PREDICATE} ${PREDICATE} ${PREDICATE}*`, required: ['booleanOperator'] },
    True: { children: '', required: [] },
  };

function faultsIn(node: Element): readonly string[] {
  const schema = SCHEMA[node.tagName];
  if (schema === undefined) return [`${node.tagName} is not known`];
  const children = elements(node).map(({ tagName }) => tagName);
  const pattern = schema.children
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => part.replace(/^(.*?)([?*+]?)$/, '(?:(?:$1) )$2'))
    .join('');
  const inOrder = new RegExp(`^${pattern}$`).test(children.map((name) => `${name} `).join(''));
  return [
    ...(inOrder ? [] : [`${node.tagName}: ${children.join(' ')}`]),
    ...schema.required
      .filter((name) => !node.hasAttribute(name))
      .map((name) => `${node.tagName} has no ${name}`),
    ...elements(node).flatMap(faultsIn),
  ];
}
