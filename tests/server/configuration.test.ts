import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import {
  environmentOf,
  readConfiguration,
  SETTING_NAMES,
  settingsTable,
} from '../../server/configuration.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the settings', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const read = (settings: Readonly<Record<string, string>>) =>
    readConfiguration({ RECOURSE_HOME: home, ...settings });
  const problems = (settings: Readonly<Record<string, string>>): readonly string[] => {
    const outcome = read(settings);
    return outcome.kind === 'refused' ? outcome.problems : [];
  };

  it('are all in the table of docs/configuration.md, as they are', () => {
    const page = readFileSync(path.join(ROOT, 'docs/configuration.md'), 'utf8');
    expect(page).to.include(settingsTable());
    for (const name of SETTING_NAMES) expect(page).to.include(`\`${name}\``);
  });

  it('are read in one file and nowhere else', () => {
    const elsewhere: string[] = [];
    for (const folder of ['scoring', 'data', 'server', 'review-ui']) {
      for (const file of readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
        if (!/\.(ts|mjs|js)$/.test(file) || (folder === 'server' && file === 'configuration.ts')) continue;
        const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
        if (/process\s*\.\s*env|process\[|\{\s*env\s*\}\s*=\s*process/.test(text))
          elsewhere.push(`${folder}/${file}`);
      }
    }
    expect(elsewhere).to.deep.equal([]);
  });

  it('have defaults that start on this computer alone', () => {
    const outcome = read({});
    expect(outcome.kind).to.equal('read');
    if (outcome.kind !== 'read') return;
    expect(outcome.configuration).to.include({ port: 3000, host: '127.0.0.1', home, secureCookies: false });
    expect(outcome.configuration.databaseUrl).to.equal(`sqlite:${path.join(home, 'recourse.sqlite')}`);
  });

  it('make the keys that were not given once, readable by their owner only', () => {
    const first = read({});
    const second = read({});
    if (first.kind !== 'read' || second.kind !== 'read') throw new Error('refused');
    expect(first.configuration.masterKey).to.have.length(32);
    expect(second.configuration.masterKey.equals(first.configuration.masterKey)).to.equal(true);
    expect(second.configuration.sessionSecret).to.equal(first.configuration.sessionSecret);
    for (const file of ['master.key', 'session.secret']) {
      expect(statSync(path.join(home, file)).mode & 0o777).to.equal(0o600);
    }
  });

  it('a key file that was cut short stops the start instead of making another key', () => {
    writeFileSync(path.join(home, 'master.key'), 'abc');
    expect(problems({})[0]).to.include('master.key does not hold 64 hexadecimal digits');
  });

  it('name what is wrong, with its value and what was wanted', () => {
    expect(problems({ PORT: '70000' })).to.deep.equal([
      'PORT "70000": want at most 65535 (docs/configuration.md)',
    ]);
    expect(problems({ PORT: 'x', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Base' })).to.have.length(3);
    expect(problems({ PUBLIC_URL: 'recourse.example' })[0]).to.include('want an address such as https://');
  });

  it('never show a secret in a message', () => {
    const secrets = {
      RECOURSE_MASTER_KEY: 'hush-hush',
      SESSION_SECRET: 'hush-hush',
      DATABASE_URL: 'mysql://u:hush-hush@h/d',
    };
    const said = problems(secrets);
    expect(said).to.have.length(3);
    expect(said.join()).to.not.include('hush');
  });

  it('an empty variable counts as not set', () => {
    expect(read({ PORT: '', DATABASE_URL: '' }).kind).to.equal('read');
  });

  it('plain HTTP serves loopback only', () => {
    for (const HOST of ['0.0.0.0', '192.168.1.5', '::', 'recourse.example']) {
      expect(problems({ HOST })[0], HOST).to.include('plain HTTP serves loopback only');
      expect(problems({ HOST, PUBLIC_URL: 'http://recourse.example' })[0], HOST).to.include('loopback only');
      expect(read({ HOST, PUBLIC_URL: 'https://recourse.example' }).kind, HOST).to.equal('read');
      expect(read({ HOST, TRUST_PROXY: '1' }).kind, HOST).to.equal('read');
    }
    for (const HOST of ['127.0.0.1', '127.0.1.1', '::1', 'localhost']) {
      expect(read({ HOST }).kind, HOST).to.equal('read');
    }
  });

  it('a process that works for this one opens the same database with the same keys', () => {
    const outcome = read({ DATABASE_URL: 'postgres://somewhere/recourse' });
    if (outcome.kind !== 'read') throw new Error('refused');
    const again = readConfiguration(environmentOf(outcome.configuration));
    if (again.kind !== 'read') throw new Error('refused');
    const { home: folder, databaseUrl, sessionSecret, timeZone } = outcome.configuration;
    expect(again.configuration).to.include({ home: folder, databaseUrl, sessionSecret, timeZone });
    expect(again.configuration.masterKey.equals(outcome.configuration.masterKey)).to.equal(true);
  });
});
