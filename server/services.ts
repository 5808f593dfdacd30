import type { Logger } from 'pino';
import { openDatabase, type Database } from '../data/database.ts';
import { Vault } from '../data/vault.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { ActionContext, Actor } from './actions/action.ts';
import type { Configuration } from './configuration.ts';
import { createLog } from './log.ts';

/** What the whole program shares, put together once at the start and handed down. */
export interface Services {
  readonly db: Database;
  readonly vault: Vault;
  readonly configuration: Configuration;
  /** The only clock. */
  readonly clock: () => Date;
  readonly log: Logger;
}

export function openServices(
  configuration: Configuration,
  clock: () => Date = () => new Date(),
  log: Logger = createLog(configuration),
): Services {
  return {
    db: openDatabase(configuration.databaseUrl),
    vault: new Vault(configuration.masterKey),
    configuration,
    clock,
    log,
  };
}

/** What an action gets when this actor acts now. */
export function contextFor(services: Services, actor: Actor): ActionContext {
  const at = services.clock();
  return {
    db: services.db,
    vault: services.vault,
    now: at.toISOString(),
    today: dayIn(services.configuration.timeZone, at),
    actor,
    address: services.configuration.publicUrl,
  };
}

/** The calendar day in a time zone; Swedish writes dates the ISO way. */
export function dayIn(timeZone: string, at: Date): IsoDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);
}
