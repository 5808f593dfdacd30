import { z } from 'zod';
import { type IsoDate, isIsoDate } from '../portfolio/dates.ts';
import type { Country } from '../portfolio/records.ts';
import { ASKED_AT, type AskedAt } from '../review/attention.ts';
import type { OfferTerms } from '../review/offers.ts';
import { isLetterOfRelief } from './carry-out.ts';
import { PROOF_METHODS, type ProofMethod } from './identity-proof.ts';
import {
  KEPT_SINCE,
  type KeptSince,
  LEGAL_BASES,
  type Recipient,
  RECIPIENTS,
  RECORD_GROUPS,
  type RecordGroup,
  RETENTION_GROUNDS,
  type RetentionGround,
  SPECIAL_DATA_RULES,
  type SpecialDataRule,
} from './processing.ts';
import { type Processing, PURPOSE_IDS } from './purposes.ts';

/**
 * What one kind of firm promises the people whose data it has: deadlines, identification, what it does with special
 * data, who reviews, how long things are kept, who may get them. A portfolio follows one; without one the law's own
 * figures hold. Nothing in it can switch a review off.
 */
export interface ControllerProfile {
  readonly id: string;
  readonly version: number;
  readonly from: IsoDate;
  /** The firm that the sample runs as; a firm of one's own is named where its portfolio is made. */
  readonly controller: ControllerContact;
  readonly portfolio: {
    readonly name: string;
    readonly kind: 'collection' | 'credit';
    readonly jurisdiction: Country;
    readonly policy: string;
  };
  /** Days within which the firm promises to answer; null: it promises no less than the law. */
  readonly answerDays: number | null;
  /** Months before which changed principles are told; null: they are told when they change. */
  readonly changesToldMonths: number | null;
  readonly specialData: SpecialDataRule;
  /** How people may show who they are; whatever the firm, a session of the portal is among them. */
  readonly identification: readonly ProofMethod[];
  readonly review: {
    readonly body: 'committee' | 'employee';
    /** Votes needed: of a committee more than one. */
    readonly quorum: number;
    /** What the body writes its minutes in; the person is answered in their own language. */
    readonly language: StaffLanguage;
  };
  /** Days before the last one on which the officer is reminded twice and the chair is asked. */
  readonly reminders: { readonly first: number; readonly last: number; readonly chair: number };
  /**
   * The letter that takes the place of a call or a visit to somebody who needs us to write; null: such a measure waits.
   */
  readonly inWriting: string | null;
  /** What of a proposal needs no person, by the day from which it holds; the earliest first. */
  readonly offers: readonly OfferTerms[];
  readonly purposes: readonly Processing[];
  readonly recipients: readonly Recipient[];
  readonly retention: readonly RetentionRule[];
}

export interface ControllerContact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly dataProtectionEmail: string;
}

/** The languages that staff work in: their pages and papers exist in these. */
export const STAFF_LANGUAGES = ['et', 'en'] as const;
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number];

/** How long records of one group are kept, from when, and on what ground. */
export interface RetentionRule {
  readonly records: RecordGroup;
  readonly since: KeptSince;
  readonly months: number;
  readonly ground: RetentionGround;
  readonly citation: string;
  /** Of register copies: months that the register itself goes on telling an entry that has ended. */
  readonly sourceKeepsMonths: number | null;
  /** Not checked against its source: to be verified before it is relied on. */
  readonly verify: string | null;
  /** Erased whole, or kept without anything that leads to the person. */
  readonly then: 'delete' | 'pseudonymise';
}

export interface ProfileProblem {
  readonly path: string;
  readonly wanted: string;
}

export type ProfileRead =
  | { readonly kind: 'profile'; readonly profile: ControllerProfile }
  | { readonly kind: 'refused'; readonly problems: readonly ProfileProblem[] };

const text = z.string().min(1);
/** Whoever is asked later than this is asked too late to do anything about it. */
const days = z.number().int().min(0).max(28);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id of small letters, digits and -');

const whole = z.number().int('a whole number');
const yearOfDays = whole.positive('more than 0 days').max(366, 'at most 366 days');

const offerTerms = z
  .strictObject({
    from: z.string().refine(isIsoDate, 'a date as YYYY-MM-DD'),
    smallest_instalment_cents: whole.positive('more than 0 cents'),
    accepted_months: whole.min(0).max(120, 'at most 120 months'),
    accepted_least_share: z.number().min(0, 'a share from 0 to 1').max(1, 'a share from 0 to 1'),
    accepted_first_within_days: yearOfDays,
    first_within_days: yearOfDays,
    longest_pause_days: yearOfDays,
    accepted_pauses_a_year: whole.min(0).max(12, 'at most 12 a year'),
    answer_days: whole
      .positive('more than 0 days')
      .max(31, 'at most 31 days: nobody waits longer than a month'),
    basis: text,
  })
  .refine((terms) => terms.accepted_first_within_days <= terms.first_within_days, {
    path: ['accepted_first_within_days'],
    message: 'no more than first_within_days: what is accepted at once must be possible at all',
  });

