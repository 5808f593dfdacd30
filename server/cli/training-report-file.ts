import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readReport, type TrainingReport } from '../../scoring/monitoring/training-report.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Cli } from './cli.ts';

/** Where the training report of a scorecard lies: beside it. */
export function reportPathOf(modelPath: string): string {
  return `${modelPath.replace(/\.json$/i, '')}.report.json`;
}

/** Null when there is none. One that does not fit the scorecard is left aside, and said to be. */
export async function findTrainingReport(
  cli: Cli,
  modelPath: string,
  scorecard: Scorecard,
): Promise<TrainingReport | null> {
  const path = reportPathOf(modelPath);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return null;
  }
  const read = readReport(parsed(text), scorecard);
  if (read.kind === 'report') return read.report;
  cli.message(`${basename(path)} is left aside: ${read.reason}`);
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
