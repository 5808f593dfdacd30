import type { Notice, NoticeBlock } from './notice.ts';

/**
 * A notice from its text: what {@link import('./notice.ts').noticeText} wrote. The first and the last block have no
 * heading; nor has a block that begins with a sentence.
 */
export function readNotice(text: string): Notice {
  const [subject = '', ...parts] = text.trim().split(/\n{2,}/);
  return {
    subject,
    blocks: parts.map((part, at): NoticeBlock => {
      const lines = part.split('\n');
      const [first = '', ...rest] = lines;
      const isHeaded = at > 0 && at < parts.length - 1 && rest.length > 0 && !/[.:!?…]$/.test(first);
      return isHeaded ? { heading: first, lines: rest } : { heading: null, lines };
    }),
  };
}
