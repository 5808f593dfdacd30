import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';

/** Who of the firm's people opened the person's data: by day and role, never by name. */
export interface MyLooksContext {
  readonly table: Table;
}

export const myLooksPage: Page<MyLooksContext> = {
  name: 'my-looks',
  voice: 'customer',
  title: (_, { t }) => t('identity.looks.title'),
  section: 'data',
};

/** One opening; several of one kind on a day by the same role are told once. */
export interface Look {
  readonly at: IsoInstant;
  readonly role: string;
  readonly what: string;
}

export function presentMyLooks(looks: readonly Look[], wording: Wording): MyLooksContext {
  const { t, date } = wording;
  const days = new Map<string, Look>();
  for (const look of looks) {
    const key = [look.at.slice(0, 10), look.role, look.what].join(' ');
    if (!days.has(key)) days.set(key, look);
  }
  return {
    table: {
      caption: t('identity.looks.caption'),
      columns: [
        { label: t('identity.looks.day'), kind: 'text' },
        { label: t('identity.looks.who'), kind: 'text' },
        { label: t('identity.looks.why'), kind: 'text' },
      ],
      rows: [...days.values()].map(({ at, role, what }) => ({
        cells: [date(at.slice(0, 10)), t(`identity.lookRole.${role}`), t(`identity.purpose.${what}`)],
      })),
      empty: t('identity.looks.empty'),
      narrow: 'stack',
    },
  };
}
