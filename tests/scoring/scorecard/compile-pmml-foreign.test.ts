import * as marshaller from '@kie-tools/pmml-editor-marshaller';
import { expect } from 'chai';
import { compileToPmml } from '../../../scoring/scorecard/compile-pmml.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard, Value, ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { MADE_TABLE, madeCard } from './made-card.ts';

/** What we look at of what KIE's editor of scorecards reads. */
interface Read {
  readonly models: readonly {
    readonly modelName: string;
    readonly initialScore: number;
    readonly Characteristics: {
      readonly Characteristic: readonly {
        readonly name: string;
        readonly Attribute: readonly { readonly partialScore: number; readonly predicate: Predicate }[];
      }[];
    };
  }[];
}

interface Predicate {
  readonly _type: string;
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly booleanOperator: string;
  readonly predicates: readonly Predicate[];
  readonly Array: { readonly _: string };
}

describe('a scorecard compiled to PMML, as a reader that is not ours reads it', () => {
  it('has both models, and every characteristic and half of a pair with every attribute', () => {
    const card = madeCard();
    const { models } = read(compileToPmml(card, { cutoff: 0.3 }));
    expect(models.map(({ modelName }) => modelName)).to.deep.equal(['points', 'log-odds']);
    const [points, logOdds] = models.map((model) => model.Characteristics.Characteristic);
    expect(points!.length).to.equal(card.characteristics.length + 2 * card.pairs.length);
    expect(logOdds!.length).to.equal(card.characteristics.length + card.pairs.length);
    card.characteristics.forEach(({ id, attributes }, at) => {
      expect(logOdds![at]!.name).to.equal(id);
      const scores = logOdds![at]!.Attribute.map(({ partialScore }) => partialScore);
      for (const { logOdds: wanted } of attributes) expect(scores, id).to.include(wanted);
    });
  });

  it('sums up, by the first attribute that is true of each, to the points and the log-odds of every row', () => {
    const card = withoutPairs();
    const { models } = read(compileToPmml(card, { cutoff: 0.3 }));
    for (let at = 0; at < MADE_TABLE.rows; at += 1) {
      const row = rowOf(MADE_TABLE, at);
      const [points, logOdds] = models.map((model) =>
        model.Characteristics.Characteristic.reduce((sum, { Attribute }) => {
          const hit = Attribute.find(({ predicate }) => holds(predicate, row) === true);
          return sum + hit!.partialScore;
        }, model.initialScore),
      );
      const wanted = scoreRow(card, row);
      expect([points, logOdds]).to.deep.equal([wanted.points, wanted.logOdds]);
    }
  });
});

function read(xml: string): Read {
  return marshaller.XML2PMML(xml) as unknown as Read;
}

function withoutPairs(): Scorecard {
  const content = { ...madeCard(), pairs: [] };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

/** By the paper: what looks at a missing value is unknown (null), and so is what depends on it. */
function holds(predicate: Predicate, row: ValueRow): boolean | null {
  if (predicate._type === 'True') return true;
  if (predicate._type === 'CompoundPredicate') {
    const parts = predicate.predicates.map((part) => holds(part, row));
    if (predicate.booleanOperator === 'surrogate') return parts.find((part) => part !== null) ?? null;
    const decisive = predicate.booleanOperator === 'or';
    if (parts.includes(decisive)) return decisive;
    return parts.includes(null) ? null : !decisive;
  }
  const value: Value = row[predicate.field] ?? null;
  if (predicate.operator === 'isMissing') return value === null;
  if (predicate.operator === 'isNotMissing') return value !== null;
  if (value === null) return null;
  if (predicate._type === 'SimpleSetPredicate') {
    return [...predicate.Array._.matchAll(/"([^"]*)"/g)].some(([, one]) => one === String(value));
  }
  const against = Number(predicate.value);
  switch (predicate.operator) {
    case 'equal':
      return typeof value === 'number' ? value === against : value === predicate.value;
    case 'lessThan':
      return Number(value) < against;
    case 'lessOrEqual':
      return Number(value) <= against;
    case 'greaterThan':
      return Number(value) > against;
    case 'greaterOrEqual':
      return Number(value) >= against;
    default:
      throw new Error(`the reader tells of an operator "${predicate.operator}"`);
  }
}
