import type { IdentityShown } from '../identity-shown.ts';
import { measureName } from '../explained.ts';
import { codeText } from '../facts.ts';
import { keptWords } from '../kept.ts';
import { type DisclosureMade, disclosureTable } from './disclosures.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import { statementText } from '../statements.ts';
import type { Wording } from '../wording.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { PersonFile, Provenance } from '../../scoring/portfolio/records.ts';
import type { RetentionRule } from '../../scoring/safeguards/controller-profile.ts';
import type { FileList } from '../../scoring/safeguards/retention.ts';

export interface MyDataContext {
  /** By kind, each datum with its source, when it was obtained and how long it is kept. */
  readonly kinds: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: string;
    readonly table: Table;
  }[];
  /** What the person told us, the newest first. */
  readonly sent: readonly { readonly date: string; readonly kind: string; readonly text: string }[];
  /** Who outside got what of it, when and why. */
  readonly disclosed: Table;
}

export const myDataPage: Page<MyDataContext> = {
  name: 'my-data',
  voice: 'customer',
  title: (_, { t }) => t('customer.data.title'),
  section: 'data',
};

/** One datum: what it is, its value, and where it came from. */
interface Datum {
  readonly what: string;
  readonly value: string;
  readonly from: Provenance;
}

export function presentMyData(
  file: PersonFile,
  identity: IdentityShown,
  statements: readonly { readonly kind: string; readonly at: IsoInstant; readonly text: string }[],
  disclosed: readonly DisclosureMade[],
  rules: readonly RetentionRule[],
  wording: Wording,
): MyDataContext {
  const { t, date } = wording;
  return {
    kinds: datumLists(file, identity, wording)
      .filter(([, data]) => data.length > 0)
      .map(([kind, data]) => ({
        id: kind,
        name: t(`customer.data.kind.${kind}`),
        count: t('customer.data.count', { count: data.length }),
        table: tableOf(kind, data, keptWords(kind, rules, wording), wording),
      })),
    sent: statements
      .map((said) => ({
        date: date(said.at.slice(0, 10)),
        kind: t(`customer.statementKind.${said.kind}`),
        text: statementText(said, wording),
      }))
      .reverse(),
    disclosed: disclosureTable(disclosed, wording),
  };
}

/** Each datum until when it is used, where its source says so, and by which rule it goes. */
function tableOf(kind: FileList, data: readonly Datum[], kept: string, wording: Wording): Table {
  const { t, date } = wording;
  return {
    caption: t(`customer.data.kind.${kind}`),
    columns: [
      { label: t('customer.data.what'), kind: 'text' },
      { label: t('customer.data.value'), kind: 'text' },
      { label: t('customer.data.source'), kind: 'text' },
      { label: t('customer.data.obtained'), kind: 'text' },
      { label: t('privacy.retentionTitle'), kind: 'text' },
    ],
    rows: data.map(({ what, value, from }) => ({
      cells: [
        what,
        value,
        t(`facts.source.${from.source}`),
        date(from.obtainedOn),
        from.validUntil === null
          ? kept
          : { text: kept, note: t('customer.data.usedUntil', { date: date(from.validUntil) }) },
      ],
    })),
    empty: t('customer.data.empty'),
    narrow: 'cards',
  };
}

