import { compileScorer } from '../scorecard/compile.ts';
import { continuousMetrics } from '../scorecard/continuous-metrics.ts';
import { paymentCurves } from '../scorecard/hazard.ts';
import { metricsOf } from '../scorecard/metrics.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { sumOf } from './discrimination.ts';
import { hazardPerformanceOf, knownAtMonth } from './hazard-performance.ts';
import type { KnownCases } from './known-cases.ts';
import { predictionsOf } from './performance.ts';
import { swapSet } from './swap-set.ts';
import type { EditMeasured, EditSide } from './training-report.ts';

/**
 * Both scorecards on the same rows: what the edit does to discrimination, to calibration, and to whom. The cut-off is
 * the base rate unless said; amounts and shares have none until somebody names one.
 */
export function measureEdit(
  parent: Scorecard,
  edited: Scorecard,
  cases: KnownCases,
  cutoff?: number,
): EditMeasured {
  const told = {
    parent: { version: parent.version, fingerprint: parent.fingerprint },
    rows: cases.table.rows,
  };
  const { favourable } = parent.target;
  switch (cases.kind) {
    case 'binary': {
      const { table, outcomes } = cases;
      const [before, after] = [parent, edited].map((card) => compileScorer(card).score(table).probability);
      const side = (probabilities: Float64Array): EditSide => ({
        metrics: metricsOf(probabilities, outcomes),
        observedOverExpected: sumOf(outcomes) / sumOf(probabilities),
      });
      const at = cutoff ?? parent.training.positiveRate;
      const swap = swapSet(before!, after!, outcomes, favourable, at);
      return { ...told, before: side(before!), after: side(after!), swap };
    }
    case 'hazard':
      return { ...told, ...hazardSides(parent, edited, cases, cutoff) };
    case 'share':
    case 'amount': {
      const { kind, table, outcomes } = cases;
      const [before, after] = [parent, edited].map((card) => predictionsOf(card, table));
      const side = (predicted: Float64Array): EditSide => ({
        kind,
        metrics: continuousMetrics(predicted, outcomes),
      });
      const swap = cutoff === undefined ? null : swapSet(before!, after!, outcomes, favourable, cutoff);
      return { ...told, before: side(before!), after: side(after!), swap };
    }
  }
}

/** Who moves is told of the cases whose state at the month is known: of the others nobody knows how they turned out. */
function hazardSides(
  parent: Scorecard,
  edited: Scorecard,
  { table, followed }: Extract<KnownCases, { kind: 'hazard' }>,
  cutoff: number | undefined,
): Pick<EditMeasured, 'before' | 'after' | 'swap'> {
  const curves = [parent, edited].map((card) => paymentCurves(card, table));
  const [before, after] = curves.map((own) =>
    hazardPerformanceOf(own, followed, new Float64Array(table.rows)),
  );
  const { month } = before!;
  const { rows, outcomes } = knownAtMonth(followed, month);
  const [was, is] = curves.map((own) => rows.map((row) => own[row]!.paid[month - 1]!));
  const side = ({ metrics, atMonth, curve }: NonNullable<typeof before>): EditSide => {
    const { foretold, observed } = curve[month - 1]!;
    return {
      kind: 'hazard',
      metrics,
      month,
      auc: atMonth?.auc ?? null,
      observedOverExpected: observed === null || foretold === 0 ? null : observed.share / foretold,
    };
  };
  const at = cutoff ?? before!.curve[month - 1]!.foretold;
  return {
    before: side(before!),
    after: side(after!),
    swap: swapSet(was!, is!, outcomes, parent.target.favourable, at),
  };
}
