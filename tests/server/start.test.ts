import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { migrate } from '../../data/database.ts';
import { createApp } from '../../server/app.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { openServices } from '../../server/services.ts';

const APP = path.resolve(import.meta.dirname, '../../server/app.ts');
const START = path.resolve(import.meta.dirname, '../../server/start.mjs');

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(settings: Readonly<Record<string, string>>, words: readonly string[] = []): Started {
  const environment = { ...process.env, DATABASE_URL: '', SAMPLE: 'no', LOG_LEVEL: 'silent', ...settings };
  const child = spawn(process.execPath, [START, ...words], { env: environment });
  const parts: string[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part.toString()));
  child.stderr.on('data', (part: Buffer) => parts.push(part.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, said: () => parts.join(''), ended };
}

async function addressOf({ said, ended }: Started): Promise<string> {
  let over = false;
  void ended.then(() => (over = true));
  for (;;) {
    const address = /Recourse is on (http:\S+)/.exec(said())?.[1];
    if (address !== undefined) return address;
    if (over) throw new Error(`it ended: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('npm start', function () {
  this.timeout(60_000);
  let home: string;
  before(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-start-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('prints the address, serves, and stops in order when told to', async () => {
    const started = start({ RECOURSE_HOME: home, PORT: '0' });
    const address = await addressOf(started);
    expect(address).to.match(/^http:\/\/localhost:\d+$/);
    expect(await (await fetch(`${address}/healthz`)).json()).to.deep.equal({ status: 'ok' });
    started.child.kill('SIGTERM');
    expect(await started.ended).to.equal(0);
  });

  // Against the same machine at the same moment, so that a busy one fails nobody; alone it is under two seconds.
  it('a second start costs little more than loading the program', async () => {
    const seconds = async (work: () => Promise<void>): Promise<number> => {
      const from = performance.now();
      await work();
      return (performance.now() - from) / 1000;
    };
    const loading = await seconds(async () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', `await import(${JSON.stringify(APP)})`],
        {
          stdio: 'ignore',
        },
      );
      expect(await new Promise((resolve) => child.on('exit', resolve))).to.equal(0);
    });
    const started = start({ RECOURSE_HOME: home, PORT: '0' });
    const starting = await seconds(async () => void (await addressOf(started)));
    started.child.kill('SIGINT');
    expect(await started.ended).to.equal(0);
    expect(starting / loading).to.be.lessThan(4);
  });

  it('a port that is taken gets a sentence that says what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const started = start({ RECOURSE_HOME: home, PORT: String(port) });
    expect(await started.ended).to.equal(1);
    expect(started.said()).to.include(`Port ${port} is taken by another program`);
    expect(started.said()).to.not.include('    at ');
    await new Promise((resolve) => taken.close(resolve));
  });

  it('wrong settings stop the start, each named with what was wanted', async () => {
    const started = start({ RECOURSE_HOME: home, PORT: 'eighty', SAMPLE: 'maybe' });
    expect(await started.ended).to.equal(1);
    expect(started.said()).to.include('PORT "eighty": want a whole number');
    expect(started.said()).to.include('SAMPLE "maybe": want yes or no');
  });

  it('runs as one of the profiles it knows, in a place of its own, and as no other', async () => {
    const settings = {
      RECOURSE_HOME: path.join(home, 'retail'),
      PORT: '0',
      SAMPLE: 'yes',
      SAMPLE_PERSONS: '50',
    };
    const started = start(settings, ['--profile', 'retail-credit-ee']);
    await addressOf(started);
    expect(started.said()).to.include('as Kütusekaubandus AS (retail-credit-ee)');
    started.child.kill('SIGTERM');
    expect(await started.ended).to.equal(0);

    const other = start(settings, ['--profile=debt-collector-fi']);
    expect(await other.ended).to.equal(1);
    expect(other.said()).to.include('holds portfolio "retail-credit-ee"');

    const unknown = start({ RECOURSE_HOME: home }, ['--profile', 'bank']);
    expect(await unknown.ended).to.equal(2);
    expect(unknown.said()).to.match(
      /no profile "bank" \(want one of debt-collector-ee, .*vehicle-leasing-ee\)/,
    );
  });

  it('a sample of very few persons starts, too', async () => {
    const settings = {
      RECOURSE_HOME: path.join(home, 'few'),
      PORT: '0',
      SAMPLE: 'yes',
      SAMPLE_PERSONS: '200',
    };
    const started = start(settings);
    await addressOf(started);
    started.child.kill('SIGTERM');
    expect(await started.ended).to.equal(0);
  });

  it('when the program cannot be put together, the reason is all that is said', async () => {
    const read = readConfiguration({ RECOURSE_HOME: path.join(home, 'torn') });
    if (read.kind === 'refused') throw new Error(read.problems.join());
    const services = openServices(read.configuration);
    await migrate(services.db);
    // Putting it together begins to ask for its table; the start ends before it is answered.
    createApp(services);
    const printed: unknown[] = [];
    const { log } = console;
    console.log = (...words) => printed.push(words);
    await services.db.destroy();
    // An answer that nobody awaits would fail this test as unhandled.
    await new Promise((resolve) => setTimeout(resolve, 100));
    console.log = log;
    expect(printed).to.deep.equal([]);
  });

  it('takes no other arguments, and says so', async () => {
    const started = start({ RECOURSE_HOME: home }, ['--port', '80']);
    expect(await started.ended).to.equal(2);
    expect(started.said()).to.include('settings come from the environment');
  });
});
