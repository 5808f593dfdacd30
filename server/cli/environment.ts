import { migrate } from '../../data/database.ts';
import type { ActionContext, Actor } from '../actions/action.ts';
import { readConfiguration } from '../configuration.ts';
import { contextFor, openServices, type Services } from '../services.ts';
import type { Cli } from './cli.ts';

/** The program acting at someone's command line: it needs no sign-in, whoever reaches the database already could. */
const SYSTEM: Actor = { kind: 'system' };

export interface Environment extends Services {
  /** For a call of an action; made anew at each call, so that its clock is right. */
  readonly context: () => ActionContext;
}

/** Opens the database of the settings with its newest schema, hands it to `use`, and closes it whatever happens. */
export async function withEnvironment<T>(
  cli: Cli,
  use: (environment: Environment) => Promise<T>,
): Promise<T> {
  const read = readConfiguration();
  if (read.kind === 'refused') cli.refuse('the settings are not right', read.problems);
  const services = openServices(read.configuration);
  try {
    await migrate(services.db);
    return await use({ ...services, context: () => contextFor(services, SYSTEM) });
  } finally {
    await services.db.destroy();
  }
}
