/**
 * Every setting there is, read from the environment here and nowhere else. `docs/configuration.md` is this schema
 * as a table ({@link settingsTable}); a test compares the two.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../data/files/make-folder.ts';
import type { RealityThresholds } from '../scoring/monitoring/review-reality.ts';
import { OIDC_SETTINGS, type Providers, readProviders } from './identity/oidc-settings.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const KEY_BYTES = 32;

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'want a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `want at least ${least}`).max(most, `want at most ${most}`));

const yesOrNo = z
  .enum(['yes', 'no', 'true', 'false', '1', '0'], 'want yes or no')
  .transform((text) => text === 'yes' || text === 'true' || text === '1');

const SETTINGS = z.object({
  PORT: wholeNumber(0, 65535).default(3000).describe('Port to listen on; 0 takes any free one.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address to listen on. Plain HTTP serves loopback only: any other address needs PUBLIC_URL with https or TRUST_PROXY.',
    ),
  RECOURSE_HOME: z
    .string()
    .min(1)
    .default('./var')
    .describe('Folder where the data lives: database, keys made at the first start, uploads, demo sign-ins.'),
  DATABASE_URL: z
    .string()
    .regex(
      /^(sqlite:|file:|postgres:\/\/|postgresql:\/\/)/,
      'want sqlite:PATH, or postgres://USER:PASSWORD@HOST/DATABASE',
    )
    .optional()
    .describe('Database. Without it one SQLite file, recourse.sqlite in RECOURSE_HOME.'),
  RECOURSE_MASTER_KEY: z
    .string()
    .regex(/^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$/, 'want 32 bytes as 64 hexadecimal digits or in base64')
    .optional()
    .describe(
      'Key that wraps the keys of persons, 32 bytes as hexadecimal or base64. Without it one is made in RECOURSE_HOME/master.key (readable by its owner only). Whoever loses it loses every encrypted datum.',
    ),
  SESSION_SECRET: z
    .string()
    .min(32, 'want at least 32 characters')
    .optional()
    .describe(
      'Signs session cookies and form tokens. Without it one is made in RECOURSE_HOME/session.secret.',
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'want an address such as https://recourse.example' })
    .optional()
    .describe('Address at which people reach the service; stands in notices. With https cookies are Secure.'),
  TRUST_PROXY: wholeNumber(0, 10)
    .default(0)
    .describe('How many reverse proxies stand in front; they end HTTPS and set X-Forwarded-For and -Proto.'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'want smtp://USER:PASSWORD@HOST:PORT, or smtps://')
    .optional()
    .describe(
      'Mail server for notices by e-mail. Without it they wait in the outbox, and can be sent as letters.',
    ),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+@[^\r\n]+$/, 'want an address such as "Firm <notices@firm.example>"')
    .optional()
    .describe('Sender of those e-mails. Needed with SMTP_URL.'),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'want a time zone such as Europe/Tallinn')
    .default('Europe/Tallinn')
    .describe('Time zone in which a day begins and ends: due dates, "today".'),
  SESSION_MINUTES: wholeNumber(5, 1440)
    .default(60)
    .describe('Minutes without a request after which a person must sign in again.'),
  SIGN_IN_ATTEMPTS: wholeNumber(3, 100)
    .default(8)
    .describe(
      'Failed sign-ins in a row from one address after which a name is locked there for 15 minutes. Five times as many from anywhere make everyone under that name wait: 1 minute, then 2, 4, 8, at most 15.',
    ),
  SIGN_INS_PER_MINUTE: wholeNumber(1, 100_000)
    .default(20)
    .describe('Sign-in attempts a minute that may fail from one address.'),
  REQUESTS_PER_MINUTE: wholeNumber(10, 1_000_000)
    .default(1200)
    .describe('Requests a minute accepted from one address.'),
  STAFF_SECOND_FACTOR: z
    .enum(['off', 'optional', 'required'], 'want off, optional or required')
    .default('optional')
    .describe(
      'Second factor of staff, a code of an authenticator app after the password: `off`; `optional`, for those who set one up; `required`, whoever has none sets one up at the next sign-in.',
    ),
  ...OIDC_SETTINGS,
  UPLOAD_MEGABYTES: wholeNumber(1, 100_000)
    .default(2048)
    .describe(
      'Largest file that may be imported. Files are streamed, so this is a matter of disk, not of memory.',
    ),
  SIVA_URL: z
    .url({ protocol: /^https?$/, error: 'want an address such as https://siva.example' })
    .optional()
    .describe(
      'Validation service for signed containers, with the REST interface of SiVa. It is sent the whole container: run your own. Without it signatures are shown as not verified.',
    ),
  SIVA_TIMEOUT_SECONDS: wholeNumber(1, 60)
    .default(10)
    .describe(
      'Seconds to wait for that service; a paper it did not answer for is kept, and shown as not verified.',
    ),
  SAMPLE: yesOrNo
    .default(true)
    .describe('Whether a start on an empty database loads the sample portfolio with its demo sign-ins.'),
  SAMPLE_PERSONS: wholeNumber(50, 10_000_000).default(5000).describe('Persons in that sample portfolio.'),
  RUBBER_STAMP_VOTES: wholeNumber(5, 1000)
    .default(10)
    .describe(
      'Fewest votes, or decided reviews, from which the committee is measured; fewer are not judged.',
    ),
  RUBBER_STAMP_MINUTES: wholeNumber(1, 240)
    .default(5)
    .describe('Minutes with the file below which a median counts as hardly reading.'),
  RUBBER_STAMP_KEPT_PERCENT: wholeNumber(50, 100)
    .default(100)
    .describe(
      'Share of votes that keep the outcome from which hardly reading is warned of as a rubber stamp.',
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `want one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe(
      'Least severity that is logged. Logs are JSON lines on standard error and carry no personal data.',
    ),
});

export type SettingName = keyof typeof SETTINGS.shape;
export const SETTING_NAMES = Object.keys(SETTINGS.shape) as readonly SettingName[];

export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly home: string;
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly sessionSecret: string;
  readonly publicUrl: string | null;
  readonly trustProxy: number;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly secureCookies: boolean;
  readonly timeZone: string;
  readonly sessionMinutes: number;
  readonly signInAttempts: number;
  readonly signInsPerMinute: number;
  readonly requestsPerMinute: number;
  readonly staffSecondFactor: 'off' | 'optional' | 'required';
  /** Who vouches for people besides us. */
  readonly providers: Providers;
  readonly uploadBytes: number;
  /** Null: signatures of papers are not verified. */
  readonly sivaUrl: string | null;
  readonly sivaTimeoutMs: number;
  readonly sample: boolean;
  readonly samplePersons: number;
  readonly rubberStamp: RealityThresholds;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export type ConfigurationRead =
  | { readonly kind: 'read'; readonly configuration: Configuration }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Reads and checks the settings; makes RECOURSE_HOME and, once, the keys that were not given. */
