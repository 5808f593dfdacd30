import { readNotice } from '../../scoring/explanation/read-notice.ts';
import { sectionsOf } from '../notice-document.ts';
import type { Page } from '../page.ts';
import type { PaperSection } from '../pdf/document.ts';
import type { Wording } from '../wording.ts';
import { channelName, failureText, kindName } from './outbox.ts';

export interface OutboxNoticeContext {
  readonly noticeId: number;
  readonly language: string;
  readonly subject: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly ways: readonly string[];
  readonly settlements: readonly { readonly as: string; readonly label: string }[];
  readonly sections: readonly PaperSection[];
}

export const outboxNoticePage: Page<OutboxNoticeContext> = {
  name: 'outbox-notice',
  voice: 'staff',
  section: 'outbox',
  title: ({ noticeId }, { t }) => `${t('outbox.notice')} ${noticeId}`,
};

interface NoticeData {
  readonly id: number;
  readonly kind: string;
  readonly language: string;
  readonly text: string;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly readAt: string | null;
}

interface DeliveryData {
  readonly channel: string;
  readonly state: string;
  readonly tries: number;
  readonly failure: string | null;
}

export function presentOutboxNotice(
  notice: NoticeData,
  addressee: { readonly name: string | null; readonly actsFor?: { readonly name: string | null } | null },
  deliveries: readonly DeliveryData[],
  wording: Wording,
): OutboxNoticeContext {
  const { t, instant, number } = wording;
  const { subject, blocks } = readNotice(notice.text);
  const newest = deliveries.at(-1);
  return {
    noticeId: notice.id,
    language: notice.language,
    subject,
    facts: [
      { name: t('outbox.to'), value: addressee.name ?? t('common.unknown') },
      ...(addressee.actsFor == null
        ? []
        : [{ name: t('outbox.actsFor'), value: addressee.actsFor.name ?? t('common.unknown') }]),
      { name: t('outbox.tells'), value: kindName(notice.kind, wording) },
      { name: t('outbox.made'), value: instant(notice.createdAt) },
      ...(notice.sentAt === null ? [] : [{ name: t('outbox.sentAt'), value: instant(notice.sentAt) }]),
      ...(notice.readAt === null ? [] : [{ name: t('outbox.readAt'), value: instant(notice.readAt) }]),
    ],
    ways: deliveries.map((each) => {
      const failure = failureText(each.failure, wording);
      const tried = t('outbox.tries', { count: each.tries, number: number(each.tries) });
      const parts = [channelName(each.channel, wording), t(`outbox.deliveryState.${each.state}`), tried];
      return [...parts, ...(failure === null ? [] : [failure])].join(' · ');
    }),
    settlements:
      newest === undefined
        ? []
        : settlementsOf(newest).map((as) => ({ as, label: t(`outbox.settle.${as}`) })),
    sections: blocks.flatMap(({ heading, lines }) => sectionsOf(heading, lines)),
  };
}

/** What can be made of the newest delivery. */
function settlementsOf({ channel, state }: DeliveryData): readonly string[] {
  const byEmail = channel === 'email';
  switch (state) {
    case 'unsure':
      return ['arrived', 'again', ...(byEmail ? ['letter'] : [])];
    case 'failed':
      return ['again'];
    case 'waiting':
      return byEmail ? ['letter'] : [];
    case 'sent':
      return ['returned'];
    default:
      return [];
  }
}