const schema = z.strictObject({
  profile: id,
  version: z.number().int().positive(),
  from: z.string().refine(isIsoDate, 'a date as YYYY-MM-DD'),
  controller: z.strictObject({
    name: text,
    email: text,
    phone: text,
    address: text,
    data_protection_email: text,
  }),
  portfolio: z.strictObject({
    name: id,
    kind: z.enum(['collection', 'credit']),
    jurisdiction: z.enum(['EE', 'FI']),
    policy: id,
  }),
  answer_days: z.number().int().positive().nullable(),
  changes_told_months: z.number().int().positive().nullable(),
  special_data: z.enum(SPECIAL_DATA_RULES),
  identification: z
    .array(z.enum(PROOF_METHODS))
    .refine((methods) => methods.includes('session'), '"session" among them: the portal is always open'),
  review: z
    .strictObject({
      body: z.enum(['committee', 'employee']),
      quorum: z.number().int().min(1),
      language: z.enum(STAFF_LANGUAGES),
    })
    .refine(({ body, quorum }) => body === 'employee' || quorum > 1, 'of a committee more than one vote'),
  reminders: z
    .strictObject({ first: days, last: days, chair: days })
    .refine(({ first, last, chair }) => first > last && last >= chair, 'first before last, the chair last')
    .default({ first: ASKED_AT.remind_first, last: ASKED_AT.remind_last, chair: ASKED_AT.chair }),
  in_writing: z
    .string()
    .refine(isLetterOfRelief, 'a letter that eases and costs the person nothing, such as plan_offer')
    .nullable()
    .default(null),
  offers: z
    .array(offerTerms)
    .default([])
    .refine(
      (all) => all.every(({ from }, at) => at === 0 || (all[at - 1]?.from ?? '') < from),
      'terms in the order of their days, each day once',
    ),
  purposes: z.array(z.strictObject({ purpose: z.enum(PURPOSE_IDS), basis: z.enum(LEGAL_BASES) })).min(1),
  recipients: z.array(z.enum(RECIPIENTS)).min(1),
  retention: z
    .array(
      z.strictObject({
        records: z.enum(RECORD_GROUPS),
        since: z.enum(KEPT_SINCE),
        months: z.number().int().positive(),
        ground: z.enum(RETENTION_GROUNDS),
        citation: text,
        source_keeps_months: z.number().int().positive().nullable().default(null),
        verify: text.nullable().default(null),
        then: z.enum(['delete', 'pseudonymise']),
      }),
    )
    .refine(
      (rules) => RECORD_GROUPS.every((group) => rules.some(({ records }) => records === group)),
      `a rule for each of ${RECORD_GROUPS.join(', ')}`,
    ),
});

/** A profile from the object that its file holds; refused as a whole, with every problem named. */
export function readProfile(document: unknown): ProfileRead {
  const read = schema.safeParse(document);
  if (!read.success) {
    return {
      kind: 'refused',
      problems: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), wanted: message })),
    };
  }
  const { data } = read;
  return {
    kind: 'profile',
    profile: {
      id: data.profile,
      version: data.version,
      from: data.from,
      controller: {
        name: data.controller.name,
        email: data.controller.email,
        phone: data.controller.phone,
        address: data.controller.address,
        dataProtectionEmail: data.controller.data_protection_email,
      },
      portfolio: data.portfolio,
      answerDays: data.answer_days,
      changesToldMonths: data.changes_told_months,
      specialData: data.special_data,
      identification: data.identification,
      review: data.review,
      reminders: data.reminders,
      inWriting: data.in_writing,
      offers: data.offers.map((terms) => ({
        from: terms.from,
        instalmentAtLeastCents: terms.smallest_instalment_cents,
        acceptedInstalments: terms.accepted_months,
        acceptedLeastShare: terms.accepted_least_share,
        acceptedFirstWithinDays: terms.accepted_first_within_days,
        firstWithinDays: terms.first_within_days,
        pauseDays: terms.longest_pause_days,
        acceptedPausesAYear: terms.accepted_pauses_a_year,
        answerDays: terms.answer_days,
        basis: terms.basis,
      })),
      purposes: data.purposes,
      recipients: data.recipients,
      retention: data.retention.map(({ source_keeps_months: sourceKeepsMonths, ...rule }) => ({
        ...rule,
        sourceKeepsMonths,
      })),
    },
  };
}

/** The contacts of the profile's own firm. Null: they are not those of whoever follows it under another name. */
export function ownContact(
  profile: Pick<ControllerProfile, 'controller'> | null,
  controller: string,
): ControllerContact | null {
  return profile?.controller.name === controller ? profile.controller : null;
}

/** What a policy says of reviews, held to what the controller promises where that is better for the person. */
export function keptTo<Rules extends { readonly deadlineDays: number; readonly quorum: number }>(
  rules: Rules,
  profile: (Pick<ControllerProfile, 'answerDays'> & { readonly review: { readonly quorum: number } }) | null,
): Rules {
  if (profile === null) return rules;
  return {
    ...rules,
    deadlineDays: Math.min(rules.deadlineDays, profile.answerDays ?? rules.deadlineDays),
    quorum: profile.review.quorum,
  };
}

/** When somebody is asked to look at an answer that is due. That a day has passed is told whatever a profile says. */
export function askedAtBy(profile: Pick<ControllerProfile, 'reminders'> | null): AskedAt {
  if (profile === null) return ASKED_AT;
  const { first, last, chair } = profile.reminders;
  return { ...ASKED_AT, remind_first: first, remind_last: last, chair };
}

/** What a body of the controller writes in; without a profile, what its country speaks as far as staff have it. */
export function workingLanguage(
  profile: Pick<ControllerProfile, 'review'> | null,
  jurisdiction: Country,
): StaffLanguage {
  return profile?.review.language ?? (jurisdiction === 'EE' ? 'et' : 'en');
}
