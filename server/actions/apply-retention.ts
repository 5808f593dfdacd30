import { appendAuditEntry } from '../../data/audit/chain.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import {
  deleteEndedCopies,
  deleteRowsPast,
  foldLog,
  pseudonymisePerson,
} from '../../data/stores/retention.ts';
import { listPersonsToJudge, type PersonToJudge } from '../../data/views/retention.ts';
import type { RetentionRule } from '../../scoring/safeguards/controller-profile.ts';
import { endedBefore, fateOfPerson, pastBefore, ROW_BY_ROW } from '../../scoring/safeguards/retention.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

/** What a day of letting go did and kept, in counts. */
export type RetentionReport = Readonly<Record<string, number>>;

const PERSONS_A_CHUNK = 500;

/**
 * Lets go of what is past its period, portfolio by portfolio, by the profile of each: rows of their own, and persons
 * of whom nothing is needed any more. What a hold, a review or a request still needs stays whole. A portfolio without
 * a profile keeps everything: nobody has said for how long. Chunks commit by themselves, so that one cut off goes on
 * the next time.
 */
export async function applyRetention(context: ActionContext): Promise<RetentionReport> {
  const report = new Map<string, number>();
  const count = (what: string, by: number): void => void report.set(what, (report.get(what) ?? 0) + by);
  for (const portfolio of await listPortfolios(context.db)) {
    // Simulated people have no data to protect, and the sample is meant to stay as it was made.
    if (portfolio.sample) {
      count('sample_portfolios', 1);
      continue;
    }
    const profile = await profileOfPortfolio(context.db, portfolio.id);
    if (profile === null) {
      count('portfolios_without_profile', 1);
      continue;
    }
    let after = 0;
    for (;;) {
      const persons = await listPersonsToJudge(context.db, {
        portfolioId: portfolio.id,
        afterPersonId: after,
        limit: PERSONS_A_CHUNK,
      });
      const last = persons.at(-1);
      if (last === undefined) break;
      after = last.personId;
      await inTransaction(context, (inner) => letGo(inner, persons, profile.retention, count));
    }
  }
  await foldLog(context.db);
  return Object.fromEntries(report);
}

async function letGo(
  context: ActionContext,
  persons: readonly PersonToJudge[],
  rules: readonly RetentionRule[],
  count: (what: string, by: number) => void,
): Promise<void> {
  const { db, vault, now, today, actor } = context;
  const touchable: number[] = [];
  const gone: number[] = [];
  for (const { personId, kept } of persons) {
    const fate = fateOfPerson(kept, rules, today);
    count(fate.kind === 'kept' ? `kept_${fate.because}` : 'persons_let_go', 1);
    if (fate.kind === 'let_go') gone.push(personId);
    // A file that people are looking at stays as it was when they began.
    else if (fate.because !== 'hold' && kept.reviewsAnswered !== 'open' && kept.rightsAnswered !== 'open') {
      touchable.push(personId);
    }
  }
  for (const group of ROW_BY_ROW) {
    const before = pastBefore(group, rules, today);
    if (before !== null) count(`deleted_${group}`, await deleteRowsPast(db, group, touchable, before));
  }
  const ended = endedBefore(rules, today);
  if (ended !== null) count('deleted_register_copies', await deleteEndedCopies(db, touchable, ended));
  for (const personId of gone) await pseudonymisePerson(db, vault, personId, now);
  if (gone.length > 0) {
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'retention.let_go',
      subject: { kind: 'person', id: gone.length === 1 ? (gone[0] ?? null) : null },
      details: { persons: gone.length, first: gone[0] ?? null, last: gone.at(-1) ?? null },
    });
  }
}