function datumLists(
  file: PersonFile,
  identity: IdentityShown,
  wording: Wording,
): readonly (readonly [FileList, readonly Datum[]])[] {
  const { t, money, date, percent } = wording;
  const currencyOf = (claimId: number): string =>
    file.claims.find((claim) => claim.claimId === claimId)?.currency ?? 'EUR';
  const numberOf = (claimId: number): string =>
    file.claims.find((claim) => claim.claimId === claimId)?.claimNumber ?? '';
  const period = (from: IsoDate, to: IsoDate | null): string =>
    [date(from), to === null ? '' : t('facts.line.until', { date: date(to) })]
      .filter((part) => part !== '')
      .join(', ');
  const code = (text: string | null): string => (text === null ? '' : codeText(text, wording));
  const list = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');
  const { person } = file;
  return [
    [
      'person',
      [
        ...identity.map(({ what, value }) => ({
          what: t(`rights.copy.identity.${what}`),
          value,
          from: person,
        })),
        { what: t('facts.line.country'), value: code(person.jurisdiction), from: person },
        ...(person.adultOn === null
          ? []
          : [{ what: t('facts.line.adult'), value: date(person.adultOn), from: person }]),
      ],
    ],
    [
      'status',
      file.statuses.map((each) => ({
        what: t(`facts.record.status.${each.kind}`),
        value: period(each.from, each.to),
        from: each,
      })),
    ],
    [
      'claims',
      file.claims.map((claim) => ({
        what: `${claim.claimNumber} · ${claim.creditor}`,
        value: money(claim.principalCents + claim.interestCents + claim.costsCents, claim.currency),
        from: claim,
      })),
    ],
    [
      'claimEvents',
      file.claimEvents.map((each) => ({
        what: `${numberOf(each.claimId)} · ${t(`facts.record.event.${each.kind}`)}`,
        value: list(
          date(each.on),
          code(each.code),
          each.amountCents === null ? '' : money(each.amountCents, currencyOf(each.claimId)),
        ),
        from: each,
      })),
    ],
    [
      'invoices',
      file.invoices.map((each) => ({
        what: `${numberOf(each.claimId)} · ${date(each.issuedOn)}`,
        value: money(each.amountCents, currencyOf(each.claimId)),
        from: each,
      })),
    ],
    [
      'payments',
      file.payments.map((each) => ({
        what: `${numberOf(each.claimId)} · ${date(each.on)}`,
        value: money(each.amountCents, currencyOf(each.claimId)),
        from: each,
      })),
    ],
    [
      'plans',
      file.plans.map((each) => ({
        what: `${numberOf(each.claimId)} · ${date(each.agreedOn)}`,
        value: list(
          t('facts.line.plan', {
            count: each.instalments,
            amount: money(each.instalmentCents, currencyOf(each.claimId)),
          }),
          each.ended === null ? '' : t(`facts.record.planEnd.${each.ended}`),
        ),
        from: each,
      })),
    ],
    [
      'promises',
      file.promises.map((each) => ({
        what: `${numberOf(each.claimId)} · ${date(each.on)}`,
        value: list(
          money(each.amountCents, currencyOf(each.claimId)),
          t('facts.line.until', { date: date(each.dueOn) }),
        ),
        from: each,
      })),
    ],
    [
      'contacts',
      file.contacts.map((each) => ({
        what: `${date(each.on)} · ${t(`facts.record.channel.${each.channel}`)}`,
        value: list(t(`facts.record.direction.${each.direction}`), t(`facts.record.result.${each.result}`)),
        from: each,
      })),
    ],
    [
      'measures',
      file.measures.map((each) => ({
        what: `${numberOf(each.claimId)} · ${measureName(each.measure, wording)}`,
        value: list(date(each.on), money(each.debtorCostCents, currencyOf(each.claimId))),
        from: each,
      })),
    ],
    [
      'publicRecords',
      file.publicRecords.map((each) => ({
        what: t(`facts.record.public.${each.kind}`),
        value: list(
          period(each.on, each.endedOn),
          code(each.code),
          each.amountCents === null ? '' : money(each.amountCents),
        ),
        from: each,
      })),
    ],
    [
      'incomes',
      file.incomes.map((each) => ({
        what: `${t(`facts.record.income.${each.kind}`)}: ${code(each.code)}`,
        value: list(
          t('facts.line.monthly', { amount: money(each.monthlyCents) }),
          period(each.from, each.to),
        ),
        from: each,
      })),
    ],
    [
      'applications',
      file.applications.map((each) => ({
        what: `${each.applicationNumber} · ${date(each.on)}`,
        value: list(
          t('facts.line.asked', {
            amount: money(each.amountCents, each.currency),
            term: t('common.months', { count: each.termMonths }),
          }),
          percent(each.annualRate, 1),
        ),
        from: each,
      })),
    ],
    [
      'consents',
      file.consents.map((each) => ({
        what: each.purpose,
        value: period(each.givenOn, each.withdrawnOn),
        from: each,
      })),
    ],
    [
      'restrictions',
      file.restrictions.map((each) => ({
        what: t(`facts.record.restriction.${each.kind}`),
        value: period(each.from, each.to),
        from: each,
      })),
    ],
  ];
}
