import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { migrate } from '../data/database.ts';
import { ownProfiles } from '../data/profiles.ts';
import { portfolioOfProfile } from '../data/sample/portfolios.ts';
import { listPortfolios } from '../data/stores/portfolios.ts';
import { findSetting, saveSetting } from '../data/stores/settings.ts';
import type { ControllerProfile } from '../scoring/safeguards/controller-profile.ts';
import type { Actor } from './actions/action.ts';
import { createApp } from './app.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { type DemoSignIn, readDemoSignIns } from './identity/demo-sign-ins.ts';
import { startMail } from './jobs/mail.ts';
import { startDaily } from './jobs/daily.ts';
import { resumeRunJobs } from './jobs/run-job.ts';
import { contextFor, openServices, type Services } from './services.ts';

const SYSTEM: Actor = { kind: 'system' };
const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;
/** After this, connections that still hang are cut. */
const LAST_ANSWERS_MS = 10_000;

/** Settings → database → schema → sample when empty → listen, until told to stop. Returns the exit code. */
export async function serve(argv: readonly string[] = []): Promise<number> {
  const asked = await profileAsked(argv);
  if (asked.kind === 'refused') {
    say(asked.reason);
    return WRONG_USAGE;
  }
  const { profile } = asked;
  const read = readConfiguration(undefined, profile === null ? undefined : homeOf(profile));
  if (read.kind === 'refused') {
    say('The settings are not right:', ...read.problems.map((problem) => `  ${problem}`));
    return REFUSED;
  }
  const services = openServices(read.configuration);
  try {
    await migrate(services.db);
    const other = await otherController(services, profile);
    if (other !== null) {
      say(other);
      return REFUSED;
    }
    await loadSampleIfEmpty(services, profile);
    const server = await listen(createServer(createApp(services)), read.configuration);
    const stopped = untilStopped(server);
    await greet(services, server);
    await resumeRunJobs(services);
    const endDaily = startDaily(services);
    const endMail = startMail(services);
    await stopped;
    await Promise.all([endDaily(), endMail()]);
    return DONE;
  } catch (error) {
    say(sayWhy(error, read.configuration));
    return REFUSED;
  } finally {
    await services.db.destroy();
  }
}

type ProfileAsked =
  | { readonly kind: 'asked'; readonly profile: ControllerProfile | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** `npm start -- --profile ID` runs as one kind of controller. */
async function profileAsked(argv: readonly string[]): Promise<ProfileAsked> {
  if (argv.length === 0) return { kind: 'asked', profile: null };
  const [option, id] = argv[0]?.startsWith('--profile=') === true ? ['--profile', argv[0].slice(10)] : argv;
  const words = argv[0]?.includes('=') === true ? 1 : 2;
  const profiles = await ownProfiles();
  const known = profiles.map((profile) => profile.id).join(', ');
  if (option !== '--profile' || argv.length !== words) {
    const reason = `npm start takes nothing but --profile ID (got "${argv.join(' ')}"); settings come from the environment. Profiles: ${known}.`;
    return { kind: 'refused', reason };
  }
  const profile = profiles.find((each) => each.id === id) ?? null;
  if (profile === null) {
    return { kind: 'refused', reason: `There is no profile "${id ?? ''}" (want one of ${known}).` };
  }
  return { kind: 'asked', profile };
}

/** A controller's data lies apart from that of the others, where nothing else is said. */
function homeOf({ id }: ControllerProfile): string {
  return `./var/${id}`;
}

/** The database of one controller is not another's: told before anything is put into it. */
async function otherController({ db }: Services, profile: ControllerProfile | null): Promise<string | null> {
  if (profile === null) return null;
  const portfolios = await listPortfolios(db);
  const strange = portfolios.find((portfolio) => portfolio.profile !== profile.id);
  if (strange === undefined) return null;
  return `This database holds portfolio "${strange.name}", which does not follow profile "${profile.id}". Choose another RECOURSE_HOME or DATABASE_URL.`;
}

/** One that was cut off is begun again: what it had taken in already is known by its numbers and not taken twice. */
async function loadSampleIfEmpty(services: Services, profile: ControllerProfile | null): Promise<void> {
  const { sample, samplePersons, home } = services.configuration;
  const portfolios = await listPortfolios(services.db);
  const isReal = portfolios.some((portfolio) => !portfolio.sample);
  if (!sample || isReal || (await findSetting(services.db, SAMPLE_READY)) !== null) return;
  const whose = profile === null ? '' : ` as ${profile.controller.name} (${profile.id})`;
  say(`Making the sample portfolio of ${samplePersons} persons${whose} (once) …`);
  const context = contextFor(services, SYSTEM);
  // Loaded only here: the simulator and TensorFlow would make every later start slower.
  const { prepareSample } = await import('./actions/prepare-sample.ts');
  await prepareSample(context, {
    persons: samplePersons,
    ...(profile === null ? {} : { only: portfolioOfProfile(profile) }),
    home,
    progress: say,
  });
  await saveSetting(services.db, SAMPLE_READY, context.now);
}

const SAMPLE_READY = 'sample.ready';

function listen(server: Server, { port, host }: Configuration): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

async function greet(services: Services, server: Server): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const { host, publicUrl, home } = services.configuration;
  const shownHost = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  say('', `Recourse is on ${publicUrl ?? `http://${shownHost}:${port}`}`);
  const signIns = await readDemoSignIns(services.db, home);
  if (signIns.length > 0) {
    say('', 'Sign-ins of the sample (they end with the first real import):', ...signIns.map(signInLine));
  }
  say('', 'Stop with Ctrl-C.');
}

function signInLine({ role, username, password }: DemoSignIn): string {
  return `  ${role.padEnd(10)} ${username.padEnd(10)} ${password}`;
}

/** Lets the answers under way end; then no connection is kept. */
function untilStopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref();
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
  });
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function sayWhy(error: unknown, { port, host }: Configuration): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} may not be used by this account (below 1024 only the system's own may). Choose another: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
      return `HOST "${host}" is not an address of this computer.`;
    default:
      return `Recourse could not go on: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
