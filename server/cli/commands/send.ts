import type { Command } from 'commander';
import { sendMail } from '../../actions/send-mail.ts';
import { mailSender } from '../../mail.ts';
import type { Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The server does this by itself once a minute. An e-mail that a mail server refuses goes as a letter; one that may have
gone out when the program was cut off waits in the outbox for a person.

Examples:
  SMTP_URL=smtp://localhost:25 MAIL_FROM=notices@firm.example recourse send --json`,
    )
    .action(() =>
      withEnvironment(cli, async ({ configuration, context }) => {
        const send = mailSender(configuration);
        if (send === null)
          cli.refuse('no mail server is set: SMTP_URL and MAIL_FROM (docs/configuration.md)');
        const { sent, later, failed, unsure } = await sendMail(context, send, Number.POSITIVE_INFINITY);
        cli.json(
          { sent, later, failed, unsure },
          `${sent} sent, ${later} to be tried again, ${failed} refused, ${unsure} to be looked at.`,
        );
      }),
    );
}
