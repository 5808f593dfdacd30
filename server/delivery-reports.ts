/** What a mail server reports later about a message of ours (RFC 3464). */
export interface DeliveryReport {
  /** As we named it when we sent it, without the brackets and our domain. */
  readonly messageId: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** "5.1.1" (RFC 3463). */
  readonly status: string;
}

export interface DeliveryReports {
  readonly reports: readonly DeliveryReport[];
  /** Messages that are no report, or not about a message of ours. */
  readonly others: number;
}

/**
 * The delivery reports in a file: one message, or a mailbox of many. Only codes and our own message id are read; whom it
 * was for and what the server says in words stay where they are.
 */
export function readDeliveryReports(text: string): DeliveryReports {
  const messages = messagesOf(text);
  const reports = messages.flatMap((message) => reportOf(message) ?? []);
  return { reports, others: messages.length - reports.length };
}

/** A mailbox begins each message with a line "From …" (RFC 4155). */
function messagesOf(text: string): readonly string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/^From .*\n/m)
    .filter((message) => message.trim() !== '');
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

function reportOf(message: string): DeliveryReport | null {
  const [header = ''] = message.split('\n\n', 1);
  if (!/report-type="?delivery-status"?/i.test(unfolded(header))) return null;
  const body = unfolded(message.slice(header.length));
  const action = /^Action:\s*([a-z]+)/im.exec(body)?.[1]?.toLowerCase();
  const status = /^Status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(body)?.[1];
  // The message itself comes back, or its header: its id is ours, not that of the report.
  const messageId = /^Message-ID:\s*<(notice-\d+\.\d+)@/im.exec(body)?.[1];
  const known = ACTIONS.find((each) => each === action);
  if (known === undefined || status === undefined || messageId === undefined) return null;
  return { messageId, action: known, status };
}

/** A header line goes on where the next begins with a space (RFC 5322). */
function unfolded(text: string): string {
  return text.replaceAll(/\n[ \t]+/g, ' ');
}
