import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { CommandRefused, createCli, WrongUsage, type Cli, type Streams } from './cli.ts';

/** What a file in `commands/` exports: it gives the command its arguments, options, examples and action. */
export interface CommandModule {
  readonly define: (command: Command, cli: Cli) => void;
}

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Loaded only when this command is asked for, so that help costs nothing. */
  readonly load: () => Promise<CommandModule>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'train',
    description: 'Fit a scorecard to a flat table and judge it by cross-validation.',
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'score',
    description: 'Score every row of a table with a scorecard.',
    load: () => import('./commands/score.ts'),
  },
  {
    name: 'evaluate',
    description: 'Measure a scorecard on a table whose outcomes are known.',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'explain',
    description: 'Explain the score of one row exactly.',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'edit',
    description: 'Change a scorecard by hand, and see at once what that does.',
    load: () => import('./commands/edit.ts'),
  },
  {
    name: 'report',
    description: 'Tell a scorecard in pictures and tables, as HTML or PDF.',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'compile',
    description: 'Write a scorecard as SQL for a database, or as PMML.',
    load: () => import('./commands/compile.ts'),
  },
  {
    name: 'import',
    description: 'Take in records, or a ledger through a mapping.',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'learn',
    description: 'Train a scorecard from the records of a portfolio and publish it.',
    load: () => import('./commands/learn.ts'),
  },
  {
    name: 'export',
    description: 'Write decisions, measures or scores to CSV or XLSX.',
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'run',
    description: 'Score a portfolio and decide every case by a policy.',
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'decision',
    description: 'Show one decision with its explanation.',
    load: () => import('./commands/decision.ts'),
  },
  {
    name: 'audit',
    description: 'Verify the audit trail.',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'sample',
    description: 'Simulate a portfolio, for trying things out.',
    load: () => import('./commands/sample.ts'),
  },
  {
    name: 'key',
    description: 'Make, list and withdraw keys to the API.',
    load: () => import('./commands/key.ts'),
  },
  {
    name: 'staff',
    description: 'Add staff, set their roles and passwords.',
    load: () => import('./commands/staff.ts'),
  },
  {
    name: 'daily',
    description: 'Do what a day asks for: reminders, deadlines.',
    load: () => import('./commands/daily.ts'),
  },
  {
    name: 'send',
    description: 'Send the e-mails that wait in the outbox.',
    load: () => import('./commands/send.ts'),
  },
  {
    name: 'bounces',
    description: 'Read what mail servers report of e-mails that came back.',
    load: () => import('./commands/bounces.ts'),
  },
  {
    name: 'letters',
    description: 'Write the letters that wait in the outbox as PDF, for a print house.',
    load: () => import('./commands/letters.ts'),
  },
  {
    name: 'migrate',
    description: 'Bring the database to the newest schema.',
    load: () => import('./commands/migrate.ts'),
  },
  {
    name: 'serve',
    description: 'Serve the pages and the API.',
    load: () => import('./commands/serve.ts'),
  },
];

const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

const HELP = `
Exit codes: 0 done, 1 refused with a reason, 2 wrong usage.
With --json exactly one JSON object goes to standard output, whatever the exit code: the answer, {"refused": …},
{"wrongUsage": …}, {"help": …} or {"version": …}; messages go to standard error.

Examples:
  recourse migrate
  recourse import ledger.csv --mapping ledger.yaml --json
  recourse run --portfolio Ledger --as-of 2026-09-30 --policy collection-ee --json
  recourse decision 42 --json
  recourse help train`;

/** Runs one command and returns its exit code. */
export async function main(argv: readonly string[], streams: Streams = process): Promise<number> {
  const asJson = argv.includes('--json');
  const cli = createCli(streams, asJson);
  const told = gathered();
  try {
    const program = await programFor(argv, cli, asJson ? { ...streams, stdout: told.stream } : streams);
    await program.parseAsync(argv, { from: 'user' });
    return DONE;
  } catch (error) {
    if (asJson && error instanceof CommanderError && error.exitCode === 0) {
      cli.json(error.code === 'commander.version' ? { version: version() } : { help: told.text() });
      return DONE;
    }
    return exitCodeOf(error, cli, asJson);
  }
}

/** With `--json` help is not printed but answered. */
function gathered(): { readonly stream: Writable; readonly text: () => string } {
  const parts: string[] = [];
  const stream = new Writable({
    write(part, _, done) {
      parts.push(String(part));
      done();
    },
  });
  return { stream, text: () => parts.join('').trimEnd() };
}

async function programFor(argv: readonly string[], cli: Cli, streams: Streams): Promise<Command> {
  const program = new Command('recourse')
    .description(
      'Scores payment behaviour, decides, explains every outcome, and hands it to people on request.',
    )
    .version(version(), '-V, --version')
    .addHelpText('after', HELP);
  speakTo(program, streams);
  program.showHelpAfterError('(recourse --help lists the commands)');
  const words = argv.filter((word) => !word.startsWith('-'));
  const asked = words[0] === 'help' ? words[1] : words[0];
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).description(entry.description);
    if (entry.name === asked) {
      (await entry.load()).define(command, cli);
      command.showHelpAfterError(`(recourse ${entry.name} --help shows examples)`);
    }
    speakTo(command, streams);
  }
  return program;
}

/** Commander exits the process by itself unless told otherwise, for every command below too. */
function speakTo(command: Command, streams: Streams): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => streams.stdout.write(text),
    writeErr: (text) => streams.stderr.write(text),
  });
  for (const below of command.commands) speakTo(below, streams);
}

function exitCodeOf(error: unknown, cli: Cli, asJson: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return DONE;
    // Commander has told the person already, with the help of the command; the program still gets its one object.
    if (asJson) cli.json({ wrongUsage: usageOf(error) });
    return WRONG_USAGE;
  }
  if (error instanceof WrongUsage) {
    cli.message(`error: ${error.message}`);
    if (asJson) cli.json({ wrongUsage: error.message });
    return WRONG_USAGE;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const problems = error instanceof CommandRefused ? error.problems : [];
  cli.message(`refused: ${reason}`);
  for (const problem of problems) cli.message(`  ${problem}`);
  if (asJson) cli.json({ refused: reason, ...(problems.length > 0 ? { problems } : {}) });
  return REFUSED;
}

/** What commander says of half a command is the help it has printed. */
function usageOf({ code, message }: CommanderError): string {
  return code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '');
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
