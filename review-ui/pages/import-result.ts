import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { ListedImport } from './import.ts';

export interface ImportResultContext {
  readonly id: number;
  readonly title: string;
  readonly figures: readonly { readonly name: string; readonly value: string }[];
  readonly running: boolean;
  readonly error: string | null;
  /** The first refused rows; all of them are in the file to download. */
  readonly refusals: Table | null;
  readonly refusedFile: string | null;
}

export const importResultPage: Page<ImportResultContext> = {
  name: 'import-result',
  voice: 'staff',
  section: 'import',
  title: ({ title }) => title,
};

export function presentImportResult(
  found: ListedImport & { readonly error: string | null },
  refusals: readonly { readonly row: number; readonly error: string }[],
  wording: Wording,
): ImportResultContext {
  const { t, number } = wording;
  return {
    id: found.id,
    title: t('planner.import.result', { file: found.fileName }),
    figures: [
      { name: t('planner.import.accepted'), value: number(found.accepted) },
      { name: t('planner.import.known'), value: number(found.known) },
      ...(found.takenOut === 0
        ? []
        : [{ name: t('planner.import.takenOut'), value: number(found.takenOut) }]),
      ...(found.erased === 0 ? [] : [{ name: t('planner.import.erased'), value: number(found.erased) }]),
      ...(found.matched === 0 ? [] : [{ name: t('planner.import.matched'), value: number(found.matched) }]),
      { name: t('planner.import.refused'), value: number(found.refused) },
    ],
    running: found.state === 'running',
    error: found.error,
    refusals:
      refusals.length === 0
        ? null
        : {
            caption: t('planner.import.refusedRows'),
            columns: [
              { label: t('planner.import.row'), kind: 'number' },
              { label: t('planner.import.why'), kind: 'text' },
            ],
            rows: refusals.map(({ row, error }) => ({ cells: [number(row), error] })),
            empty: '',
            narrow: 'stack',
          },
    refusedFile: found.refused > 0 ? `/import/${found.id}/refused.csv` : null,
  };
}
