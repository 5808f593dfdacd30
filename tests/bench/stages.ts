import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import math from 'mathjs/lib/browser/math.js';
import { migrate } from '../../data/database.ts';
import { SAMPLE_LAST_DATE, simulatePersons } from '../../data/sample/simulate.ts';
import { type DecisionRow, insertDecisions } from '../../data/stores/decisions.ts';
import type { PersonKey } from '../../data/vault.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision, DecisionInputs } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { compileExpression, slotsFor } from '../../scoring/policy/compile-expression.ts';
import { parseExpression } from '../../scoring/policy/expression.ts';
import { vocabularyFor } from '../../scoring/policy/vocabulary.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import { compileScorer } from '../../scoring/scorecard/compile.ts';
import { scoreRow } from '../../scoring/scorecard/score.ts';
import { tableOf } from '../../scoring/scorecard/table.ts';
import { decisionRow } from '../../server/actions/decision-row.ts';
import { insertSmallPortfolio } from '../data/small-portfolio.ts';
import { type BenchMeans, benchContext, benchPolicy } from './means.ts';

/** Rows a second, and the plain way of doing the same, timed in the same process. */
export interface StageBench {
  readonly rowsPerSecond: number;
  readonly baseline: string;
  readonly baselineRowsPerSecond: number;
  /** How many times the baseline's speed. */
  readonly ratio: number;
}

const PERSONS = 1_500;

/** Open claims of a simulated portfolio; the benches take them over and over, so that simulating is no part of a figure. */
export function benchInputs(): readonly DecisionInputs[] {
  return [...simulatePersons({ persons: PERSONS })].flatMap(({ file, portfolio }) =>
    portfolio.kind === 'credit'
      ? []
      : openCases(file, 'collection', SAMPLE_LAST_DATE).map((ref) =>
          inputsOf(historyOf(file, SAMPLE_LAST_DATE, ref)),
        ),
  );
}

/** The compiled scorecard over columns, against the same scorecard row by row. */
export function benchScore(
  rows: number,
  inputs: readonly DecisionInputs[],
  { scorecard }: BenchMeans,
): StageBench {
  const values = inputs.map((input) => input.values);
  const table = tableOf(
    scorecard.characteristics.map(({ id }) => id),
    Array.from({ length: Math.min(rows, 20_000) }, (_, at) => values[at % values.length] ?? {}),
  );
  const scorer = compileScorer(scorecard);
  scorer.score(table);
  const compiled = perSecond(rows, () => {
    for (let done = 0; done < rows; done += table.rows) scorer.score(table);
  });
  const byRow = perSecond(rows, () => {
    for (let done = 0; done < rows; done += 1) scoreRow(scorecard, values[done % values.length] ?? {});
  });
  return compared(compiled, 'the same scorecard row by row', byRow);
}

/** Decisions a second with the whole pack: scores, every rule, every measure weighed. */
export async function benchDecide(
  rows: number,
  inputs: readonly DecisionInputs[],
  means: BenchMeans,
): Promise<number> {
  const policy = await benchPolicy();
  const scorecards = new Map([[means.scorecard.name, means.scorecard]]);
  const responses = means.responses['ee-collector'] ?? null;
  const estonian = inputs.filter(({ jurisdiction }) => jurisdiction === 'EE');
  const decideAll = (count: number): void => {
    for (let done = 0; done < count; done += 1)
      decide(estonian[done % estonian.length] as DecisionInputs, policy, scorecards, responses);
  };
  decideAll(estonian.length);
  return perSecond(rows, () => decideAll(rows));
}

/** Spelt so that mathjs, which has units of its own, reads it as we do. */
const RULE = 'days_past_due > 30 and balance >= 5000 and (payments_90d == 0 or not disputed)';
const RULE_OF_OURS = RULE.replace('> 30', '> 30 days').replace('5000', '50 EUR');

