import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { Command } from 'commander';
import { createCli } from '../../../server/cli/cli.ts';
import { COMMANDS, main } from '../../../server/cli/main.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const RECOURSE = path.join(ROOT, 'server/cli/recourse.mjs');

interface Spoken {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, as a person starts it. */
function recourse(words: readonly string[], home: string): Promise<Spoken> {
  return new Promise((resolve) => {
    const environment = { ...process.env, RECOURSE_HOME: home, DATABASE_URL: '' };
    execFile(process.execPath, [RECOURSE, ...words], { env: environment }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function inProcess(words: readonly string[]): Promise<Spoken> {
  const out: string[] = [];
  const err: string[] = [];
  const into = (lines: string[]) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
  const code = await main(words, { stdout: into(out), stderr: into(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

describe('the command line', function () {
  this.timeout(60_000);
  let home: string;
  before(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-cli-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('is a committed, executable file, which no build can break', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    expect(manifest.bin).to.deep.equal({ recourse: 'server/cli/recourse.mjs' });
    expect(statSync(RECOURSE).mode & 0o111).to.equal(0o111);
    expect(readFileSync(RECOURSE, 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
  });

  it('done is 0, with exactly one JSON object on standard output', async () => {
    const { code, stdout } = await recourse(['audit', 'verify', '--json'], home);
    expect(code).to.equal(0);
    expect(stdout.trim().split('\n')).to.have.length(1);
    expect(JSON.parse(stdout)).to.include({ intact: true });
  });

  it('refused is 1, with the reason on standard error and in the one JSON object', async () => {
    const { code, stdout, stderr } = await recourse(['decision', '4711', '--json'], home);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.deep.equal({
      refused: 'there is no decision 4711, or its person was erased',
    });
    expect(stderr).to.include('refused: there is no decision 4711');
  });

  it('wrong settings are a refusal that names them', async () => {
    const code = await new Promise<Spoken>((resolve) => {
      const environment = { ...process.env, RECOURSE_HOME: home, DATABASE_URL: 'mysql://x' };
      execFile(process.execPath, [RECOURSE, 'migrate'], { env: environment }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
    expect(code.code).to.equal(1);
    expect(code.stderr).to.include('DATABASE_URL (not shown): want sqlite:PATH');
  });

  for (const [title, words] of [
    ['an unknown command', ['bogus']],
    ['no command at all', []],
    ['an unknown option', ['migrate', '--bogus']],
    ['an argument too many', ['migrate', 'now']],
    ['an argument missing', ['decision']],
    ['an argument that is no number', ['decision', 'x']],
    ['a date that is none', ['run', '--portfolio', 'P', '--as-of', '2026-02-30', '--policy', 'Q']],
    ['an option without which nothing can be done', ['run', '--portfolio', 'P']],
    ['half a command', ['audit']],
    ['a role that there is none of', ['staff', 'add', 'mari', '--name', 'M', '--roles', 'boss']],
  ] as const) {
    it(`${title} is wrong usage: 2, and nothing on standard output`, async () => {
      const { code, stdout, stderr } = await inProcess(words);
      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr).to.not.equal('');
    });

    it(`${title} with --json is one JSON object on standard output, and the message beside it`, async () => {
      const { code, stdout, stderr } = await inProcess([...words, '--json']);
      expect(code).to.equal(2);
      expect(stdout.trim().split('\n')).to.have.length(1);
      const answer = JSON.parse(stdout) as Record<string, unknown>;
      expect(Object.keys(answer)).to.deep.equal(['wrongUsage']);
      expect(answer['wrongUsage']).to.be.a('string').and.match(/^[^(]/);
      expect(stderr).to.not.equal('');
    });
  }

  it('help is no failure, and names every command', async () => {
    const { code, stdout } = await inProcess(['--help']);
    expect(code).to.equal(0);
    for (const { name } of COMMANDS) expect(stdout).to.match(new RegExp(`^  ${name} `, 'm'));
    expect(stdout).to.include('Examples:');
    expect((await inProcess(['--version'])).stdout).to.match(/^\d+\.\d+\.\d+/);
    const answered = async (...words: string[]): Promise<Record<string, string>> => {
      const { code: answeredWith, stdout: answer } = await inProcess([...words, '--json']);
      expect(answeredWith).to.equal(0);
      return JSON.parse(answer) as Record<string, string>;
    };
    expect(Object.keys(await answered('--version'))).to.deep.equal(['version']);
    expect((await answered('migrate', '--help'))['help']).to.include('Examples:');
    expect((await inProcess(['help', 'migrate'])).stdout).to.include('Examples:');
  });

  it('every file of commands/ is a command, and every command has a description and examples', async () => {
    const files = readdirSync(path.join(ROOT, 'server/cli/commands')).map((file) => file.replace('.ts', ''));
    expect([...files].sort()).to.deep.equal(COMMANDS.map(({ name }) => name).sort());
    for (const { name, description } of COMMANDS) {
      const { code, stdout } = await inProcess([name, '--help']);
      expect(code, name).to.equal(0);
      expect(stdout.replaceAll(/\s+/g, ' '), name).to.include(description);
      expect(stdout, name).to.match(/Examples:\n {2}(\S+=\S+ )*recourse /);
    }
  });

  it('every command that answers takes --json', async () => {
    for (const { name, load } of COMMANDS) {
      const command = new Command(name);
      (await load()).define(command, createCli(process, false));
      for (const each of command.commands.length > 0 ? command.commands : [command]) {
        const isServer = name === 'serve';
        const takesJson = each.options.some(({ long }) => long === '--json');
        expect(takesJson, `${name} ${each.name()}`).to.equal(!isServer);
      }
    }
  });
});
