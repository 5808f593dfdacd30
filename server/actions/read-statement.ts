import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertStatementReading } from '../../data/stores/statement-readings.ts';
import { findStatementPerson } from '../../data/stores/statements.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export type StatementRead =
  | { readonly kind: 'read' }
  | { readonly kind: 'refused'; readonly because: 'no_statement' | 'not_allowed' | 'read_already' };

/** Somebody of the staff has read what a person told us: it leaves the list of what nobody has read. */
export function readStatement(context: ActionContext, statementId: number): Promise<StatementRead> {
  return inTransaction(context, async (inner): Promise<StatementRead> => {
    const { db, now, actor } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'planner', 'officer')) {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const personId = await findStatementPerson(db, statementId);
    if (personId === null) return { kind: 'refused', because: 'no_statement' };
    if (!(await insertStatementReading(db, { statementId, personId, staffId, at: now }))) {
      return { kind: 'refused', because: 'read_already' };
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'statement.read',
      subject: { kind: 'statement', id: statementId },
      personId,
      details: {},
    });
    return { kind: 'read' };
  });
}
