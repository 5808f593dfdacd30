import type { Command } from 'commander';
import { appendAuditEntry } from '../../../data/audit/chain.ts';
import { listApiKeys, revokeApiKey } from '../../../data/stores/api-keys.ts';
import { findStaffByUsername, insertStaff } from '../../../data/stores/staff.ts';
import { createApiKey } from '../../identity/api-keys.ts';
import { type Cli, wholeNumberOption } from '../cli.ts';
import { type Environment, withEnvironment } from '../environment.ts';

interface CreateOptions {
  readonly name: string;
  readonly for?: string;
}

const EXAMPLES = `
Examples:
  recourse key create --name "core banking"
  recourse key create --name "committee app of member1" --for member1 --json
  recourse key list
  recourse key revoke 3`;

export function define(command: Command, cli: Cli): void {
  command.addHelpText('after', EXAMPLES);
  command
    .command('create')
    .description('Make a key to the API. It is shown once; only its hash is kept.')
    .requiredOption('--name <name>', 'what the key is for')
    .option(
      '--for <username>',
      'member of staff it acts as; without one an account with the role integrator is made',
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((options: CreateOptions) =>
      withEnvironment(cli, (environment) => create(cli, environment, options)),
    );
  command
    .command('list')
    .description('List the keys: their names and last use, never the keys.')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(() => withEnvironment(cli, async ({ db }) => cli.json({ keys: await listApiKeys(db) })));
  command
    .command('revoke')
    .description('Withdraw a key: it opens nothing any more.')
    .argument('<id>', 'number of the key', wholeNumberOption)
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((id: number) => withEnvironment(cli, (environment) => revoke(cli, environment, id)));
}

async function create(cli: Cli, environment: Environment, options: CreateOptions): Promise<void> {
  const staffId = await ownerOf(cli, environment, options);
  const { now, actor } = environment.context();
  const made = await environment.db.transaction(async (db) => {
    const { keyId, key } = await createApiKey(db, { name: options.name, staffId, demo: false, now });
    const subject = { kind: 'api_key', id: keyId };
    await appendAuditEntry(db, { at: now, actor, action: 'key.created', subject, details: { staffId } });
    return { keyId, key };
  });
  cli.json(
    { id: made.keyId, name: options.name, key: made.key },
    `Key ${made.keyId}, shown this once:\n${made.key}`,
  );
}

async function ownerOf(cli: Cli, environment: Environment, options: CreateOptions): Promise<number> {
  if (options.for !== undefined) {
    const member = await findStaffByUsername(environment.db, options.for);
    if (member === null) return cli.refuse(`there is no member of staff "${options.for}"`);
    if (member.disabledAt !== null) return cli.refuse(`the account "${options.for}" is closed`);
    return member.staffId;
  }
  const username = `api:${options.name}`;
  const known = await findStaffByUsername(environment.db, username);
  if (known !== null) return known.staffId;
  return insertStaff(environment.db, {
    username,
    displayName: options.name,
    passwordHash: null,
    roles: ['integrator'],
    language: 'en',
    demo: false,
    createdAt: environment.context().now,
  });
}

async function revoke(cli: Cli, environment: Environment, id: number): Promise<void> {
  const { now, actor } = environment.context();
  const revoked = await environment.db.transaction(async (db) => {
    if (!(await revokeApiKey(db, id, now))) return false;
    await appendAuditEntry(db, { at: now, actor, action: 'key.revoked', subject: { kind: 'api_key', id } });
    return true;
  });
  if (!revoked) return cli.refuse(`there is no key ${id} in use`);
  cli.json({ revoked: id }, `Key ${id} is withdrawn.`);
}
