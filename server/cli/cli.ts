import cliProgress from 'cli-progress';
import { InvalidArgumentError } from 'commander';
import { stringify } from 'yaml';
import { isIsoDate, type IsoDate } from '../../scoring/portfolio/dates.ts';

/** How a command speaks: its answer on standard output, everything else on standard error. */
export interface Cli {
  /** The answer, once a command. With `--json` it is the one object on standard output; otherwise `text`, or the object spelt out. */
  json(value: object, text?: string): void;
  /** A line for the person at the terminal. */
  message(text: string): void;
  /** Ends the command with exit code 1 and the reason; `problems` tell the places (file, row, field). */
  refuse(reason: string, problems?: readonly string[]): never;
  /** Ends the command with exit code 2: it was asked for in a way it cannot understand. */
  wrongUsage(reason: string): never;
  /** A bar on a terminal, silence elsewhere. `total` 0 when it is not known. */
  progress(label: string, total: number): Progress;
}

export interface Progress {
  update(done: number, total?: number): void;
  stop(): void;
}

/** Where a command writes; tests pass their own. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export class CommandRefused extends Error {
  readonly problems: readonly string[];
  constructor(reason: string, problems: readonly string[]) {
    super(reason);
    this.problems = problems;
  }
}

export class WrongUsage extends Error {}

export function createCli(streams: Streams, asJson: boolean): Cli {
  return {
    json(value, text) {
      const out = asJson ? JSON.stringify(value) : (text ?? stringify(value).trimEnd());
      streams.stdout.write(`${out}\n`);
    },
    message(text) {
      streams.stderr.write(`${text}\n`);
    },
    refuse(reason, problems = []) {
      throw new CommandRefused(reason, problems);
    },
    wrongUsage(reason) {
      throw new WrongUsage(reason);
    },
    progress(label, total) {
      return streams.stderr.isTTY === true ? bar(streams.stderr, label, total) : SILENT;
    },
  };
}

/** Parsers for commander options; a value they refuse is wrong usage. */
export function isoDateOption(text: string): IsoDate {
  if (!isIsoDate(text)) throw new InvalidArgumentError(`"${text}" is not a date (want YYYY-MM-DD).`);
  return text;
}

export function wholeNumberOption(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`"${text}" is not a whole number.`);
  return Number(text);
}

export function numberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`"${text}" is no number.`);
  return value;
}

export function probabilityOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError(`"${text}" is not a probability (want 0 to 1).`);
  }
  return value;
}

/** A list of names: "A,B". */
export function listOption(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

function bar(stream: NodeJS.WritableStream, label: string, total: number): Progress {
  const format = total > 0 ? `${label} {bar} {value}/{total} · {eta_formatted}` : `${label} {value}`;
  const drawn = new cliProgress.SingleBar(
    { stream, format, clearOnComplete: true, hideCursor: true, gracefulExit: true },
    cliProgress.Presets.shades_classic,
  );
  drawn.start(total, 0);
  return {
    update(done, newTotal) {
      if (newTotal !== undefined) drawn.setTotal(newTotal);
      drawn.update(done);
    },
    stop: () => drawn.stop(),
  };
}
