import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Express } from 'express';
import type { Database } from '../../../data/database.ts';
import { insertCustomer } from '../../../data/stores/customers.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import type { Vault } from '../../../data/vault.ts';
import type { Role } from '../../../server/actions/action.ts';
import { createApp } from '../../../server/app.ts';
import { type Configuration, readConfiguration } from '../../../server/configuration.ts';
import { createApiKey } from '../../../server/identity/api-keys.ts';
import { hashPassword } from '../../../server/identity/passwords.ts';
import { createLog } from '../../../server/log.ts';
import type { Services } from '../../../server/services.ts';
import { appoint } from '../actions/contested.ts';
import { TEST_MASTER_KEY, withDatabase } from '../../data/temp-database.ts';
import { Browser } from './browser.ts';

export const PASSWORD = 'correct horse battery';
export const TEST_NOW = '2026-03-02T10:00:00.000Z';

export interface TestServer {
  readonly address: string;
  readonly app: Express;
  readonly services: Services;
  /** Every log line so far, parsed. */
  readonly logged: () => readonly Readonly<Record<string, unknown>>[];
  readonly loggedText: () => string;
  readonly browser: () => Browser;
  /** A member of staff with these roles, signed in. */
  readonly staff: (username: string, roles: readonly Role[]) => Promise<Browser>;
  readonly customer: (username: string, personId: number) => Promise<Browser>;
  /** A key to the API that acts as a member of staff with this role. */
  readonly apiKey: (role: Role) => Promise<string>;
}

/** A server on a free port with a database of its own. The clock may be moved. */
export function withServer(
  work: (server: TestServer) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
  clock: () => Date = () => new Date(TEST_NOW),
): Promise<void> {
  return withDatabase((temp) => serveOn({ ...temp, home: temp.directory }, work, settings, clock));
}

interface Means {
  readonly db: Database;
  readonly vault: Vault;
  readonly url: string;
  readonly home: string;
}

/** The same on a database that is there already. */
export async function serveOn(
  { db, vault, url, home }: Means,
  work: (server: TestServer) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
  clock: () => Date = () => new Date(TEST_NOW),
): Promise<void> {
  const configuration = testConfiguration({ RECOURSE_HOME: home, DATABASE_URL: url, ...settings });
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const services: Services = { db, vault, configuration, clock, log: createLog(configuration, sink) };
  const app = createApp(services);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The session store looks for its table on its own; let it.
  await db.raw('select 1');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await work({
      address,
      app,
      services,
      logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      loggedText: () => lines.join(''),
      browser: () => new Browser(address),
      staff: (username, roles) => signedInStaff(services, address, username, roles),
      customer: (username, personId) => signedInCustomer(services, address, username, personId),
      apiKey: (role) => keyOf(services, role),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export function testConfiguration(settings: Readonly<Record<string, string>>): Configuration {
  const read = readConfiguration({
    RECOURSE_MASTER_KEY: TEST_MASTER_KEY.toString('hex'),
    SESSION_SECRET: 'a secret of the tests, long enough to be one',
    REQUESTS_PER_MINUTE: '1000000',
    SIGN_INS_PER_MINUTE: '100000',
    TIME_ZONE: 'UTC',
    ...settings,
  });
  if (read.kind === 'refused') throw new Error(read.problems.join('\n'));
  return read.configuration;
}

let passwordHash: Promise<string> | null = null;

/** One hash for all accounts of the tests: making it takes its time on purpose. */
function testPasswordHash(): Promise<string> {
  passwordHash ??= hashPassword(PASSWORD);
  return passwordHash;
}

async function signedInStaff(
  services: Services,
  address: string,
  username: string,
  roles: readonly Role[],
): Promise<Browser> {
  await addStaff(services, username, roles);
  return signedIn(address, username);
}

export async function addStaff(
  { db, clock }: Services,
  username: string,
  roles: readonly Role[],
  demo = false,
): Promise<number> {
  const staffId = await insertStaff(db, {
    username,
    displayName: username,
    passwordHash: await testPasswordHash(),
    roles,
    language: 'en',
    demo,
    createdAt: clock().toISOString(),
  });
  await appoint(db, staffId, roles);
  return staffId;
}

async function signedInCustomer(
  { db, clock }: Services,
  address: string,
  username: string,
  personId: number,
): Promise<Browser> {
  const createdAt = clock().toISOString();
  await insertCustomer(db, {
    personId,
    username,
    passwordHash: await testPasswordHash(),
    demo: false,
    createdAt,
  });
  return signedIn(address, username);
}

async function signedIn(address: string, username: string): Promise<Browser> {
  const browser = new Browser(address);
  const response = await browser.signIn(username, PASSWORD);
  if (response.status !== 303) throw new Error(`${username} could not sign in: ${response.status}`);
  return browser;
}

async function keyOf(services: Services, role: Role): Promise<string> {
  const username = `key-${role}-${Math.random()}`;
  const staffId = await addStaff(services, username, [role]);
  const now = services.clock().toISOString();
  return (await createApiKey(services.db, { name: username, staffId, demo: false, now })).key;
}
