import { performance } from 'node:perf_hooks';
import { compileExpression, slotsFor } from '../../scoring/policy/compile-expression.ts';
import { parseExpression } from '../../scoring/policy/expression.ts';
import { vocabularyFor } from '../../scoring/policy/vocabulary.ts';
import { scoreRow } from '../../scoring/scorecard/score.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { installed } from './engines.ts';
import { dice } from './made-card.ts';
import { onnxModel } from './onnx-model.ts';
import type { SharedColumn } from './scoring-model.ts';

export type OnnxBench =
  | {
      /** Contributions of all terms, their sum and the probability. */
      readonly contributionsPerSecond: number;
      /** The same with the four largest contributions of each row. */
      readonly explainedPerSecond: number;
      readonly widestLogOddsGap: number;
    }
  | { readonly notMeasured: string };

interface Tensor {
  readonly data: Float32Array;
}
interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: {
    readonly create: (
      model: Uint8Array,
      options: object,
    ) => Promise<{
      readonly run: (
        feeds: Readonly<Record<string, Tensor>>,
        fetches: readonly string[],
      ) => Promise<Readonly<Record<string, Tensor>>>;
    }>;
  };
}

const ONNX = '1.20.1';
const ONNX_ROWS = 200_000;
const ONNX_BATCH = 20_000;
const PASSES = 5;

/** ONNX Runtime on one thread, on the scorecard as trees; its input laid out row by row beforehand. */
export async function benchOnnx(
  scorecard: Scorecard,
  columns: readonly SharedColumn[],
  logOddsOf: (row: number) => number,
): Promise<OnnxBench> {
  const found = installed('onnxruntime-node', ONNX);
  if ('why' in found) return { notMeasured: found.why };
  const { InferenceSession, Tensor } = found.engine as OnnxRuntime;
  const session = await InferenceSession.create(onnxModel(scorecard), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const rows = Math.min(ONNX_ROWS, columns[0]!.values.length);
  const batches = Array.from({ length: Math.floor(rows / ONNX_BATCH) }, (_, batch) => {
    const data = new Float32Array(ONNX_BATCH * columns.length);
    columns.forEach(({ values }, c) => {
      for (let row = 0; row < ONNX_BATCH; row += 1) {
        data[row * columns.length + c] = values[batch * ONNX_BATCH + row]!;
      }
    });
    return new Tensor('float32', data, [ONNX_BATCH, columns.length]);
  });
  const fetched = ['contributions', 'log_odds', 'probability'];
  let widestLogOddsGap = 0;
  const first = await session.run({ x: batches[0]! }, fetched);
  first['log_odds']!.data.forEach((logOdds, row) => {
    widestLogOddsGap = Math.max(widestLogOddsGap, Math.abs(logOdds - logOddsOf(row)));
  });
  if (!(widestLogOddsGap <= 1e-4))
    throw new Error(`the ONNX model is not the scorecard: ${widestLogOddsGap} apart`);
  const explained = [...fetched, 'reasons'];
  const best = new Map<readonly string[], number>([
    [fetched, Infinity],
    [explained, Infinity],
  ]);
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const [fetches, known] of best) {
      const started = performance.now();
      for (const x of batches) await session.run({ x }, fetches);
      best.set(fetches, Math.min(known, performance.now() - started));
    }
  }
  const perSecond = (fetches: readonly string[]): number =>
    Math.round((batches.length * ONNX_BATCH * 1000) / best.get(fetches)!);
  return {
    contributionsPerSecond: perSecond(fetched),
    explainedPerSecond: perSecond(explained),
    widestLogOddsGap,
  };
}

/** The plain scorer, one row object after the other. */
export function benchRowByRow(scorecard: Scorecard, columns: readonly SharedColumn[]): number {
  const rows = Array.from({ length: 20_000 }, (_, row) =>
    Object.fromEntries(columns.map(({ id, values }) => [id, values[row]!])),
  );
  let best = Infinity;
  for (let pass = 0; pass < 4; pass += 1) {
    const started = performance.now();
    for (const row of rows) scoreRow(scorecard, row);
    best = Math.min(best, performance.now() - started);
  }
  return Math.round((rows.length * 1000) / best);
}

