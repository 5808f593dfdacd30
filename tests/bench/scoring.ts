import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { explainScore } from '../../scoring/explanation/contributions.ts';
import { scoreReasons } from '../../scoring/explanation/reasons.ts';
import {
  compileExplainer,
  type Explainer,
  type ExplainerOptions,
  LOG_ODDS_STEP,
} from '../../scoring/scorecard/compiled/explainer.ts';
import { logit } from '../../scoring/scorecard/metrics.ts';
import { pointsOf } from '../../scoring/scorecard/scaling.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { dice } from './made-card.ts';
import { benchOneDecision } from './one-decision.ts';
import { benchOnnx, benchRowByRow, benchZen } from './scoring-baselines.ts';
import { replicated, type SharedColumn, trainedModel } from './scoring-model.ts';
import { benchTwoThreads } from './scoring-threads.ts';

const ROWS = 1_000_000;
const CHECKED = 1_000;
const PASSES = 7;

/** Taiwan a million rows long through the scorecard that `recourse train` made of it, beside others on the same. */
export async function run() {
  // First, while nothing else has filled the heap.
  const oneDecision = benchOneDecision();
  const model = await trainedModel();
  const { scorecard } = model;
  const columns = replicated(model, ROWS);
  const thresholdPoints = pointsOf(
    scorecard.scaling,
    scorecard.target.favourable,
    logit(scorecard.training.positiveRate),
  );
  const reasons = { thresholdPoints };
  const explainer = compiled(scorecard, { reasons });
  const checked = check(explainer, scorecard, columns, thresholdPoints);
  const explained = speedOf(explainer, columns);
  const contributions = speedOf(compiled(scorecard), columns);
  const plain = speedOf(compiled(scorecard, { reasons, kernel: 'plain' }), columns);
  const threads = await benchTwoThreads({ scorecard, columns, thresholdPoints });
  const bandwidth = memoryBandwidth();
  const bytesARow = 4 * columns.length;
  const head = new Map<number, number>();
  for (const chunk of explainer.explain(columns, 20_000)) {
    for (let row = 0; row < chunk.rows; row += 1) head.set(chunk.from + row, chunk.logOdds[row]!);
  }
  const onnx = await benchOnnx(scorecard, columns, (row) => head.get(row)!);
  const rowByRow = benchRowByRow(scorecard, columns);
  const zen = await benchZen();
  return {
    rows: ROWS,
    characteristics: scorecard.characteristics.length,
    pairs: scorecard.pairs.length,
    pairsAddedByTheBench: model.pairsAdded,
    data: model.data,
    explainedRowsPerSecond: {
      oneThread: explained.best,
      oneThreadMedian: explained.median,
      twoThreads: threads.explained,
      twoThreadsTimes: threads.ratio.explained,
    },
    contributionsPerSecond: {
      oneThread: contributions.best,
      oneThreadMedian: contributions.median,
      twoThreads: threads.contributions,
      twoThreadsTimes: threads.ratio.contributions,
    },
    /** What two threads that only count gained meanwhile: the most that this machine had to give. */
    arithmeticOnTwoThreadsTimes: threads.arithmeticRatio,
    /** The same arrays without WebAssembly, top 4 included. */
    plainJavaScriptExplainedRowsPerSecond: plain.best,
    checked,
    memory: {
      bytesOfTheExplainer: explainer.bytes,
      copyGigabytesPerSecond: bandwidth.copy,
      readGigabytesPerSecond: bandwidth.read,
      bytesReadARow: bytesARow,
      shareOfReadBandwidth: Math.round((explained.best * bytesARow) / bandwidth.read / 1e7) / 100,
    },
    fit: {
      rows: model.fitRows,
      characteristics: scorecard.characteristics.length,
      seconds: model.fitSeconds,
    },
    oneDecisionMicroseconds: oneDecision,
    baselines: {
      rowByRowPerSecond: rowByRow,
      onnxruntime: onnx,
      zen,
      times: {
        rowByRow: times(explained.best, rowByRow),
        onnxruntimeExplained: 'notMeasured' in onnx ? null : times(explained.best, onnx.explainedPerSecond),
        onnxruntimeContributions:
          'notMeasured' in onnx ? null : times(contributions.best, onnx.contributionsPerSecond),
        zen: 'notMeasured' in zen ? null : zen.ratio,
      },
    },
    loadAtTheEnd: loadavg()[0],
  };
}

