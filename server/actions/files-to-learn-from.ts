import type { Database } from '../../data/database.ts';
import { readPersonFiles } from '../../data/views/person-files.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';

const PERSONS_A_PAGE = 1000;

/**
 * The file of each person of a portfolio that a model may learn from, in order of their number, a page in memory at a
 * time. GDPR art. 18(2): restricted data are kept, and teach nothing.
 */
export async function* filesToLearnFrom(
  db: Database,
  portfolioId: number,
  today: IsoDate,
): AsyncGenerator<PersonFile> {
  let afterPersonId = 0;
  for (;;) {
    const files = await readPersonFiles(db, { portfolioId, afterPersonId, limit: PERSONS_A_PAGE });
    const last = files.at(-1);
    if (last === undefined) return;
    afterPersonId = last.person.personId;
    yield* files.filter((file) => !isRestricted(file, today));
  }
}
