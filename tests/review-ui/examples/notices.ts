import { letterPage, presentLetter } from '../../../review-ui/pages/letter.ts';
import { type LetterData, lettersPage, presentLetters } from '../../../review-ui/pages/letters.ts';
import { type OutboxData, outboxPage, presentOutbox } from '../../../review-ui/pages/outbox.ts';
import { outboxNoticePage, presentOutboxNotice } from '../../../review-ui/pages/outbox-notice.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const TEXT = 'Otsus C-1\n\nTere!\nTeie nõue on 800 €.\n\nMiks\n1. Põhjus.\n– Teine.\n\nNäidis AS\n';

const letter: LetterData & { readonly kind: string; readonly sentAt: string | null } = {
  id: 7,
  text: TEXT,
  createdAt: '2026-11-20T10:00:00.000Z',
  readAt: null,
  sentAt: null,
  kind: 'decision',
  language: 'et',
};
const awkward = { ...letter, text: `${LONG_WORD}\n\n${MARKUP}\n\n${LONG_WORD}\n${MARKUP}\n\n${MARKUP}\n` };
const blank = { ...letter, text: '' };

const line: OutboxData = {
  noticeId: 7,
  kind: 'review_decided',
  language: 'et',
  channel: 'email',
  createdAt: '2026-11-20T10:00:00.000Z',
  sentAt: null,
  delivery: { channel: 'email', state: 'unsure', tries: 1, nextAt: null, failure: 'cut_off' },
};
const counts = { waiting: 0, trouble: 1, sent: 0 };
const delivery = { channel: 'email', state: 'failed', tries: 8, failure: 'smtp_550' };

export const EXAMPLES: readonly Example[] = [
  example(outboxPage, 'typical', (w) =>
    presentOutbox({ part: 'trouble', lines: [line], counts, hasMail: true, opens: true }, w),
  ),
  example(outboxPage, 'empty', (w) =>
    presentOutbox({ part: 'waiting', lines: [], counts, hasMail: false, opens: false }, w),
  ),
  example(outboxPage, 'awkward', (w) =>
    presentOutbox(
      {
        part: 'sent',
        lines: Array.from({ length: 200 }, (_, at) => ({
          ...line,
          noticeId: at,
          kind: LONG_WORD,
          sentAt: at % 2 === 0 ? null : line.createdAt,
          delivery: at % 3 === 0 ? null : { ...delivery, nextAt: null, failure: MARKUP },
        })),
        counts: { waiting: 1_000_000, trouble: 1, sent: 99 },
        hasMail: true,
        opens: true,
      },
      w,
    ),
  ),
  example(outboxNoticePage, 'typical', (w) =>
    presentOutboxNotice(letter, { name: 'Mari Maasikas' }, [delivery], w),
  ),
  example(outboxNoticePage, 'empty', (w) => presentOutboxNotice(blank, { name: null }, [], w)),
  example(outboxNoticePage, 'awkward', (w) =>
    presentOutboxNotice(
      awkward,
      { name: MARKUP },
      [delivery, { ...delivery, channel: 'letter', state: 'sent' }],
      w,
    ),
  ),
  example(lettersPage, 'typical', (w) =>
    presentLetters([letter, { ...letter, readAt: letter.createdAt }], w),
  ),
  example(lettersPage, 'empty', (w) => presentLetters([], w)),
  example(lettersPage, 'awkward', (w) => presentLetters([awkward], w)),
  example(letterPage, 'typical', (w) => presentLetter(letter, w)),
  example(letterPage, 'empty', (w) => presentLetter(blank, w)),
  example(letterPage, 'awkward', (w) => presentLetter(awkward, w)),
];
