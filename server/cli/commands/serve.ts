import type { Command } from 'commander';
import type { Cli } from '../cli.ts';

export function define(command: Command, cli: Cli): void {
  command
    .addHelpText(
      'after',
      `
Settings come from the environment (docs/configuration.md). An empty database gets the sample portfolio.

Examples:
  recourse serve
  PORT=8080 SAMPLE=no recourse serve
  DATABASE_URL=postgres://recourse@localhost/recourse recourse serve`,
    )
    .action(async () => {
      const { serve } = await import('../../main.ts');
      if ((await serve()) !== 0) cli.refuse('the server did not start');
    });
}
