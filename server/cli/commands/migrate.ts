import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  recourse migrate
  DATABASE_URL=postgres://recourse@localhost/recourse recourse migrate --json`,
    )
    .action(() =>
      withEnvironment(cli, async ({ configuration }) => {
        const database = configuration.databaseUrl.startsWith('sqlite') ? 'sqlite' : 'postgresql';
        cli.json({ migrated: true, database }, `The ${database} database has the newest schema.`);
      }),
    );
}
