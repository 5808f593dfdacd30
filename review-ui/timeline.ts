import { measureName } from './explained.ts';
import type { Step } from './pages/customer-decision.ts';
import type { Wording } from './wording.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { CaseRef, PersonFile } from '../scoring/portfolio/records.ts';

export interface Timeline {
  /** Newest first. */
  readonly steps: readonly Step[];
  /** Said when older ones were left out; null when all are there. */
  readonly cut: string | null;
}

/** What happened, newest first: about one case with what registers say, or all that we know of the person. */
export function timelineOf(
  file: PersonFile,
  about: CaseRef | 'person',
  wording: Wording,
  most: number,
): Timeline {
  const { t, date } = wording;
  const happenings = happeningsOf(file, about, wording).sort((a, b) =>
    a.on < b.on ? 1 : a.on > b.on ? -1 : 0,
  );
  return {
    steps: happenings.slice(0, most).map(({ on, title, notes }) => {
      const note = notes.filter((each) => each !== '').join(' · ');
      return { state: 'done', title: `${date(on)}: ${title}`, ...(note === '' ? {} : { note }) };
    }),
    cut:
      happenings.length > most
        ? t('planner.case.timelineCut', { shown: most, total: happenings.length })
        : null,
  };
}

interface Happening {
  readonly on: IsoDate;
  readonly title: string;
  readonly notes: readonly string[];
}

function happeningsOf(file: PersonFile, about: CaseRef | 'person', wording: Wording): Happening[] {
  const { t, money, date } = wording;
  const claimOf = new Map(file.claims.map((claim) => [claim.claimId, claim]));
  const ours = <T extends { readonly claimId: number | null }>(records: readonly T[]): readonly T[] => {
    if (about === 'person') return records;
    return about.kind === 'claim' ? records.filter(({ claimId }) => claimId === about.claimId) : [];
  };
  // Beside one claim its number would only repeat itself.
  const of = (claimId: number | null): string =>
    (about !== 'person' || claimId === null ? undefined : claimOf.get(claimId)?.claimNumber) ?? '';
  const from = (record: { readonly source: string }): string => t(`facts.source.${record.source}`);
  const amount = (cents: number, claimId: number): string =>
    money(cents, claimOf.get(claimId)?.currency ?? 'EUR');
  return [
    ...ours(file.claims).map((claim) => ({
      on: claim.openedOn,
      title: t('planner.event.claim', { creditor: claim.creditor }),
      notes: [claim.claimNumber],
    })),
    ...(about === 'person' || about.kind === 'application' ? file.applications : []).map((asked) => ({
      on: asked.on,
      title: t('planner.event.application', {
        amount: money(asked.amountCents, asked.currency),
        lender: asked.lender,
      }),
      notes: [asked.applicationNumber],
    })),
    ...ours(file.invoices).map((invoice) => ({
      on: invoice.issuedOn,
      title: t('planner.event.invoice', {
        amount: amount(invoice.amountCents, invoice.claimId),
        due: date(invoice.dueOn),
      }),
      notes: [of(invoice.claimId), from(invoice)],
    })),
    ...ours(file.payments).map((payment) => ({
      on: payment.on,
      title: t(payment.reversedOn === null ? 'planner.event.payment' : 'planner.event.paymentReversed', {
        amount: amount(payment.amountCents, payment.claimId),
      }),
      notes: [of(payment.claimId), from(payment)],
    })),
    ...ours(file.promises).map((promise) => ({
      on: promise.on,
      title: t('planner.event.promise', {
        amount: amount(promise.amountCents, promise.claimId),
        due: date(promise.dueOn),
      }),
      notes: [of(promise.claimId), from(promise)],
    })),
    ...ours(file.plans).map((plan) => ({
      on: plan.agreedOn,
      title: t('planner.event.plan', {
        count: plan.instalments,
        amount: amount(plan.instalmentCents, plan.claimId),
      }),
      notes: [of(plan.claimId), from(plan)],
    })),
    ...ours(file.contacts).map((contact) => ({
      on: contact.on,
      title: t('planner.event.contact', {
        channel: t(`planner.channel.${contact.channel}`),
        result: t(`planner.contactResult.${contact.result}`),
      }),
      notes: [of(contact.claimId), from(contact)],
    })),
    ...ours(file.measures).map((taken) => ({
      on: taken.on,
      title: t('planner.event.measure', { measure: measureName(taken.measure, wording) }),
      notes: [of(taken.claimId), from(taken)],
    })),
    ...ours(file.claimEvents).map((event) => ({
      on: event.on,
      title: t(`planner.claimEvent.${event.kind}`, {
        code: eventCode(event, wording),
        amount: event.amountCents === null ? '' : amount(event.amountCents, event.claimId),
      }),
      notes: [of(event.claimId), from(event)],
    })),
    ...file.publicRecords.map((record) => ({
      on: record.on,
      title: t(`planner.record.${record.kind}`),
      notes: [record.amountCents === null ? (record.code ?? '') : money(record.amountCents), from(record)],
    })),
  ];
}

/** A phase by its name, the new limitation date as a date. */
function eventCode({ kind, code }: PersonFile['claimEvents'][number], { t, date }: Wording): string {
  if (code === null) return '';
  if (kind === 'phase') return t(`planner.phase.${code}`);
  return kind === 'limitation' ? date(code) : code;
}
