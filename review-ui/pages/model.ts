import type { EditMeasured, TrainingReport } from '../../scoring/monitoring/training-report.ts';
import { coverOf } from '../../scoring/scorecard/directions.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { signed } from '../charts/waterfall.ts';
import type { Page } from '../page.ts';
import { editBlocks } from '../report/edited.ts';
import { outcomeWords } from '../report/outcome-words.ts';
import { presentReport } from '../report/present-report.ts';
import type { Report, ReportBlock } from '../report/report.ts';
import { termWords } from '../report/words.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { modelAddress } from './models.ts';
import type { Option } from './review-queue.ts';

export interface ModelContext {
  readonly report: Report;
  readonly versions: Table;
  /** The analyst's hand; null for those who may only read, and where there is nothing to measure on. */
  readonly hand: Hand | null;
  /** Why there is no hand, for those who might have had one. */
  readonly noHand: string | null;
  /** What a change would do: shown before anything is kept. */
  readonly tried: { readonly text: string; readonly blocks: readonly ReportBlock[] } | null;
  readonly errors: readonly { readonly field: string; readonly text: string }[];
}

/** First a term is chosen, then what is done to it: with all attributes of all terms at once nobody would find any. */
export interface Hand {
  readonly action: string;
  readonly terms: readonly Option[];
  readonly chosen: ChosenTerm | null;
  readonly values: HandValues;
}

export interface ChosenTerm {
  readonly id: string;
  readonly name: string;
  /** A pair term can only be dropped. */
  readonly isPair: boolean;
  readonly numeric: boolean;
  readonly attributes: readonly {
    readonly index: number;
    readonly label: string;
    readonly ticked: boolean;
  }[];
  readonly options: readonly Option[];
}

/** What was typed, so that nothing is lost when it is shown again. */
export interface HandValues {
  readonly term: string;
  readonly kind: string;
  readonly attributes: readonly number[];
  readonly at: string;
  readonly attribute: string;
  readonly points: string;
  readonly why: string;
}

export const EMPTY_HAND: HandValues = {
  term: '',
  kind: 'merge',
  attributes: [],
  at: '',
  attribute: '',
  points: '',
  why: '',
};

export interface ModelData {
  readonly scorecard: Scorecard;
  readonly training: TrainingReport | null;
  readonly versions: readonly {
    readonly version: number;
    readonly fingerprint: string;
    readonly createdAt: string;
  }[];
  readonly mayEdit: boolean;
  readonly values: HandValues;
  readonly tried: EditMeasured | null;
  readonly errors: ModelContext['errors'];
}

export const modelPage: Page<ModelContext> = {
  name: 'model',
  voice: 'staff',
  title: ({ report }) => report.title,
  section: 'models',
};

export function presentModel(data: ModelData, wording: Wording): ModelContext {
  const { scorecard, training, versions, mayEdit, values, tried, errors } = data;
  const { t, number, instant } = wording;
  const measurable = training?.source !== undefined;
  return {
    report: presentReport({ scorecard, training, onTable: null }, wording),
    versions: {
      caption: t('model.versions'),
      columns: [
        { label: t('model.list.version'), kind: 'text' },
        { label: t('model.list.made'), kind: 'text' },
        { label: t('model.data.model'), kind: 'text' },
      ],
      rows: versions.map(({ version, createdAt, fingerprint }) => ({
        cells: [
          version === scorecard.version
            ? { text: number(version), note: t('model.list.this') }
            : { text: number(version), href: modelAddress(scorecard.name, version) },
          instant(createdAt),
          `${fingerprint.slice(0, 16)}…`,
        ],
      })),
      empty: '',
    },
    hand: mayEdit && measurable ? handOf(scorecard, values, wording) : null,
    noHand: mayEdit && !measurable ? t('model.refused.no_source') : null,
    tried:
      tried === null
        ? null
        : {
            text: t('model.hand.tried'),
            blocks: editBlocks(tried, outcomeWords(scorecard, wording), wording),
          },
    errors,
  };
}

function handOf(scorecard: Scorecard, values: HandValues, wording: Wording): Hand {
  const { t, number } = wording;
  const words = termWords(scorecard, wording);
  const { characteristics, pairs } = scorecard;
  const characteristic = characteristics.find(({ id }) => id === values.term);
  const pair = pairs.find(({ id }) => id === values.term);
  const attributes = (characteristic?.attributes ?? []).map((attribute, index) => ({
    index,
    label: t('model.hand.attribute', {
      cover: words.cover(values.term, coverOf(attribute)),
      points: signed(attribute.points, number, 1),
      cases: number(attribute.count),
    }),
    ticked: values.attributes.includes(index),
  }));
  return {
    action: modelAddress(scorecard.name, scorecard.version),
    terms: [...characteristics, ...pairs].map(({ id }) => ({ value: id, label: words.name(id) })),
    chosen:
      characteristic === undefined && pair === undefined
        ? null
        : {
            id: values.term,
            name: words.name(values.term),
            isPair: pair !== undefined,
            numeric: characteristic?.kind === 'numeric',
            attributes,
            options: attributes.map(({ index, label }) => ({ value: String(index), label })),
          },
    values,
  };
}
