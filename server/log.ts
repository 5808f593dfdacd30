import { pino, type DestinationStream, type Logger } from 'pino';
import type { Configuration } from './configuration.ts';

/** JSON lines on standard error, so that standard output stays the answer of a command. */
export function createLog(
  { logLevel }: Pick<Configuration, 'logLevel'>,
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: whereItBroke },
    },
    destination,
  );
}

/** Where it broke and with which code, without the message, which may quote what was sent. */
export function whereItBroke(error: Error): {
  readonly type: string;
  readonly code: string | null;
  readonly stack: string;
} {
  const { code } = error as { readonly code?: unknown };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    code: typeof code === 'string' ? code : null,
    stack: places.slice(0, 12).join('\n'),
  };
}