export function readConfiguration(
  environment: NodeJS.ProcessEnv = process.env,
  usualHome?: string,
): ConfigurationRead {
  const given = {
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, environment[name] || undefined])),
    RECOURSE_HOME: environment['RECOURSE_HOME'] || usualHome,
  };
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) {
    return { kind: 'refused', problems: parsed.error.issues.map((issue) => sayProblem(issue, given)) };
  }
  const settings = parsed.data;
  const secureCookies = settings.PUBLIC_URL?.startsWith('https:') === true || settings.TRUST_PROXY > 0;
  if (!isLoopback(settings.HOST) && !secureCookies) {
    return {
      kind: 'refused',
      problems: [
        `HOST "${settings.HOST}": plain HTTP serves loopback only. Put an HTTPS proxy in front and set TRUST_PROXY=1, or set PUBLIC_URL to its https address.`,
      ],
    };
  }
  if (settings.SMTP_URL !== undefined && settings.MAIL_FROM === undefined) {
    return {
      kind: 'refused',
      problems: ['MAIL_FROM "": a mail server needs a sender (docs/configuration.md)'],
    };
  }
  const providers = readProviders(settings, settings.PUBLIC_URL);
  if (providers.kind === 'refused') return providers;
  const home = resolve(settings.RECOURSE_HOME);
  try {
    makeFolder(home, 0o700);
    const masterKey = settings.RECOURSE_MASTER_KEY ?? keptSecret(join(home, 'master.key'));
    return {
      kind: 'read',
      configuration: {
        port: settings.PORT,
        host: settings.HOST,
        home,
        databaseUrl: settings.DATABASE_URL ?? `sqlite:${join(home, 'recourse.sqlite')}`,
        masterKey: keyBytes(masterKey),
        sessionSecret: settings.SESSION_SECRET ?? keptSecret(join(home, 'session.secret')),
        publicUrl: settings.PUBLIC_URL?.replace(/\/$/, '') ?? null,
        trustProxy: settings.TRUST_PROXY,
        smtpUrl: settings.SMTP_URL ?? null,
        mailFrom: settings.MAIL_FROM ?? null,
        secureCookies,
        timeZone: settings.TIME_ZONE,
        sessionMinutes: settings.SESSION_MINUTES,
        signInAttempts: settings.SIGN_IN_ATTEMPTS,
        signInsPerMinute: settings.SIGN_INS_PER_MINUTE,
        requestsPerMinute: settings.REQUESTS_PER_MINUTE,
        staffSecondFactor: settings.STAFF_SECOND_FACTOR,
        providers: providers.providers,
        uploadBytes: settings.UPLOAD_MEGABYTES * 1024 * 1024,
        sivaUrl: settings.SIVA_URL ?? null,
        sivaTimeoutMs: settings.SIVA_TIMEOUT_SECONDS * 1000,
        sample: settings.SAMPLE,
        samplePersons: settings.SAMPLE_PERSONS,
        rubberStamp: {
          leastVotes: settings.RUBBER_STAMP_VOTES,
          leastMinutes: settings.RUBBER_STAMP_MINUTES,
          keptShare: settings.RUBBER_STAMP_KEPT_PERCENT / 100,
        },
        logLevel: settings.LOG_LEVEL,
      },
    };
  } catch (error) {
    return { kind: 'refused', problems: [`RECOURSE_HOME "${home}": ${(error as Error).message}`] };
  }
}

