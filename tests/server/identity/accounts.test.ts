import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { findPortfolio } from '../../../data/stores/portfolios.ts';
import {
  addSignInFailure,
  clearSignInFailures,
  findSignInFailures,
  lockSignIns,
} from '../../../data/stores/sign-in-failures.ts';
import { findStaffByUsername, listStaff } from '../../../data/stores/staff.ts';
import { readCustomerIdentity } from '../../../data/views/identities.ts';
import type { Vault } from '../../../data/vault.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { importFile } from '../../../server/actions/import-file.ts';
import { listAppointments } from '../../../data/stores/appointments.ts';
import { createDemoSignIns, readDemoSignIns } from '../../../server/identity/demo-sign-ins.ts';
import { hashPassword, passwordMatches } from '../../../server/identity/passwords.ts';
import { signIn } from '../../../server/identity/sign-in.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';

const PERSONS =
  'person_ref,jurisdiction,language,person_kind,source,obtained_on\nP77,EE,et,natural,creditor,2026-01-01\n';

function contextOf(db: Database, vault: Vault): ActionContext {
  return { db, vault, now: NOW, today: '2026-03-02', actor: { kind: 'system' } };
}

onEveryDatabase('accounts', (check) => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-demo-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  check(
    'demo sign-ins have passwords of this installation alone, in a file of its owner',
    async ({ db, vault }) => {
      const { personIds } = await insertSmallPortfolio(db, vault);
      const made = await createDemoSignIns(contextOf(db, vault), home, personIds[0] ?? 0);
      expect(new Set(made.map(({ password }) => password)).size).to.equal(made.length);
      expect(statSync(path.join(home, 'demo-sign-ins.json')).mode & 0o777).to.equal(0o600);
      expect(await readDemoSignIns(db, home)).to.deep.equal(made);
      const roles = made.map(({ role }) => role);
      expect(roles).to.include.members([
        'customer',
        'planner',
        'officer',
        'member',
        'chair',
        'analyst',
        'auditor',
        'dpo',
        'admin',
      ]);
      const committee = (await listAppointments(db)).filter(({ trainedOn }) => trainedOn !== null);
      expect(committee.map(({ as }) => as).filter((as) => as === 'substitute')).to.have.length(3);
      expect(committee).to.have.length(7);
      for (const { username, password } of made) {
        const outcome = await signIn(db, {
          username,
          password,
          address: '192.0.2.1',
          now: NOW,
          mostFailures: 3,
        });
        expect(outcome.kind, username).to.equal('signed_in');
      }
      const again = await createDemoSignIns(contextOf(db, vault), home, personIds[1] ?? 0);
      expect(again).to.have.length(made.length);
      expect(again[0]?.password).to.not.equal(made[0]?.password);
    },
  );

  check('demo sign-ins die with the first import of real records', async ({ db, vault }) => {
    const { personIds } = await insertSmallPortfolio(db, vault);
    const context = contextOf(db, vault);
    const made = await createDemoSignIns(context, home, personIds[0] ?? 0);
    const file = path.join(home, 'persons.csv');
    writeFileSync(file, PERSONS);
    const portfolio = await findPortfolio(db, 'small');
    if (portfolio === null) throw new Error('no portfolio');
    const order = { portfolio, path: file, fileName: 'persons.csv', refusedFile: `${file}.refused` };
    const done = await importFile(context, { ...order, as: 'persons', sample: false });
    expect(done.kind).to.equal('done');
    for (const { username, password } of made) {
      const outcome = await signIn(db, {
        username,
        password,
        address: '192.0.2.1',
        now: NOW,
        mostFailures: 3,
      });
      expect(outcome.kind, username).to.equal('wrong');
    }
    expect(await readDemoSignIns(db, home)).to.deep.equal([]);
    expect(existsSync(path.join(home, 'demo-sign-ins.json'))).to.equal(false);
    expect((await listStaff(db)).every(({ demo, disabledAt }) => demo && disabledAt !== null)).to.equal(true);
  });

  check(
    'an account of a real member of staff is never taken over by a demo sign-in',
    async ({ db, vault }) => {
      const { personIds } = await insertSmallPortfolio(db, vault);
      const context = contextOf(db, vault);
      await createDemoSignIns(context, home, personIds[0] ?? 0);
      await db('staff').where({ username: 'chair' }).update({ demo: 0 });
      const before = await findStaffByUsername(db, 'chair');
      const again = await createDemoSignIns(context, home, personIds[0] ?? 0);
      expect(again.map(({ username }) => username)).to.not.include('chair');
      expect((await findStaffByUsername(db, 'chair'))?.passwordHash).to.equal(before?.passwordHash);
    },
  );

  check(
    'a stranger elsewhere locks nobody out, and who guesses from many places waits longer and longer',
    async ({ db, vault }) => {
      const { personIds } = await insertSmallPortfolio(db, vault);
      const made = await createDemoSignIns(contextOf(db, vault), home, personIds[0] ?? 0);
      const { username, password } = made[0]!;
      const at = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
      const attempt = async (tried: string, address: string, minutes = 0) =>
        (await signIn(db, { username, password: tried, address, now: at(minutes), mostFailures: 3 })).kind;
      const guess = (address: string, minutes = 0) => attempt('x', address, minutes);

      for (const expected of ['wrong', 'wrong', 'locked', 'locked']) {
        expect(await guess('203.0.113.1')).to.equal(expected);
      }
      expect(await attempt(password, '203.0.113.1')).to.equal('locked');
      expect(await attempt(password, '192.0.2.1')).to.equal('signed_in');

      for (let n = 0; n < 14; n += 1) expect(await guess(`198.51.100.${n}`)).to.equal('wrong');
      expect(await guess('198.51.100.20')).to.equal('locked');
      expect(await attempt(password, '192.0.2.1')).to.equal('locked');
      let minutes = 0;
      for (const wait of [1, 2, 4, 8, 15, 15]) {
        expect(await guess('198.51.100.30', minutes + wait - 0.1)).to.equal('locked');
        minutes += wait;
        expect(await guess(`198.51.100.${40 + minutes}`, minutes)).to.equal('locked');
      }
      expect(await attempt(password, '192.0.2.1', minutes + 15)).to.equal('signed_in');
    },
  );

  check('failures at the same moment are all counted', async ({ db }) => {
    const hash = 'a'.repeat(64);
    const counts = await Promise.all(Array.from({ length: 6 }, () => addSignInFailure(db, hash, NOW)));
    expect([...counts].sort()).to.deep.equal([1, 2, 3, 4, 5, 6]);
    await lockSignIns(db, hash, '2026-03-02T10:15:00.000Z');
    expect((await findSignInFailures(db, hash))?.lockedUntil).to.equal('2026-03-02T10:15:00.000Z');
    await clearSignInFailures(db, hash);
    expect(await findSignInFailures(db, hash)).to.equal(null);
  });

  check('a customer is known by the firm that speaks to them, and not once closed', async ({ db, vault }) => {
    const { personIds } = await insertSmallPortfolio(db, vault);
    const personId = personIds[0] ?? 0;
    expect(await readCustomerIdentity(db, personId)).to.deep.include({ personId, controller: 'Näide OÜ' });
    await createDemoSignIns(contextOf(db, vault), home, personId);
    await db('customers').where({ person_id: personId }).update({ disabled_at: NOW });
    expect(await readCustomerIdentity(db, personId)).to.equal(null);
    expect(await readCustomerIdentity(db, 4711)).to.equal(null);
  });
});

describe('passwords', () => {
  it('are kept as argon2id, salted, and told from another', async () => {
    const [one, two] = await Promise.all([hashPassword('õige parool'), hashPassword('õige parool')]);
    expect(one)
      .to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      .and.not.equal(two);
    expect(await passwordMatches(one, 'õige parool')).to.equal(true);
    expect(await passwordMatches(one, 'vale parool')).to.equal(false);
    expect(await passwordMatches(null, 'õige parool')).to.equal(false);
  });

  it('are the same however the keyboard put the accents together', async () => {
    expect(await passwordMatches(await hashPassword('õ'.normalize('NFD')), 'õ'.normalize('NFC'))).to.equal(
      true,
    );
  });

  it('are not in the repository', () => {
    const source = readFileSync(
      path.resolve(import.meta.dirname, '../../../server/identity/demo-sign-ins.ts'),
      'utf8',
    );
    expect(source).to.not.match(/password: '/);
  });
});
