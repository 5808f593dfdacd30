import type { Command } from 'commander';
import { runPortfolio, type RunOrder } from '../../actions/run-portfolio.ts';
import { type Cli, isoDateOption } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .requiredOption('--portfolio <name>', 'portfolio to decide')
    .requiredOption('--as-of <date>', 'observation date: nothing later counts', isoDateOption)
    .requiredOption('--policy <id>', 'policy, which names its scorecards and cut-offs')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Decides every open case of the portfolio, in chunks that commit with their checkpoint: cut off anywhere, the same
command goes on where it stopped.

Examples:
  recourse run --portfolio ee-collector --as-of 2026-10-31 --policy collection-ee
  recourse run --portfolio Taiwan --as-of 2005-09-30 --policy card-accounts --json`,
    )
    .action((order: RunOrder) =>
      withEnvironment(cli, async ({ context }) => {
        const bar = cli.progress('persons', 0);
        try {
          const done = await runPortfolio(context(), order, (persons, total) => bar.update(persons, total));
          if (done.kind === 'refused') return cli.refuse(done.reason);
          const answer = { ...done, kind: undefined };
          const left = done.restricted === 0 ? '' : ` ${done.restricted} not scored: processing restricted.`;
          cli.json(
            answer,
            `Run ${done.run}: ${done.decided} cases decided in ${done.seconds.total} s.${left}`,
          );
        } finally {
          bar.stop();
        }
      }),
    );
}
