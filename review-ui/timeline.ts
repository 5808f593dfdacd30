import { measureName } from './explained.ts';
import type { Step } from './pages/customer-decision.ts';
import type { Wording } from './wording.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { CaseRef, PersonFile } from '../scoring/portfolio/records.ts';

interface Happening {
  readonly on: IsoDate;
  readonly title: string;
  readonly note: string;
}

/** What happened in a case, oldest first; the newest `most` of it. */
export function timelineOf(file: PersonFile, ref: CaseRef, wording: Wording, most: number): readonly Step[] {
  return happeningsOf(file, ref, wording)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .slice(-most)
    .map(({ on, title, note }) => ({
      state: 'done',
      title: `${wording.date(on)} · ${title}`,
      note,
    }));
}

function happeningsOf(file: PersonFile, ref: CaseRef, wording: Wording): Happening[] {
  const { t, money } = wording;
  const source = (from: { readonly source: string }): string => t(`facts.source.${from.source}`);
  if (ref.kind === 'application') {
    return [
      ...file.applications.map((each) => ({
        on: each.on,
        title: `${t('customer.home.application')} ${each.applicationNumber}: ${money(each.amountCents, each.currency)}`,
        note: each.lender,
      })),
      ...file.publicRecords.map((each) => ({
        on: each.on,
        title: `${t(`facts.record.public.${each.kind}`)}${each.amountCents === null ? '' : `: ${money(each.amountCents)}`}`,
        note: source(each),
      })),
    ];
  }
  const claim = file.claims.find((each) => each.claimId === ref.claimId);
  const currency = claim?.currency ?? 'EUR';
  const ours = <T extends { readonly claimId: number | null }>(records: readonly T[]): readonly T[] =>
    records.filter((each) => each.claimId === ref.claimId);
  return [
    ...(claim === undefined
      ? []
      : [
          {
            on: claim.openedOn,
            title: `${t('customer.home.claim')} ${claim.claimNumber}: ${money(claim.principalCents, currency)}`,
            note: claim.creditor,
          },
        ]),
    ...ours(file.claimEvents).map((each) => ({
      on: each.on,
      title: [
        t(`facts.record.event.${each.kind}`),
        each.code === null ? '' : codeOf(each.code, wording),
        each.amountCents === null ? '' : money(each.amountCents, currency),
      ]
        .filter((part) => part !== '')
        .join(': '),
      note: source(each),
    })),
    ...ours(file.invoices).map((each) => ({
      on: each.issuedOn,
      title: `${t('customer.data.kind.invoices')}: ${money(each.amountCents, currency)}`,
      note: source(each),
    })),
    ...ours(file.payments).map((each) => ({
      on: each.on,
      title: `${t('customer.data.kind.payments')}: ${money(each.amountCents, currency)}`,
      note: source(each),
    })),
    ...ours(file.promises).map((each) => ({
      on: each.on,
      title: `${t('customer.data.kind.promises')}: ${money(each.amountCents, currency)}`,
      note: source(each),
    })),
    ...ours(file.measures).map((each) => ({
      on: each.on,
      title: measureName(each.measure, wording),
      note: source(each),
    })),
    ...ours(file.contacts).map((each) => ({
      on: each.on,
      title: `${t(`facts.record.channel.${each.channel}`)}: ${t(`facts.record.result.${each.result}`)}`,
      note: t(`facts.record.direction.${each.direction}`),
    })),
  ];
}

function codeOf(code: string, { t, has, date }: Wording): string {
  if (has(`facts.code.${code}`)) return t(`facts.code.${code}`);
  return /^\d{4}-\d{2}-\d{2}$/.test(code) ? date(code) : code;
}
