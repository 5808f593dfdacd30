import { appendAuditEntry } from '../../data/audit/chain.ts';
import { loadPolicy } from '../../data/policies.ts';
import { insertMeasureResponses } from '../../data/stores/measure-responses.ts';
import { findPortfolio } from '../../data/stores/portfolios.ts';
import { findNewestScorecard } from '../../data/stores/scorecards.ts';
import { learnResponses, type ResponseRow } from '../../scoring/decision/learn-responses.ts';
import { responseRowsOf } from '../../scoring/decision/response-rows.ts';
import type { MeasureResponses } from '../../scoring/decision/responses.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from './action.ts';
import { filesToLearnFrom } from './files-to-learn-from.ts';

export interface ResponsesOrder {
  readonly portfolio: string;
  readonly policy: string;
  /** Last day of the records to look at. */
  readonly asOf: IsoDate;
}

export type ResponsesLearnt =
  | { readonly kind: 'learnt'; readonly responses: MeasureResponses; readonly rows: number }
  /** Too few measures to learn from: the policy's priors stand, and the pages say so. */
  | { readonly kind: 'priors'; readonly rows: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Learns what each measure did to payment, from the measures taken in a portfolio's records. */
export async function learnMeasureResponses(
  context: ActionContext,
  order: ResponsesOrder,
): Promise<ResponsesLearnt> {
  const { db } = context;
  const portfolio = await findPortfolio(db, order.portfolio);
  if (portfolio === null) return refused(`there is no portfolio "${order.portfolio}"`);
  const compiled = await loadPolicy(db, order.policy);
  if (compiled === null) return refused(`there is no policy "${order.policy}"`);
  const baseline = compiled.policy.scorecards.find(
    ({ alias }) => alias === compiled.policy.collection?.baseline,
  );
  if (baseline === undefined) return refused(`policy "${order.policy}" recommends no measures`);
  const scorecard = await findNewestScorecard(db, baseline.scorecard);
  if (scorecard === null)
    return refused(`scorecard "${baseline.scorecard}" is not trained yet (recourse learn)`);
  const rows = await gatherRows(context, portfolio.id, compiled, scorecard, order.asOf);
  const responses = learnResponses(compiled.policy, scorecard, order.asOf, rows);
  if (responses === null) return { kind: 'priors', rows: rows.length };
  await db.transaction(async (transaction) => {
    await insertMeasureResponses(transaction, {
      portfolioId: portfolio.id,
      policyId: order.policy,
      asOf: order.asOf,
      fingerprint: responses.fingerprint,
      responses,
      createdAt: context.now,
    });
    await appendAuditEntry(transaction, {
      at: context.now,
      actor: context.actor,
      action: 'responses.learnt',
      subject: { kind: 'portfolio', id: portfolio.id },
      details: { policy: order.policy, fingerprint: responses.fingerprint, rows: responses.rows },
    });
  });
  return { kind: 'learnt', responses, rows: rows.length };
}

async function gatherRows(
  { db, today }: ActionContext,
  portfolioId: number,
  compiled: CompiledPolicy,
  scorecard: Scorecard,
  asOf: IsoDate,
): Promise<readonly ResponseRow[]> {
  const rows: ResponseRow[] = [];
  for await (const file of filesToLearnFrom(db, portfolioId, today)) {
    rows.push(...responseRowsOf(file, compiled, scorecard, asOf));
  }
  return rows;
}

function refused(reason: string): ResponsesLearnt {
  return { kind: 'refused', reason };
}
