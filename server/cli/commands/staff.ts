import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { appendAuditEntry } from '../../../data/audit/chain.ts';
import {
  disableStaff,
  findStaffByUsername,
  insertStaff,
  listStaff,
  updateStaffPassword,
  updateStaffRoles,
  type StaffMember,
} from '../../../data/stores/staff.ts';
import type { IsoDate } from '../../../scoring/portfolio/dates.ts';
import { APPOINTED_AS } from '../../../scoring/review/appointments.ts';
import { endSessions } from '../../../data/stores/session-epochs.ts';
import type { Role } from '../../actions/action.ts';
import { type Appointed, appointMember } from '../../actions/appoint-member.ts';
import { STAFF_ROLES } from '../../identity/identify.ts';
import { resetSecondFactor } from '../../identity/second-factor.ts';
import { hashPassword } from '../../identity/passwords.ts';
import { type Cli, isoDateOption, listOption, wholeNumberOption } from '../cli.ts';
import { type Environment, withEnvironment } from '../environment.ts';

const EXAMPLES = `
Roles: ${STAFF_ROLES.join(', ')}.

Examples:
  recourse staff add mari --name "Mari Maasikas" --roles planner
  recourse staff roles mari --roles officer,member
  recourse staff appoint mari --as member --until 2029-01-01 --trained 2026-10-01
  recourse staff password mari
  recourse staff close mari
  recourse staff second-factor mari
  recourse staff list --json`;

/** Passwords are made here and shown once: one typed on a command line stays in its history. */
export function define(command: Command, cli: Cli): void {
  command.addHelpText('after', EXAMPLES);
  const sub = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--json', 'print one JSON object')
      .addHelpText('after', EXAMPLES);
  sub('add', 'Add a member of staff; their first password is shown once.')
    .argument('<username>', 'name to sign in with')
    .requiredOption('--name <name>', 'name shown to others')
    .requiredOption('--roles <roles>', 'what they may do, separated by commas', listOption)
    .action((username: string, options: { name: string; roles: readonly string[] }) =>
      withEnvironment(cli, (environment) => add(cli, environment, username, options)),
    );
  sub('roles', 'Replace the roles of a member of staff; it counts at once.')
    .argument('<username>')
    .requiredOption('--roles <roles>', 'what they may do, separated by commas', listOption)
    .action((username: string, options: { roles: readonly string[] }) =>
      withEnvironment(cli, (environment) => setRoles(cli, environment, username, options.roles)),
    );
  sub('appoint', 'Appoint a member of staff to the committee, for a term.')
    .argument('<username>')
    .requiredOption('--as <seat>', APPOINTED_AS.join(', '))
    .requiredOption('--until <date>', 'first day on which it no longer holds', isoDateOption)
    .requiredOption('--trained <date>', 'day on which they were trained for it', isoDateOption)
    .option('--from <date>', 'first day (default: today)', isoDateOption)
    .option('--up-to <euros>', 'largest amount they may decide on (default: any)', wholeNumberOption)
    .action((username: string, options: AppointOptions) =>
      withEnvironment(cli, (environment) => appoint(cli, environment, username, options)),
    );
  sub('password', 'Give a member of staff a new password, shown once.')
    .argument('<username>')
    .action((username: string) =>
      withEnvironment(cli, (environment) => setPassword(cli, environment, username)),
    );
  sub('close', 'Close an account: nobody signs in with it any more. What it did stays on record.')
    .argument('<username>')
    .action((username: string) => withEnvironment(cli, (environment) => close(cli, environment, username)));
  sub('second-factor', 'Take the second factor of a member of staff away, who lost their telephone.')
    .argument('<username>')
    .action((username: string) =>
      withEnvironment(cli, (environment) => removeFactor(cli, environment, username)),
    );
  sub('list', 'List the accounts of staff.').action(() =>
    withEnvironment(cli, async ({ db }) => cli.json({ staff: (await listStaff(db)).map(withoutPassword) })),
  );
}

async function add(
  cli: Cli,
  environment: Environment,
  username: string,
  options: { readonly name: string; readonly roles: readonly string[] },
): Promise<void> {
  const roles = rolesIn(cli, options.roles);
  if ((await findStaffByUsername(environment.db, username)) !== null) {
    return cli.refuse(`there is an account "${username}" already`);
  }
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const { now } = environment.context();
  const id = await recorded(environment, 'staff.added', { roles }, (db) =>
    insertStaff(db, {
      username,
      displayName: options.name,
      passwordHash,
      roles,
      language: 'en',
      demo: false,
      createdAt: now,
    }),
  );
  cli.json({ id, username, roles, password }, `${username} may sign in, first with the password ${password}`);
}

