import { locatorOf } from '../../scoring/scorecard/locate.ts';
import { cellOf, placePairs } from '../../scoring/scorecard/pairs.ts';
import type { Scorecard, ScorecardCharacteristic } from '../../scoring/scorecard/scorecard.ts';

/**
 * The scorecard as an ONNX model: a tree for each term, each with an output of its own, so that one node gives every
 * contribution; then their sum with the intercept, the probability, and the four contributions that speak most for
 * target = 1. Written by hand in the wire format of protocol buffers. Missing values go with the highest.
 */
export function onnxModel(scorecard: Scorecard): Uint8Array {
  const trees = treesOf(scorecard);
  const terms = trees.length;
  const of = (values: (node: TreeNode) => number): readonly number[] =>
    trees.flatMap((nodes) => nodes.map(values));
  const leaves = trees.flatMap((nodes, tree) =>
    nodes.flatMap((node, at) => (node.kind === 'leaf' ? [{ tree, at, value: node.value }] : [])),
  );
  const regressor = node('TreeEnsembleRegressor', ['x'], ['contributions'], 'ai.onnx.ml', [
    ints(
      'nodes_treeids',
      trees.flatMap((nodes, tree) => nodes.map(() => tree)),
    ),
    ints(
      'nodes_nodeids',
      trees.flatMap((nodes) => nodes.map((_, at) => at)),
    ),
    ints(
      'nodes_featureids',
      of((one) => (one.kind === 'leaf' ? 0 : one.feature)),
    ),
    floats(
      'nodes_values',
      of((one) => (one.kind === 'leaf' ? 0 : one.cut)),
    ),
    strings(
      'nodes_modes',
      trees.flatMap((nodes) => nodes.map(({ kind }) => (kind === 'leaf' ? 'LEAF' : 'BRANCH_LT'))),
    ),
    ints(
      'nodes_truenodeids',
      of((one) => (one.kind === 'leaf' ? 0 : one.below)),
    ),
    ints(
      'nodes_falsenodeids',
      of((one) => (one.kind === 'leaf' ? 0 : one.from)),
    ),
    ints(
      'target_treeids',
      leaves.map(({ tree }) => tree),
    ),
    ints(
      'target_nodeids',
      leaves.map(({ at }) => at),
    ),
    ints(
      'target_ids',
      leaves.map(({ tree }) => tree),
    ),
    floats(
      'target_weights',
      leaves.map(({ value }) => value),
    ),
    int('n_targets', terms),
  ]);
  const graph = [
    message(1, regressor),
    message(1, node('ReduceSum', ['contributions', 'axis'], ['total'], '', [])),
    message(1, node('Add', ['total', 'intercept'], ['log_odds'], '', [])),
    message(1, node('Sigmoid', ['log_odds'], ['probability'], '', [])),
    message(1, node('TopK', ['contributions', 'four'], ['weights', 'reasons'], '', [])),
    text(2, 'scorecard'),
    message(5, int64Tensor('axis', 1)),
    message(5, floatTensor('intercept', scorecard.intercept)),
    message(5, int64Tensor('four', 4)),
    message(11, tensorType('x', FLOAT, scorecard.characteristics.length)),
    message(12, tensorType('contributions', FLOAT, terms)),
    message(12, tensorType('log_odds', FLOAT, 1)),
    message(12, tensorType('probability', FLOAT, 1)),
    message(12, tensorType('reasons', INT64, 4)),
  ].flat();
  const opset = (domain: string, version: number): Bytes =>
    message(8, [...text(1, domain), ...varint(2, version)]);
  return Uint8Array.from([
    ...varint(1, 8),
    ...opset('', 13),
    ...opset('ai.onnx.ml', 3),
    ...message(7, graph),
  ]);
}

type TreeNode =
  | { readonly kind: 'leaf'; readonly value: number }
  | {
      readonly kind: 'branch';
      readonly feature: number;
      readonly cut: number;
      readonly below: number;
      readonly from: number;
    };

