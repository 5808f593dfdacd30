import type { Performance } from '../../scoring/monitoring/performance.ts';
import { readReport, type TrainingReport } from '../../scoring/monitoring/training-report.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Database } from '../database.ts';
import { findScorecard, findScorecardReport, listScorecards } from '../stores/scorecards.ts';

/** A published version in the list of models. */
export interface ListedModel {
  readonly name: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly createdAt: IsoInstant;
  readonly target: string;
  readonly rows: number;
  readonly terms: number;
  readonly pairs: number;
  /** The figure that says most of what it foretells; null where nothing was measured. */
  readonly worth: { readonly measure: 'auc' | 'concordance' | 'r2'; readonly value: number } | null;
  readonly measured: TrainingReport['measured'] | null;
  /** Who changed it by hand; null: it came of training. */
  readonly editedBy: string | null;
  /** The newest of its name: what the next run scores by. */
  readonly newest: boolean;
}

/** Names in order, the newest version of each first. */
export async function listModels(db: Database): Promise<readonly ListedModel[]> {
  const rows = (await db('scorecards')
    .select('document', 'report', 'created_at')
    .orderBy([{ column: 'name' }, { column: 'version', order: 'desc' }])) as {
    readonly document: string;
    readonly report: string | null;
    readonly created_at: IsoInstant;
  }[];
  let name: string | null = null;
  return rows.map(({ document, report, created_at }) => {
    const scorecard = JSON.parse(document) as Scorecard;
    const read = readReport(report === null ? null : JSON.parse(report), scorecard);
    const training = read.kind === 'report' ? read.report : null;
    const newest = scorecard.name !== name;
    name = scorecard.name;
    return {
      name: scorecard.name,
      version: scorecard.version,
      fingerprint: scorecard.fingerprint,
      createdAt: created_at,
      target: scorecard.target.name,
      rows: scorecard.training.rows,
      terms: scorecard.characteristics.length,
      // Those of the first format have none.
      pairs: (scorecard.pairs as Scorecard['pairs'] | undefined)?.length ?? 0,
      worth: training === null ? null : worthOf(training.performance),
      measured: training?.measured ?? null,
      editedBy: scorecard.edits?.at(-1)?.by ?? null,
      newest,
    };
  });
}

function worthOf(performance: Performance): ListedModel['worth'] {
  switch (performance.kind) {
    case undefined:
      return { measure: 'auc', value: performance.metrics.auc };
    case 'hazard':
      return { measure: 'concordance', value: performance.metrics.concordance };
    case 'share':
    case 'amount':
      return { measure: 'r2', value: performance.metrics.r2 };
  }
}

/** One version with what its training left and the versions beside it. */
export interface Model {
  readonly scorecard: Scorecard;
  readonly training: TrainingReport | null;
  /** Of the same name, the newest first. */
  readonly versions: readonly {
    readonly version: number;
    readonly fingerprint: string;
    readonly createdAt: IsoInstant;
  }[];
}

export async function readModel(db: Database, name: string, version: number): Promise<Model | null> {
  const scorecard = await findScorecard(db, name, version);
  if (scorecard === null) return null;
  const all = await listScorecards(db);
  return {
    scorecard,
    training: await findScorecardReport(db, scorecard),
    versions: all.filter((each) => each.name === name).sort((a, b) => b.version - a.version),
  };
}
