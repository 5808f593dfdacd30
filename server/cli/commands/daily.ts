import type { Command } from 'commander';
import { listPortfolios } from '../../../data/stores/portfolios.ts';
import type { IsoDate } from '../../../scoring/portfolio/dates.ts';
import { type DailyRun, runDaily, type TaskRun } from '../../jobs/daily.ts';
import { type Cli, isoDateOption } from '../cli.ts';
import { type Environment, withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .option('--today <date>', 'do it as on this day (default: today)', isoDateOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The server does this by itself once a day, soon after midnight. What was done for a day is not done twice; a task that
failed is tried again. Refused (1) when a task fails. A day that has not come yet is for installations without a real
portfolio: elsewhere people would be reminded, and data deleted, before the time.

Examples:
  recourse daily
  recourse daily --today 2026-12-24 --json`,
    )
    .action((options: { today?: IsoDate }) =>
      withEnvironment(cli, (environment) => doDay(cli, environment, options.today)),
    );
}

async function doDay(cli: Cli, environment: Environment, day: IsoDate | undefined): Promise<void> {
  const { today } = environment.context();
  if (day !== undefined && day > today) {
    const portfolios = await listPortfolios(environment.db);
    if (portfolios.some(({ sample }) => !sample)) {
      return cli.refuse(`${day} has not come yet, and this installation holds a real portfolio`);
    }
  }
  const run = await runDaily(environment, day);
  const failed = run.tasks.filter(({ kind }) => kind === 'failed');
  if (failed.length > 0) {
    return cli.refuse(
      `${failed.length} of ${run.tasks.length} tasks of ${run.day} failed; the log says where`,
      run.tasks.map(lineOf),
    );
  }
  cli.json(run, textOf(run));
}

function textOf({ day, tasks }: DailyRun): string {
  return [`The tasks of ${day}:`, ...tasks.map((task) => `  ${lineOf(task)}`)].join('\n');
}

function lineOf(run: TaskRun): string {
  if (run.kind !== 'done')
    return `${run.task}: ${run.kind === 'taken' ? 'done before, or under way' : 'failed'}`;
  const counts = Object.entries(run.summary).map(([name, count]) => `${name} ${count}`);
  return `${run.task}: ${counts.join(', ')}`;
}