/** One rule: our compiled JavaScript against mathjs evaluating its own compiled form of the same rule. */
export function benchRule(rows: number, inputs: readonly DecisionInputs[]): StageBench {
  const parsed = parseExpression(RULE_OF_OURS, vocabularyFor('collection'), 'EUR', 'logic');
  if (parsed.kind === 'refused') throw new Error(`${parsed.value}: ${parsed.because}, want ${parsed.wanted}`);
  const slots = slotsFor([parsed.expression]);
  const ours = compileExpression(parsed.expression, slots);
  const names = [...slots.numbers.keys()];
  const filled = inputs.map(({ values }) =>
    Float64Array.from(names, (name) => {
      const value = values[name];
      return typeof value === 'number' ? value : NaN;
    }),
  );
  const scopes = filled.map((numbers) => Object.fromEntries(names.map((name, at) => [name, numbers[at]])));
  const theirs = math.compile(RULE);
  let held = 0;
  const compiled = perSecond(rows, () => {
    for (let done = 0; done < rows; done += 1)
      held += ours(filled[done % filled.length] as Float64Array, []) === 1 ? 1 : 0;
  });
  let heldThere = 0;
  const evaluated = perSecond(rows, () => {
    for (let done = 0; done < rows; done += 1)
      heldThere += theirs.evaluate(scopes[done % scopes.length] ?? {}) === true ? 1 : 0;
  });
  if (held !== heldThere)
    throw new Error(`the rule held ${held} times here and ${heldThere} times in mathjs`);
  return compared(compiled, 'mathjs evaluating the same rule, compiled by mathjs', evaluated);
}

const ROWS_A_CHUNK = 750;
const BASELINE_ROWS = 3_000;

/** Sealing and bulk inserts, chunk by chunk as a run does, against one insert a row within one transaction. */
export async function benchStoring(
  rows: number,
  inputs: readonly DecisionInputs[],
  means: BenchMeans,
): Promise<StageBench> {
  const policy = await benchPolicy();
  const scorecards = new Map([[means.scorecard.name, means.scorecard]]);
  const decisions = inputs
    .filter(({ jurisdiction }) => jurisdiction === 'EE')
    .map((input) => decide(input, policy, scorecards, null));
  const bulk = await withPortfolio(rows, async ({ rowAt, db }) => {
    for (let at = 0; at < rows; at += ROWS_A_CHUNK) {
      const chunk = Array.from({ length: Math.min(ROWS_A_CHUNK, rows - at) }, (_, k) =>
        rowAt(decisions, at + k),
      );
      await insertDecisions(db, chunk);
    }
  });
  const few = Math.min(rows, BASELINE_ROWS);
  const one = await withPortfolio(few, ({ rowAt, db }) =>
    db.transaction(async (transaction) => {
      for (let at = 0; at < few; at += 1) {
        const { inputs_sealed: sealed, ...figures } = rowAt(decisions, at);
        const [inserted] = await transaction('decisions').insert(figures).returning<{ id: number }[]>('id');
        await transaction('decision_inputs').insert({ decision_id: inserted?.id, sealed });
      }
    }),
  );
  return compared(bulk, 'one insert a row, all in one transaction', one);
}

interface Storing {
  readonly db: ReturnType<typeof benchContext>['db'];
  readonly rowAt: (decisions: readonly Decision[], at: number) => DecisionRow;
}

async function withPortfolio(rows: number, store: (storing: Storing) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-'));
  const { db, vault, now } = benchContext(`sqlite:${join(folder, 'recourse.sqlite')}`);
  try {
    await migrate(db);
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, rows);
    const keys = await vault.keysFor(db, personIds);
    const place = { portfolioId, runId: null, decidedAt: now, decidedBy: 'program', replaces: null } as const;
    const rowAt: Storing['rowAt'] = (decisions, at) => {
      const personId = personIds[at] ?? 0;
      const decision = decisions[at % decisions.length] as Decision;
      const row = decisionRow(decision, vault, keys.get(personId) as PersonKey, place);
      return { ...row, person_id: personId, claim_id: claimIds[at] ?? null };
    };
    const started = performance.now();
    await store({ db, rowAt });
    return Math.round((rows / (performance.now() - started)) * 1000);
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function perSecond(rows: number, work: () => void): number {
  const started = performance.now();
  work();
  return Math.round((rows / (performance.now() - started)) * 1000);
}

function compared(rowsPerSecond: number, baseline: string, baselineRowsPerSecond: number): StageBench {
  const ratio = Math.round((rowsPerSecond / baselineRowsPerSecond) * 10) / 10;
  return { rowsPerSecond, baseline, baselineRowsPerSecond, ratio };
}
