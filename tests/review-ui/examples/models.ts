import { EMPTY_HAND, type ModelData, modelPage, presentModel } from '../../../review-ui/pages/model.ts';
import { type ListedVersion, modelsPage, presentModels } from '../../../review-ui/pages/models.ts';
import { measureEdit } from '../../../scoring/monitoring/edit-measure.ts';
import { performanceOn } from '../../../scoring/monitoring/performance.ts';
import { sealReport, type TrainingReport } from '../../../scoring/monitoring/training-report.ts';
import { editScorecard } from '../../../scoring/scorecard/edit.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { cardOf, numericCharacteristic } from '../../scoring/scorecard/cards.ts';
import { MADE_CASES, MADE_TABLE, madeCard } from '../../scoring/scorecard/made-card.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const AT = '2026-03-02T10:00:00.000Z';

const version = (kind: Example['kind'], number: number): ListedVersion => ({
  name: kind === 'awkward' ? LONG_WORD + MARKUP : 'payment-90d',
  version: number,
  createdAt: AT,
  rows: 60_000,
  terms: 60,
  pairs: 10,
  worth: number === 1 ? null : { measure: number === 2 ? 'concordance' : 'auc', value: 0.7812 },
  measured: number === 1 ? null : 'hold_out',
  editedBy: number === 3 ? MARKUP : null,
  newest: number === 3,
});

function reportOf(
  card: Scorecard,
  more: Pick<TrainingReport, 'measured' | 'edit'> = { measured: 'out_of_fold' },
): TrainingReport {
  return sealReport({
    scorecard: { name: card.name, version: card.version, fingerprint: card.fingerprint },
    performance: performanceOn(card, MADE_CASES),
    folds: [{ auc: 0.7, logLoss: 0.5, brier: 0.2 }],
    notes: [`column "${MARKUP}" has no value in any row; left out`],
    source: { portfolios: ['small'], target: 'payment_90d', asOf: '2026-03-01' },
    leakage: { checked: 5, leaks: [] },
    challenger: {
      kind: 'neural_network',
      layers: [64, 32],
      networks: 1,
      auc: { mean: 0.78, sd: 0.01 },
      logLoss: { mean: 0.5, sd: 0.01 },
      gap: -0.001,
      interval: [-0.004, 0.002],
      logLossGap: 0,
      logLossInterval: [-0.001, 0.001],
    },
    ...more,
  });
}

/** Names that are markup, names that no line holds, everything that can be found out, and a change tried. */
function awkward(): ModelData {
  const made = madeCard();
  const renamed = (id: string): string => (id === 'region' ? `${LONG_WORD} ${MARKUP}` : id);
  const content = {
    ...made,
    name: MARKUP,
    characteristics: made.characteristics.map((each) => ({ ...each, id: renamed(each.id) })),
  };
  const parent = { ...content, fingerprint: fingerprintOfScorecard(content) };
  const outcome = editScorecard(parent, {
    edits: [
      { kind: 'merge', characteristic: 'income', attributes: [0, 1] },
      { kind: 'fix', characteristic: renamed('region'), attribute: 1, points: -12 },
    ],
    by: MARKUP,
    at: AT,
    why: LONG_WORD,
    version: 2,
    rows: null,
  });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  const { scorecard } = outcome;
  const table = {
    ...MADE_TABLE,
    columns: MADE_TABLE.columns.map((column) => ({ ...column, id: renamed(column.id) })),
  };
  const tried = measureEdit(parent, scorecard, { ...MADE_CASES, table });
  return {
    scorecard,
    training: reportOf(made, { measured: 'table', edit: tried }),
    versions: [{ version: 2, fingerprint: scorecard.fingerprint, createdAt: AT }],
    mayEdit: true,
    values: { ...EMPTY_HAND, term: renamed('region'), attributes: [0, 1], why: MARKUP, at: LONG_WORD },
    tried,
    errors: [{ field: 'kind', text: MARKUP }],
  };
}

const DATA: Readonly<Record<Example['kind'], () => ModelData>> = {
  typical: () => {
    const scorecard = madeCard();
    return {
      scorecard,
      training: reportOf(scorecard),
      versions: [{ version: 1, fingerprint: scorecard.fingerprint, createdAt: AT }],
      mayEdit: true,
      values: { ...EMPTY_HAND, term: 'income × arrears' },
      tried: null,
      errors: [],
    };
  },
  empty: () => {
    const scorecard = cardOf([numericCharacteristic('x', [], [0])]);
    return {
      scorecard,
      training: null,
      versions: [{ version: 1, fingerprint: scorecard.fingerprint, createdAt: AT }],
      mayEdit: true,
      values: EMPTY_HAND,
      tried: null,
      errors: [],
    };
  },
  awkward,
};

const KINDS: readonly Example['kind'][] = ['typical', 'empty', 'awkward'];

export const EXAMPLES: readonly Example[] = KINDS.flatMap((kind) => [
  example(modelsPage, kind, (wording) =>
    presentModels(kind === 'empty' ? [] : [3, 2, 1].map((number) => version(kind, number)), wording),
  ),
  example(modelPage, kind, (wording) => presentModel(DATA[kind](), wording)),
]);