/** Random rows of the batch beside the same rows by themselves: figures, contributions and reasons. */
function check(
  explainer: Explainer,
  scorecard: Scorecard,
  columns: readonly SharedColumn[],
  thresholdPoints: number,
): { readonly rows: number; readonly different: number } {
  const roll = dice(41);
  const wanted = new Set<number>();
  while (wanted.size < CHECKED) wanted.add(Math.floor(roll() * ROWS));
  let rows = 0;
  let different = 0;
  for (const chunk of explainer.explain(columns, ROWS)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const place = chunk.from + at;
      if (!wanted.has(place)) continue;
      const row = Object.fromEntries(columns.map(({ id, values }) => [id, values[place]!]));
      const plain = explainScore(scorecard, row);
      const expected = {
        figures: [plain.sum, plain.probability, plain.points],
        contributions: plain.contributions.map(({ logOdds }) => logOdds),
        reasons: scoreReasons(plain, scorecard, thresholdPoints, () => null, {}).map(
          ({ characteristic }) => characteristic,
        ),
      };
      const told = {
        figures: [chunk.logOdds[at], chunk.probability[at], chunk.points[at]],
        contributions: chunk.contributions.map((steps) => steps[at]! * LOG_ODDS_STEP),
        reasons: chunk.reasons.flatMap((rank) =>
          rank[at]! < 0 ? [] : [explainer.reasonNames[rank[at]!] ?? null],
        ),
      };
      rows += 1;
      if (JSON.stringify(told) !== JSON.stringify(expected)) different += 1;
    }
  }
  if (different > 0) throw new Error(`${different} of ${rows} rows differ from the plain scorer`);
  return { rows, different };
}

interface Speed {
  readonly best: number;
  readonly median: number;
}

/** Rows a second over the whole batch; the best pass is what the machine does when nothing else is at work. */
function speedOf(explainer: Explainer, columns: readonly SharedColumn[]): Speed {
  let seen = 0;
  const pass = (rows: number): number => {
    const started = performance.now();
    for (const chunk of explainer.explain(columns, rows)) seen += chunk.probability[0]!;
    return performance.now() - started;
  };
  pass(ROWS / 4);
  const passes = Array.from({ length: PASSES }, () => pass(ROWS)).sort((a, b) => a - b);
  if (!(seen > 0)) throw new Error('nothing was scored');
  const perSecond = (milliseconds: number): number => Math.round((ROWS * 1000) / milliseconds);
  return { best: perSecond(passes[0]!), median: perSecond(passes[Math.floor(PASSES / 2)]!) };
}

/** Gigabytes a second of a plain copy (read and written both counted) and of a plain search that finds nothing. */
function memoryBandwidth(): { readonly copy: number; readonly read: number } {
  const from = Buffer.alloc(256 * 2 ** 20, 1);
  const to = Buffer.alloc(from.length, 2);
  const best = (work: () => void): number => {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    });
    return Math.min(...times);
  };
  const copy = best(() => from.copy(to));
  const read = best(() => {
    if (from.indexOf(3) !== -1) throw new Error('found what is not there');
  });
  const gigabytes = (bytes: number, milliseconds: number): number =>
    Math.round(bytes / milliseconds / 1e5) / 10;
  return { copy: gigabytes(2 * from.length, copy), read: gigabytes(from.length, read) };
}

function times(ours: number, theirs: number): number {
  return Math.round((10 * ours) / theirs) / 10;
}

function compiled(scorecard: Scorecard, options: ExplainerOptions = {}): Explainer {
  const outcome = compileExplainer(scorecard, options);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.explainer;
}
