import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';

export interface ModelsContext {
  readonly table: Table;
}

/** A version as the list shows it. */
export interface ListedVersion {
  readonly name: string;
  readonly version: number;
  readonly createdAt: string;
  readonly rows: number;
  readonly terms: number;
  readonly pairs: number;
  readonly worth: { readonly measure: 'auc' | 'concordance' | 'r2'; readonly value: number } | null;
  readonly measured: 'out_of_fold' | 'hold_out' | 'table' | null;
  readonly editedBy: string | null;
  readonly newest: boolean;
}

export const modelsPage: Page<ModelsContext> = {
  name: 'models',
  voice: 'staff',
  title: (_, { t }) => t('model.list.title'),
  section: 'models',
};

export function presentModels(models: readonly ListedVersion[], wording: Wording): ModelsContext {
  const { t, number, instant } = wording;
  return {
    table: {
      caption: t('model.list.title'),
      columns: [
        { label: t('model.list.model'), kind: 'text' },
        { label: t('model.list.state'), kind: 'text' },
        { label: t('model.list.worth'), kind: 'number' },
        { label: t('model.cases'), kind: 'number' },
        { label: t('model.terms'), kind: 'number' },
        { label: t('model.pair.heading'), kind: 'number' },
        { label: t('model.list.made'), kind: 'text' },
      ],
      rows: models.map((model) => ({
        key: true,
        cells: [
          {
            text: t('model.title', { name: model.name, version: model.version }),
            href: modelAddress(model.name, model.version),
          },
          model.newest
            ? { text: t('model.list.newest'), tag: 'yes' as const }
            : { text: t('model.list.earlier'), tag: 'plain' as const },
          model.worth === null || model.measured === null
            ? null
            : {
                text: `${t(`model.measures.${model.worth.measure}`)} ${number(model.worth.value, 4)}`,
                note: t(`model.measured.${model.measured}`),
              },
          number(model.rows),
          number(model.terms),
          number(model.pairs),
          model.editedBy === null
            ? instant(model.createdAt)
            : `${instant(model.createdAt)}, ${t('model.list.byHand', { who: model.editedBy })}`,
        ],
      })),
      empty: t('model.list.empty'),
      narrow: 'cards',
    },
  };
}

export function modelAddress(name: string, version: number): string {
  return `/models/${encodeURIComponent(name)}/${version}`;
}
