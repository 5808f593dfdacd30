import type { Page } from '../page.ts';
import type { Cell, Table } from '../table.ts';
import type { Wording } from '../wording.ts';

export interface OutboxContext {
  readonly parts: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
  /** Said when no mail server is set. */
  readonly noMail: boolean;
  readonly table: Table;
}

export const outboxPage: Page<OutboxContext> = {
  name: 'outbox',
  voice: 'staff',
  section: 'outbox',
  title: (_context, { t }) => t('outbox.title'),
};

/** A line as `data/views/outbox.ts` reads it. */
export interface OutboxData {
  readonly noticeId: number;
  readonly kind: string;
  readonly language: string;
  readonly channel: string;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly delivery: {
    readonly channel: string;
    readonly state: string;
    readonly tries: number;
    readonly nextAt: string | null;
    readonly failure: string | null;
  } | null;
}

type Part = 'waiting' | 'trouble' | 'sent';

export function presentOutbox(
  {
    part,
    lines,
    counts,
    hasMail,
    opens,
  }: {
    readonly part: Part;
    readonly lines: readonly OutboxData[];
    readonly counts: Readonly<Record<Part, number>>;
    readonly hasMail: boolean;
    /** Whether the viewer may read the letters themselves. */
    readonly opens: boolean;
  },
  wording: Wording,
): OutboxContext {
  const { t, number, instant } = wording;
  return {
    parts: (['waiting', 'trouble', 'sent'] as const).map((each) => ({
      href: `/outbox?part=${each}`,
      label: `${t(`outbox.part.${each}`)} (${number(counts[each])})`,
      current: each === part,
    })),
    noMail: !hasMail,
    table: {
      caption: t(`outbox.part.${part}`),
      columns: [
        { label: t('outbox.number'), kind: 'text' },
        { label: t('outbox.tells'), kind: 'text' },
        { label: t('outbox.way'), kind: 'text' },
        { label: t('outbox.made'), kind: 'text' },
        { label: t('outbox.state'), kind: 'text' },
      ],
      rows: lines.map((line) => ({
        key: true,
        cells: [
          opens ? { text: number(line.noticeId), href: `/outbox/${line.noticeId}` } : number(line.noticeId),
          kindName(line.kind, wording),
          `${channelName(line.delivery?.channel ?? line.channel, wording)} · ${line.language}`,
          instant(line.createdAt),
          stateOf(line, wording),
        ],
      })),
      empty: t(`outbox.empty.${part}`),
      narrow: 'cards',
    },
  };
}

export function kindName(kind: string, { t, has }: Wording): string {
  return has(`outbox.kind.${kind}`) ? t(`outbox.kind.${kind}`) : kind.replaceAll('_', ' ');
}

export function channelName(channel: string, { t }: Wording): string {
  return t(`outbox.channel.${channel}`);
}

function stateOf({ sentAt, delivery }: OutboxData, wording: Wording): Cell {
  const { t, instant } = wording;
  if (sentAt !== null) return { text: instant(sentAt), tag: 'yes' };
  if (delivery === null) return { text: t('outbox.deliveryState.waiting'), tag: 'wait' };
  const note = failureText(delivery.failure, wording);
  return {
    text: t(`outbox.deliveryState.${delivery.state}`),
    tag: delivery.state === 'failed' ? 'no' : delivery.state === 'sent' ? 'yes' : 'wait',
    ...(note === null ? {} : { note }),
  };
}

/** A code in words; a mail server's number stays, for whoever knows it. */
export function failureText(failure: string | null, { t, has }: Wording): string | null {
  if (failure === null) return null;
  const key = `outbox.failure.${failure}`;
  if (has(key)) return t(key);
  const reported = /^dsn_(\d+)_(\d+)_(\d+)$/.exec(failure);
  return reported === null
    ? t('outbox.failure.server', { code: failure.replace('smtp_', '') })
    : t('outbox.failure.report', { code: reported.slice(1).join('.') });
}
