import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { compileExplainer, type Explainer } from '../../scoring/scorecard/compiled/explainer.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { SharedColumn } from './scoring-model.ts';

/** One of two threads: explains its part of the rows each time it is told to, or only counts. */
export interface WorkerOrder {
  readonly scorecard: Scorecard;
  readonly columns: readonly SharedColumn[];
  readonly from: number;
  readonly rows: number;
  readonly thresholdPoints: number;
}

export type WorkerTask = 'explain' | 'contributions' | 'arithmetic';

const { scorecard, columns, from, rows, thresholdPoints } = workerData as WorkerOrder;
const part = columns.map((column) => ({ ...column, values: column.values.subarray(from, from + rows) }));
const explainers: Readonly<Record<Exclude<WorkerTask, 'arithmetic'>, Explainer>> = {
  explain: compiled({ thresholdPoints }),
  contributions: compiled(undefined),
};

parentPort!.on('message', (task: WorkerTask) => {
  const started = performance.now();
  let seen = 0;
  if (task === 'arithmetic') seen = arithmetic();
  else for (const chunk of explainers[task].explain(part, rows)) seen += chunk.probability[0]!;
  parentPort!.postMessage({ milliseconds: performance.now() - started, seen });
});

/** Work that touches no memory: what two threads of this machine can do at best beside whatever else it does. */
function arithmetic(): number {
  let state = 1;
  for (let turn = 0; turn < 100_000_000; turn += 1) state = (Math.imul(state, 1_664_525) + turn) | 0;
  return state;
}

function compiled(reasons: { readonly thresholdPoints: number } | undefined): Explainer {
  const outcome = compileExplainer(scorecard, { reasons });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.explainer;
}
