import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDeliveryByMessage } from '../../data/stores/deliveries.ts';
import type { DeliveryReport, DeliveryReports } from '../delivery-reports.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';
import { markArrived, markReturned } from './settle-delivery.ts';

export interface BouncesRead {
  /** They go as letters. */
  readonly returned: number;
  /** It was not sure that they had gone out; they had. */
  readonly arrived: number;
  /** The server still tries. */
  readonly delayed: number;
  /** Reported before, or settled by a person meanwhile. */
  readonly known: number;
  /** Of no message of ours. */
  readonly others: number;
}

/**
 * Takes in what mail servers report after they had taken a message: what came back goes another way, and the person
 * counts as told only once that has gone out. The same report read twice changes nothing more.
 */
export async function readBounces(
  context: ActionContext,
  { reports, others }: DeliveryReports,
): Promise<BouncesRead> {
  const counts = { returned: 0, arrived: 0, delayed: 0, known: 0, others };
  for (const report of reports) counts[await takeReport(context, report)] += 1;
  return counts;
}

function takeReport(context: ActionContext, report: DeliveryReport): Promise<keyof BouncesRead> {
  return inTransaction(context, async (inner): Promise<keyof BouncesRead> => {
    const { db, now, actor } = inner;
    const delivery = await findDeliveryByMessage(db, report.messageId);
    if (delivery === null) return 'others';
    if (report.action === 'delayed') return 'delayed';
    const failed = report.action === 'failed';
    const failure = `dsn_${report.status.replaceAll('.', '_')}`;
    const changed = failed
      ? await markReturned(inner, delivery, failure)
      : await markArrived(inner, delivery);
    if (!changed) return 'known';
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: failed ? 'notice.returned' : 'notice.arrived',
      subject: { kind: 'notice', id: delivery.noticeId },
      personId: delivery.personId,
      details: { channel: delivery.channel, was: delivery.state, status: report.status },
    });
    return failed ? 'returned' : 'arrived';
  });
}
