import type { Database } from './database.ts';
import { markActed } from './stores/idempotency-keys.ts';

type Work = (transaction: Database) => Promise<unknown>;

/**
 * The same database, whose every transaction also marks that an attempt has acted. The mark is committed with the work
 * or not at all; an attempt that another has taken over commits nothing.
 */
export function markingDatabase(db: Database, attempt: Parameters<typeof markActed>[1]): Database {
  const transaction = (work: unknown, ...rest: readonly unknown[]): unknown => {
    if (typeof work !== 'function') {
      throw new Error('a request that can be sent again is carried out in a transaction given as a function');
    }
    const marked: Work = async (inner) => {
      const result = await (work as Work)(inner);
      if (!(await markActed(inner, attempt))) {
        throw new Error('another attempt has taken this request over: nothing of this one is kept');
      }
      return result;
    };
    return (db.transaction as (...given: readonly unknown[]) => unknown)(marked, ...rest);
  };
  return new Proxy(db, {
    get: (target, name) =>
      name === 'transaction' ? transaction : (Reflect.get(target, name, target) as unknown),
  });
}
