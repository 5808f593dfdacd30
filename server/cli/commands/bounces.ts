import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readBounces } from '../../actions/read-bounces.ts';
import { type DeliveryReports, readDeliveryReports } from '../../delivery-reports.ts';
import type { Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .argument('<files...>', 'messages from the mailbox that MAIL_FROM names, one each, or mailboxes (mbox)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Reads delivery reports (RFC 3464). A notice that came back goes with the next letters; until then the person does not
count as told. Reading the same report again changes nothing.

Examples:
  recourse bounces /srv/mail/notices
  recourse bounces report-*.eml --json`,
    )
    .action(async (files: readonly string[]) => {
      const read: DeliveryReports[] = [];
      for (const file of files) read.push(readDeliveryReports(await textOf(cli, file)));
      const all = {
        reports: read.flatMap(({ reports }) => reports),
        others: read.reduce((sum, { others }) => sum + others, 0),
      };
      await withEnvironment(cli, async ({ context }) => {
        const done = await readBounces(context(), all);
        cli.json(
          done,
          `${done.returned} came back and go as letters, ${done.arrived} arrived after all, ${done.delayed} late, ` +
            `${done.known} known before, ${done.others} not ours.`,
        );
      });
    });
}

async function textOf(cli: Cli, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return cli.refuse(`${file} cannot be read`);
  }
}
