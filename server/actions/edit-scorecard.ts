import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  findScorecard,
  findScorecardReport,
  insertScorecard,
  nextScorecardVersion,
} from '../../data/stores/scorecards.ts';
import { findStaff } from '../../data/stores/staff.ts';
import { measureEdit } from '../../scoring/monitoring/edit-measure.ts';
import { fittedRows } from '../../scoring/monitoring/known-cases.ts';
import { performanceOn } from '../../scoring/monitoring/performance.ts';
import {
  type EditMeasured,
  sealReport,
  type TrainingSource,
} from '../../scoring/monitoring/training-report.ts';
import type { Edit } from '../../scoring/scorecard/edit-record.ts';
import { editScorecard } from '../../scoring/scorecard/edit.ts';
import type { EditRefusal } from '../../scoring/scorecard/edit-draft.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from './action.ts';
import { gatherFollowedCases, PAYMENT_CURVE } from './learn-curve.ts';
import { gatherKnownCases, type TargetName } from './learn-scorecard.ts';

export interface ScorecardEditOrder {
  readonly name: string;
  readonly version: number;
  readonly edits: readonly Edit[];
  readonly why: string;
  /** `try` shows what would come of it and keeps nothing. */
  readonly intent: 'try' | 'publish';
}

export type ScorecardEdited =
  | { readonly kind: 'edited'; readonly scorecard: Scorecard; readonly measured: EditMeasured }
  | EditRefusal
  | {
      readonly kind: 'refused';
      /** `no_source`: the model does not say which records it came from; `no_cases`: those hold no known outcomes. */
      readonly code: 'not_there' | 'no_source' | 'no_cases';
    };

/** As many as are read and scored while a person waits. */
const CASES_AT_MOST = 5000;

/**
 * Publishes a new version with the change and an audit entry; the version that is changed stays. Both are measured on
 * cases of the records that the model was trained from: training rows themselves are not kept.
 */
export async function editPublishedScorecard(
  context: ActionContext,
  { name, version, edits, why, intent }: ScorecardEditOrder,
): Promise<ScorecardEdited> {
  const { db, now, actor } = context;
  const parent = await findScorecard(db, name, version);
  if (parent === null) return { kind: 'refused', code: 'not_there' };
  const report = await findScorecardReport(db, parent);
  if (report?.source === undefined) return { kind: 'refused', code: 'no_source' };
  const { source } = report;
  const known =
    source.target === PAYMENT_CURVE
      ? await gatherFollowedCases(context, source, CASES_AT_MOST)
      : await gatherKnownCases(context, orderOf(source), CASES_AT_MOST);
  if (known === null) return { kind: 'refused', code: 'no_cases' };
  const member = actor.kind === 'staff' ? await findStaff(db, actor.staffId) : null;
  const order = { edits, by: member?.username ?? actor.kind, at: now, why, rows: fittedRows(parent, known) };
  return db.transaction(async (transaction) => {
    const outcome = editScorecard(parent, {
      ...order,
      version: await nextScorecardVersion(transaction, name),
    });
    if (outcome.kind === 'refused') return outcome;
    const { scorecard } = outcome;
    const measured = measureEdit(parent, scorecard, known);
    if (intent === 'publish') {
      const { fingerprint } = scorecard;
      const told = sealReport({
        scorecard: { name, version: scorecard.version, fingerprint },
        measured: 'table',
        performance: performanceOn(scorecard, known),
        folds: [],
        notes: [],
        source,
        edit: measured,
      });
      await insertScorecard(transaction, scorecard, told, now);
      await appendAuditEntry(transaction, {
        at: now,
        actor,
        action: 'scorecard.edited',
        subject: { kind: 'scorecard', id: null },
        details: {
          name,
          version: scorecard.version,
          fingerprint,
          parent: parent.fingerprint,
          changes: edits.map(({ kind }) => kind).join(', '),
        },
      });
    }
    return { kind: 'edited', scorecard, measured };
  });
}

function orderOf({ portfolios, target, asOf }: TrainingSource) {
  return { portfolios, target: target as TargetName, asOf };
}
