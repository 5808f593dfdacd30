import { expect } from 'chai';
import { PASSWORD, type TestServer, withServer } from '../http/test-server.ts';
import { runCommand } from './run-command.ts';

describe('recourse staff', function () {
  this.timeout(60_000);

  it('gives other roles, and signs the member out everywhere and nobody else', () =>
    withServer(async (server) => {
      const mari = await server.staff('mari', ['planner']);
      const juhan = await server.staff('juhan', ['planner']);
      await run(server, 'roles', 'mari', '--roles', 'auditor');
      expect((await mari.get('/cases')).headers.get('location')).to.match(/^\/sign-in/);
      expect((await juhan.get('/cases')).status).to.equal(200);
      expect((await mari.signIn('mari', PASSWORD)).status).to.equal(303);
      expect((await mari.get('/import')).status, 'the role that was taken').to.equal(403);
      expect((await mari.get('/audit')).status, 'the role that was given').to.equal(200);
    }));

  it('closes an account, which ends its sessions and lets it in no more', () =>
    withServer(async (server) => {
      const mari = await server.staff('mari', ['planner']);
      await run(server, 'close', 'mari');
      expect((await mari.get('/cases')).headers.get('location')).to.match(/^\/sign-in/);
      expect((await mari.signIn('mari', PASSWORD)).status).to.equal(401);
    }));
});

/** The command as it is typed, on the database of the server that runs. */
async function run({ services: { configuration } }: TestServer, ...argv: readonly string[]): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, {
    RECOURSE_HOME: configuration.home,
    DATABASE_URL: configuration.databaseUrl,
    RECOURSE_MASTER_KEY: configuration.masterKey.toString('hex'),
  });
  try {
    const ran = await runCommand('staff', ...argv);
    expect(ran.code, ran.stderr).to.equal(0);
  } finally {
    process.env = before;
  }
}
