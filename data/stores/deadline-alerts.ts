import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Attention } from '../../scoring/review/attention.ts';
import type { Database } from '../database.ts';

export interface DeadlineAlert {
  readonly subjectKind: 'review' | 'offer' | 'need';
  readonly subjectId: number;
  /** An answer put off has a new day, and new alerts. */
  readonly dueOn: IsoDate;
  readonly level: Attention;
  readonly raisedAt: IsoInstant;
}

/** False: this was raised before, and nobody is asked twice. */
export async function insertDeadlineAlert(db: Database, alert: DeadlineAlert): Promise<boolean> {
  const inserted = await db('deadline_alerts')
    .insert({
      subject_kind: alert.subjectKind,
      subject_id: alert.subjectId,
      due_on: alert.dueOn,
      level: alert.level,
      raised_at: alert.raisedAt,
    })
    .onConflict(['subject_kind', 'subject_id', 'due_on', 'level'])
    .ignore()
    .returning<{ id: number }[]>('id');
  return inserted.length === 1;
}
