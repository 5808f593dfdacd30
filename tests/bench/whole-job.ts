import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSample } from '../../data/sample/write-sample.ts';
import type { BenchMeans } from './means.ts';
import type { WholeJobOrder } from './whole-job-child.ts';

export interface WholeJobBench {
  readonly claims: number;
  /** Rows of all record types, those of the lender included. */
  readonly records: number;
  readonly decisions: number;
  readonly importSeconds: number;
  readonly runSeconds: number;
  /** From the first row read to the last decision stored. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMegabytes: number;
  readonly rowsPerSecond: { readonly import: number; readonly decisions: number };
  /** Of the runs, by stage: what was spent on it, or waited for it. */
  readonly runStages: Readonly<Record<string, number>>;
}

/** Claims a person of the sample has, those with the lender included. */
const CLAIMS_A_PERSON = 1.86;

/** Import to stored decisions, in a process of its own, so that its memory is the job's alone. The sample is written before. */
export async function run(claims: number, means: BenchMeans): Promise<WholeJobBench> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-'));
  try {
    const sample = await writeSample(folder, { persons: Math.ceil(claims / CLAIMS_A_PERSON) });
    const meansFile = join(folder, 'means.json');
    writeFileSync(meansFile, JSON.stringify(means));
    const order: WholeJobOrder = { folder, meansFile, sample };
    const child = fork(fileURLToPath(new URL('./whole-job-child.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx')],
    });
    const answered = once(child, 'message') as Promise<[Omit<WholeJobBench, 'claims'>]>;
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`the job ended with ${String(code)} before it answered`);
    });
    child.send(order);
    const [answer] = await Promise.race([answered, died]);
    died.catch(() => undefined);
    return { claims: sample.claims, ...answer };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