export type ZenBench =
  | { readonly rules: number; readonly ours: number; readonly zen: number; readonly ratio: number }
  | { readonly notMeasured: string };

interface ZenEngine {
  readonly ZenEngine: new () => {
    readonly createDecision: (content: Buffer) => {
      readonly evaluate: (context: object) => Promise<{ readonly result: { readonly rule?: number } | null }>;
    };
  };
}

const ZEN = '0.54.0';
const RULES = 25;

/** 25 rules, the first that holds counts: ours compiled to JavaScript, theirs a decision table. */
export async function benchZen(): Promise<ZenBench> {
  const found = installed('@gorules/zen-engine', ZEN);
  if ('why' in found) return { notMeasured: found.why };
  const rules = Array.from({ length: RULES }, (_, at) => ({
    days: 10 * (RULES - at),
    cents: 100_000 - 3_000 * at,
  }));
  const parsed = rules.map(({ days, cents }) =>
    parsedRule(`days_past_due >= ${days} days and balance > ${cents / 100} EUR`),
  );
  const slots = slotsFor(parsed);
  const compiled = parsed.map((rule) => compileExpression(rule, slots));
  const names = [...slots.numbers.keys()];
  const roll = dice(3);
  const cases = Array.from({ length: 5_000 }, () => ({
    days_past_due: Math.floor(roll() * 300),
    balance: Math.floor(roll() * 120_000),
  }));
  const filled = cases.map((one) => Float64Array.from(names, (name) => one[name as keyof typeof one]));
  const ours = filled.map((numbers) => compiled.findIndex((rule) => rule(numbers, []) === 1));

  const engine = new (found.engine as ZenEngine).ZenEngine();
  const decision = engine.createDecision(Buffer.from(JSON.stringify(decisionTable(rules))));
  let theirsMilliseconds = 0;
  for (const [at, one] of cases.entries()) {
    const started = performance.now();
    const { result } = await decision.evaluate(one);
    theirsMilliseconds += performance.now() - started;
    if ((result?.rule ?? -1) !== ours[at]) throw new Error(`zen decides case ${at} otherwise`);
  }
  const turns = 200;
  let held = 0;
  const started = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const numbers of filled) held += compiled.findIndex((rule) => rule(numbers, []) === 1);
  }
  const oursMilliseconds = performance.now() - started;
  if (held !== turns * ours.reduce((sum, one) => sum + one, 0))
    throw new Error('our rules changed their mind');
  const ourSpeed = Math.round((turns * cases.length * 1000) / oursMilliseconds);
  const zenSpeed = Math.round((cases.length * 1000) / theirsMilliseconds);
  return { rules: RULES, ours: ourSpeed, zen: zenSpeed, ratio: Math.round(ourSpeed / zenSpeed) };
}

function parsedRule(text: string) {
  const parsed = parseExpression(text, vocabularyFor('collection'), 'EUR', 'logic');
  if (parsed.kind === 'refused') throw new Error(`${parsed.value}: ${parsed.because}, want ${parsed.wanted}`);
  return parsed.expression;
}

function decisionTable(rules: readonly { readonly days: number; readonly cents: number }[]): object {
  const input = (id: string, field: string) => ({ id, name: id, type: 'expression', field });
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      {
        id: 'table',
        name: 'table',
        type: 'decisionTableNode',
        position: { x: 0, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: [input('d', 'days_past_due'), input('b', 'balance')],
          outputs: [input('r', 'rule')],
          rules: rules.map(({ days, cents }, at) => ({
            _id: `r${at}`,
            d: `>= ${days}`,
            b: `> ${cents}`,
            r: String(at),
          })),
        },
      },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 0, y: 0 } },
    ],
    edges: [
      { id: 'e1', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'e2', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  };
}
