import path from 'node:path';
import type { Command } from 'commander';
import { writeLetters } from '../../actions/write-letters.ts';
import type { Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .requiredOption('--out <folder>', 'where the folders of letters go')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Each folder holds one PDF a letter and manifest.json with their SHA-256. What is written counts as sent. Cut off, the
same command finishes what it had begun: no letter is written twice.

Examples:
  recourse letters --out /srv/print`,
    )
    .action(({ out }: { readonly out: string }) =>
      withEnvironment(cli, async ({ context }) => {
        const written = await writeLetters(context(), path.resolve(out));
        const { batches, letters, withoutAddress } = written;
        cli.json(
          written,
          `${letters} letters in ${batches.length} folders; ${withoutAddress} persons have no address.`,
        );
      }),
    );
}
