import { writeSample } from '../../../data/sample/write-sample.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { loadSample } from '../../../server/actions/load-sample.ts';
import { withDatabase } from '../../data/temp-database.ts';

/** A database of its own with so many simulated persons, and nothing trained. */
export async function withSample(
  persons: number,
  work: (context: ActionContext) => Promise<void>,
): Promise<void> {
  await withDatabase(async ({ db, vault, directory }) => {
    const context: ActionContext = {
      db,
      vault,
      now: '2026-11-01T08:00:00.000Z',
      today: '2026-11-01',
      actor: { kind: 'system' },
    };
    const loaded = await loadSample(context, await writeSample(directory, { persons }));
    if (loaded.kind !== 'loaded') throw new Error(loaded.reason);
    await work(context);
  });
}
