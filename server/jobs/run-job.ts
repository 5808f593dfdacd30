import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { listUnfinishedRuns } from '../../data/views/runs.ts';
import { type Configuration, environmentOf } from '../configuration.ts';
import type { Services } from '../services.ts';
import type { RunOrder } from '../actions/run-portfolio.ts';

const RECOURSE = fileURLToPath(new URL('../cli/recourse.mjs', import.meta.url));

/**
 * Decides a portfolio in a process of its own: hours of arithmetic must not keep a customer's page waiting. The run
 * stands in the database from the start, so that this process, or the next one after a crash, goes on where it was.
 */
export function startRunJob(configuration: Configuration, order: RunOrder): void {
  const child = spawn(
    process.execPath,
    [
      RECOURSE,
      'run',
      '--portfolio',
      order.portfolio,
      '--as-of',
      order.asOf,
      '--policy',
      order.policy,
      '--json',
    ],
    { stdio: 'ignore', env: environmentOf(configuration) },
  );
  child.unref();
}

/** After a start: what was cut off goes on. */
export async function resumeRunJobs({ db, configuration }: Services): Promise<number> {
  const unfinished = await listUnfinishedRuns(db);
  for (const { portfolio, asOf, policyId } of unfinished) {
    startRunJob(configuration, { portfolio, asOf, policy: policyId });
  }
  return unfinished.length;
}
