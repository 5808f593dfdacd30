import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../data/database.ts';
import { insertAppointment } from '../../data/stores/appointments.ts';
import { deleteDemoCustomers, insertCustomer } from '../../data/stores/customers.ts';
import { findStaffByUsername, insertStaff, listStaff, updateStaffPassword } from '../../data/stores/staff.ts';
import { addMonths } from '../../scoring/portfolio/dates.ts';
import type { AppointedAs } from '../../scoring/review/appointments.ts';
import type { ActionContext, Role } from '../actions/action.ts';
import type { Services } from '../services.ts';
import { hashPassword } from './passwords.ts';

/** One sign-in of the sample, in words: shown by `npm start` and on the sign-in page of this computer. */
export interface DemoSignIn {
  readonly role: Role;
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

/** Substitutes are as many as a quorum: whoever contests a decision of the committee is heard by others. */
const STAFF: readonly {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** On the committee; without it as the role says. */
  readonly as?: AppointedAs;
}[] = [
  { username: 'planner1', name: 'Planner 1', role: 'planner' },
  { username: 'planner2', name: 'Planner 2', role: 'planner' },
  { username: 'officer', name: 'Officer', role: 'officer' },
  { username: 'member1', name: 'Member 1', role: 'member' },
  { username: 'member2', name: 'Member 2', role: 'member' },
  { username: 'member3', name: 'Member 3', role: 'member' },
  { username: 'chair', name: 'Chair', role: 'chair' },
  { username: 'substitute1', name: 'Substitute 1', role: 'member', as: 'substitute' },
  { username: 'substitute2', name: 'Substitute 2', role: 'member', as: 'substitute' },
  { username: 'substitute3', name: 'Substitute 3', role: 'member', as: 'substitute' },
  { username: 'analyst', name: 'Analyst', role: 'analyst' },
  { username: 'auditor', name: 'Auditor', role: 'auditor' },
  { username: 'dpo', name: 'Data-protection officer', role: 'dpo' },
  { username: 'admin', name: 'Administrator', role: 'admin' },
];

/**
 * Makes the sign-ins of the sample, with passwords of this installation alone, and keeps them in a file that only its
 * owner can read. `customerPersonId` is a person of the sample with a decision worth reading.
 */
export async function createDemoSignIns(
  context: ActionContext,
  home: string,
  customerPersonId: number,
): Promise<readonly DemoSignIn[]> {
  const made: DemoSignIn[] = [];
  for (const { username, name, role, as } of STAFF) {
    const known = await findStaffByUsername(context.db, username);
    if (known !== null && !known.demo) continue;
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    if (known === null) {
      const staffId = await insertStaff(context.db, {
        username,
        displayName: name,
        passwordHash,
        roles: [role],
        language: 'en',
        demo: true,
        createdAt: context.now,
      });
      if (role === 'member' || role === 'chair') await appointDemo(context, staffId, as ?? role);
    } else {
      await updateStaffPassword(context.db, known.staffId, passwordHash);
    }
    made.push({ role, name, username, password });
  }
  const password = newPassword();
  await deleteDemoCustomers(context.db);
  await insertCustomer(context.db, {
    personId: customerPersonId,
    username: 'customer',
    passwordHash: await hashPassword(password),
    demo: true,
    createdAt: context.now,
  });
  made.push({ role: 'customer', name: 'Customer', username: 'customer', password });
  await writeFile(fileIn(home), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** The committee of the sample: for three years, trained, any amount. */
async function appointDemo(
  { db, now, today }: ActionContext,
  staffId: number,
  as: AppointedAs,
): Promise<void> {
  await insertAppointment(db, {
    staffId,
    as,
    from: today,
    until: addMonths(today, 36),
    trainedOn: today,
    upToCents: null,
    addressIndex: null,
    appointedAt: now,
    appointedBy: null,
  });
}

/** For the sign-in page: only where plain HTTP serves this computer alone. */
export async function demoSignIns({ db, configuration }: Services): Promise<readonly DemoSignIn[]> {
  return configuration.secureCookies ? [] : readDemoSignIns(db, configuration.home);
}

/** None once the first import of real records has ended them; then the file goes too. */
export async function readDemoSignIns(db: Database, home: string): Promise<readonly DemoSignIn[]> {
  if (!existsSync(fileIn(home))) return [];
  const alive = (await listStaff(db)).some((member) => member.demo && member.disabledAt === null);
  if (alive) return JSON.parse(await readFile(fileIn(home), 'utf8')) as DemoSignIn[];
  await rm(fileIn(home), { force: true });
  return [];
}

function fileIn(home: string): string {
  return join(home, 'demo-sign-ins.json');
}

/** Without letters and digits that look alike: it is read off a terminal. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