async function setRoles(
  cli: Cli,
  environment: Environment,
  username: string,
  wanted: readonly string[],
): Promise<void> {
  const roles = rolesIn(cli, wanted);
  const { staffId } = await memberNamed(cli, environment, username);
  await recorded(environment, 'staff.roles_changed', { roles }, async (db) => {
    await updateStaffRoles(db, staffId, roles);
    return staffId;
  });
  cli.json({ id: staffId, username, roles }, `${username} now has: ${roles.join(', ')}.`);
}

interface AppointOptions {
  readonly as: string;
  readonly until: IsoDate;
  readonly trained: IsoDate;
  readonly from?: IsoDate;
  readonly upTo?: number;
}

async function appoint(
  cli: Cli,
  environment: Environment,
  username: string,
  options: AppointOptions,
): Promise<void> {
  const as = APPOINTED_AS.find((each) => each === options.as);
  if (as === undefined) return cli.wrongUsage(`--as "${options.as}": want one of ${APPOINTED_AS.join(', ')}`);
  const { staffId } = await memberNamed(cli, environment, username);
  const context = environment.context();
  const appointed = await appointMember(context, {
    staffId,
    as,
    from: options.from ?? context.today,
    until: options.until,
    trainedOn: options.trained,
    upToCents: options.upTo === undefined ? null : options.upTo * 100,
    address: '',
  });
  if (appointed.kind === 'refused')
    return cli.refuse(`${username} was not appointed: ${WHY_NOT[appointed.because]}`);
  cli.json(
    { id: staffId, username, as, appointment: appointed.appointmentId },
    `${username} is appointed as ${as}.`,
  );
}

const WHY_NOT: Readonly<Record<Extract<Appointed, { kind: 'refused' }>['because'], string>> = {
  not_allowed: 'this takes an administrator or a chair',
  oneself: 'nobody appoints themself',
  no_staff: 'there is no such account, or it is closed',
  no_role: 'their account lacks the role: chair for a chair or deputy_chair, member or chair for the others',
  no_term: 'the term is over before it begins',
  trained_later: 'the day of the training is yet to come',
  appointed_already: 'they hold an appointment in that time: end it first',
};

async function setPassword(cli: Cli, environment: Environment, username: string): Promise<void> {
  const { staffId } = await memberNamed(cli, environment, username);
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await recorded(environment, 'staff.password_changed', {}, async (db) => {
    await updateStaffPassword(db, staffId, passwordHash);
    return staffId;
  });
  cli.json({ id: staffId, username, password }, `New password of ${username}: ${password}`);
}

async function close(cli: Cli, environment: Environment, username: string): Promise<void> {
  const { staffId } = await memberNamed(cli, environment, username);
  await recorded(environment, 'staff.closed', {}, async (db) => {
    await disableStaff(db, staffId, environment.context().now);
    return staffId;
  });
  cli.json({ id: staffId, username, closed: true }, `The account ${username} is closed.`);
}

async function removeFactor(cli: Cli, environment: Environment, username: string): Promise<void> {
  const { staffId } = await memberNamed(cli, environment, username);
  if (!(await resetSecondFactor(environment.context(), staffId))) {
    return cli.refuse(`${username} has no second factor`);
  }
  cli.json(
    { id: staffId, username, secondFactor: false },
    `${username} signs in with the password alone again.`,
  );
}

/** The change and its audit entry together; whoever is changed is signed out everywhere; `change` returns the member's number. */
function recorded(
  environment: Environment,
  action: string,
  details: Readonly<Record<string, unknown>>,
  change: (db: Environment['db']) => Promise<number>,
): Promise<number> {
  const { now, actor } = environment.context();
  return environment.db.transaction(async (db) => {
    const id = await change(db);
    await endSessions(db, { kind: 'staff', staffId: id });
    await appendAuditEntry(db, { at: now, actor, action, subject: { kind: 'staff', id }, details });
    return id;
  });
}

function rolesIn(cli: Cli, wanted: readonly string[]): readonly Role[] {
  const roles = STAFF_ROLES.filter((role) => wanted.includes(role));
  if (roles.length !== wanted.length || roles.length === 0) {
    return cli.wrongUsage(`--roles "${wanted.join(',')}": want some of ${STAFF_ROLES.join(', ')}`);
  }
  return roles;
}

async function memberNamed(cli: Cli, environment: Environment, username: string): Promise<StaffMember> {
  const member = await findStaffByUsername(environment.db, username);
  if (member === null) return cli.refuse(`there is no member of staff "${username}"`);
  if (member.disabledAt !== null) return cli.refuse(`the account "${username}" is closed`);
  return member;
}

function withoutPassword({ passwordHash, ...member }: StaffMember): object {
  return { ...member, password: passwordHash !== null };
}

function newPassword(): string {
  return randomBytes(15).toString('base64url');
}
