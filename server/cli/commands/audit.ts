import type { Command } from 'commander';
import { verifyChain } from '../../../data/audit/chain.ts';
import type { Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .command('verify')
    .description('Read the whole audit trail and recompute every hash of its chain.')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Done (0) when the chain is intact; refused (1) with the first entry that does not fit.

Examples:
  recourse audit verify
  recourse audit verify --json`,
    )
    .action(() => withEnvironment(cli, ({ db }) => verify(cli, db)));
  command.addHelpText('after', '\nExamples:\n  recourse audit verify');
}

async function verify(cli: Cli, db: Parameters<typeof verifyChain>[0]): Promise<void> {
  const verified = await verifyChain(db);
  switch (verified.kind) {
    case 'intact': {
      const { entries, head } = verified;
      return cli.json(
        { intact: true, entries, head },
        `The audit trail is intact: ${entries} entries, head ${head}.`,
      );
    }
    case 'broken': {
      const { seq, what, expected, found } = verified;
      return cli.refuse(`the audit trail is broken at entry ${seq} (${what.replace('_', ' ')})`, [
        `expected ${expected}`,
        `found ${found}`,
      ]);
    }
  }
}