/** The settings for a process that works for this one: it opens the same database with the same keys. */
export function environmentOf(configuration: Configuration): NodeJS.ProcessEnv {
  return {
    ...process.env,
    RECOURSE_HOME: configuration.home,
    DATABASE_URL: configuration.databaseUrl,
    RECOURSE_MASTER_KEY: configuration.masterKey.toString('hex'),
    SESSION_SECRET: configuration.sessionSecret,
    TIME_ZONE: configuration.timeZone,
    LOG_LEVEL: configuration.logLevel,
  };
}

/** The settings as the markdown table that `docs/configuration.md` holds. */
export function settingsTable(): string {
  const rows = SETTING_NAMES.map((name) => {
    const setting = SETTINGS.shape[name];
    return `| \`${name}\` | ${defaultOf(setting)} | ${setting.description ?? ''} |`;
  });
  return ['| setting | default | what it does |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** Undefined for a setting without a default; its description says what happens instead. */
function defaultOf(setting: z.ZodType): string {
  const value = setting.safeParse(undefined).data as string | number | boolean | undefined;
  if (value === undefined) return 'none';
  return `\`${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}\``;
}

/** Values of keys and addresses with passwords never appear in a message. */
const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  'RECOURSE_MASTER_KEY',
  'SESSION_SECRET',
  'DATABASE_URL',
  'SMTP_URL',
  'OIDC_CLIENT_SECRET',
  'OIDC_STAFF_CLIENT_SECRET',
]);

function sayProblem(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0]);
  const shown = SECRET_SETTINGS.has(name) ? '(not shown)' : `"${given[name] ?? ''}"`;
  return `${name} ${shown}: ${issue.message} (docs/configuration.md)`;
}

/** Reads the secret in the file, or makes one there that only its owner can read. Two starts at once agree on one. */
function keptSecret(file: string): string {
  if (!existsSync(file)) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
      closeSync(handle);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(secret)) {
    throw new Error(`${file} does not hold 64 hexadecimal digits: it was changed or cut short`);
  }
  return secret;
}

function keyBytes(text: string): Buffer {
  return Buffer.from(text, text.length === KEY_BYTES * 2 ? 'hex' : 'base64');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
