import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export interface CaseView {
  readonly id: number;
  readonly name: string;
  readonly query: string;
}

/** Saves a view under a name of the person's own; the same name again replaces the view. */
export async function saveCaseView(
  db: Database,
  view: { readonly staffId: number; readonly name: string; readonly query: string; readonly now: IsoInstant },
): Promise<void> {
  await db('case_views')
    .insert({ staff_id: view.staffId, name: view.name, query: view.query, created_at: view.now })
    .onConflict(['staff_id', 'name'])
    .merge(['query']);
}

export async function listCaseViews(db: Database, staffId: number): Promise<readonly CaseView[]> {
  return (await db('case_views')
    .where({ staff_id: staffId })
    .orderBy('name')
    .select('id', 'name', 'query')) as CaseView[];
}

/** Only one's own; whether there was one to remove. */
export async function deleteCaseView(db: Database, staffId: number, viewId: number): Promise<boolean> {
  return (await db('case_views').where({ id: viewId, staff_id: staffId }).delete()) === 1;
}
