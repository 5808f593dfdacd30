import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { WorkerOrder, WorkerTask } from './scoring-worker.ts';

export interface ThreadsBench {
  readonly explained: number;
  readonly contributions: number;
  /** Times of one thread, measured in turn with it. */
  readonly ratio: { readonly explained: number; readonly contributions: number };
  /** What two threads gained at the same time that only count: what the machine had left for a second thread. */
  readonly arithmeticRatio: number;
}

const PASSES = 7;

/** Two threads on halves of the rows, in turn with one thread on a half; the best pass of each. */
export async function benchTwoThreads(order: Omit<WorkerOrder, 'from' | 'rows'>): Promise<ThreadsBench> {
  const rows = order.columns[0]!.values.length;
  const half = Math.floor(rows / 2);
  const workers = [0, half].map(
    (from) =>
      new Worker(new URL('./scoring-worker.mjs', import.meta.url), {
        workerData: { ...order, from, rows: half } satisfies WorkerOrder,
        execArgv: [],
      }),
  );
  const timed = async (which: readonly Worker[], task: WorkerTask): Promise<number> => {
    const started = performance.now();
    await Promise.all(
      which.map((worker) => {
        const answered = once(worker, 'message');
        worker.postMessage(task);
        return answered;
      }),
    );
    return performance.now() - started;
  };
  const inTurn = async (task: WorkerTask): Promise<{ one: number; two: number }> => {
    await timed(workers, task);
    const best = { one: Infinity, two: Infinity };
    for (let pass = 0; pass < PASSES; pass += 1) {
      best.one = Math.min(best.one, await timed(workers.slice(0, 1), task));
      best.two = Math.min(best.two, await timed(workers, task));
    }
    return best;
  };
  try {
    const explained = await inTurn('explain');
    const contributions = await inTurn('contributions');
    const arithmetic = await inTurn('arithmetic');
    const perSecond = ({ two }: { two: number }): number => Math.round((2 * half * 1000) / two);
    return {
      explained: perSecond(explained),
      contributions: perSecond(contributions),
      ratio: { explained: gain(explained), contributions: gain(contributions) },
      arithmeticRatio: gain(arithmetic),
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function gain({ one, two }: { readonly one: number; readonly two: number }): number {
  return Math.round((200 * one) / two) / 100;
}