function treesOf(scorecard: Scorecard): readonly (readonly TreeNode[])[] {
  const { characteristics } = scorecard;
  const own = characteristics.map(({ attributes }, feature) =>
    grown(feature, characteristics[feature]!, (hit) => ({ kind: 'leaf', value: attributes[hit]!.logOdds })),
  );
  const paired = placePairs(scorecard).map(({ term, first, second }) =>
    grown(first, characteristics[first]!, (one) =>
      grownNode(second, characteristics[second]!, (other) => ({
        kind: 'leaf',
        value: term.logOdds[cellOf(term, one, other)]!,
      })),
    ),
  );
  return [...own, ...paired];
}

type Grown =
  | { readonly kind: 'leaf'; readonly value: number }
  | {
      readonly kind: 'branch';
      readonly feature: number;
      readonly cut: number;
      readonly sides: [Grown, Grown];
    };

function grown(
  feature: number,
  characteristic: ScorecardCharacteristic,
  leaf: (hit: number) => Grown,
): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const place = (tree: Grown): number => {
    const at = nodes.length;
    nodes.push({ kind: 'leaf', value: 0 });
    if (tree.kind === 'leaf') nodes[at] = tree;
    else {
      const [below, from] = tree.sides.map(place) as [number, number];
      nodes[at] = { kind: 'branch', feature: tree.feature, cut: tree.cut, below, from };
    }
    return at;
  };
  place(grownNode(feature, characteristic, leaf));
  return nodes;
}

/** A balanced tree over the cuts; branches that lead to the same number are one. */
function grownNode(feature: number, one: ScorecardCharacteristic, leaf: (hit: number) => Grown): Grown {
  const cuts = one.attributes.flatMap((each) =>
    each.kind === 'range' && each.from !== null ? [each.from] : [],
  );
  const { ofNumber } = locatorOf(one);
  const between = (low: number, high: number): Grown => {
    if (low === high) return leaf(ofNumber(low === 0 ? -Infinity : cuts[low - 1]!));
    const middle = (low + high) >> 1;
    const [below, from] = [between(low, middle), between(middle + 1, high)];
    if (below.kind === 'leaf' && from.kind === 'leaf' && below.value === from.value) return below;
    return { kind: 'branch', feature, cut: cuts[middle]!, sides: [below, from] };
  };
  return between(0, cuts.length);
}

type Bytes = readonly number[];
const FLOAT = 1;
const INT64 = 7;

function node(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  domain: string,
  attributes: readonly Bytes[],
): Bytes {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, type),
    ...attributes.flatMap((attribute) => message(5, attribute)),
    ...text(7, domain),
  ];
}

const int = (name: string, value: number): Bytes => [...text(1, name), ...varint(3, value), ...varint(20, 2)];
const floats = (name: string, values: readonly number[]): Bytes => [
  ...text(1, name),
  ...values.flatMap((value) => [(7 << 3) | 5, ...float32(value)]),
  ...varint(20, 6),
];
const ints = (name: string, values: readonly number[]): Bytes => [
  ...text(1, name),
  ...values.flatMap((value) => varint(8, value)),
  ...varint(20, 7),
];
const strings = (name: string, values: readonly string[]): Bytes => [
  ...text(1, name),
  ...values.flatMap((value) => text(9, value)),
  ...varint(20, 8),
];

function int64Tensor(name: string, value: number): Bytes {
  return [...varint(1, 1), ...varint(2, INT64), ...varint(7, value), ...text(8, name)];
}

function floatTensor(name: string, value: number): Bytes {
  return [...varint(1, 1), ...varint(2, FLOAT), (4 << 3) | 5, ...float32(value), ...text(8, name)];
}

function tensorType(name: string, type: number, columns: number): Bytes {
  const shape = [...message(1, text(2, 'rows')), ...message(1, varint(1, columns))];
  return [...text(1, name), ...message(2, message(1, [...varint(1, type), ...message(2, shape)]))];
}

function float32(value: number): Bytes {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function text(field: number, value: string): Bytes {
  return message(field, [...Buffer.from(value)]);
}

function message(field: number, content: Bytes): Bytes {
  return [...number((field << 3) | 2), ...number(content.length), ...content];
}

function varint(field: number, value: number): Bytes {
  return [...number(field << 3), ...number(value)];
}

function number(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)];
}
