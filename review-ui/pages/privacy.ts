import {
  type ControllerProfile,
  ownContact,
  type RetentionRule,
} from '../../scoring/safeguards/controller-profile.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import { periodWords } from '../kept.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';

/** What a controller says of the data it has, made from the profile that its deadlines and deletions follow. */
export interface PrivacyContext {
  readonly controller: string;
  readonly contact: readonly { readonly name: string; readonly value: string }[];
  readonly purposes: Table;
  readonly review: string;
  readonly specialData: string;
  readonly recipients: readonly string[];
  readonly retention: Table;
  readonly answer: string;
  readonly identification: readonly string[];
  readonly authority: string;
  readonly changes: string;
  readonly version: string;
}

export const privacyPage: Page<PrivacyContext> = {
  name: 'privacy',
  voice: 'public',
  title: ({ controller }, { t }) => t('privacy.title', { controller }),
};

export function presentPrivacy(
  profile: ControllerProfile,
  controller: string,
  wording: Wording,
): PrivacyContext {
  const { t, date } = wording;
  const { changesToldMonths: told, review } = profile;
  const contact = ownContact(profile, controller);
  return {
    controller,
    contact:
      contact === null
        ? []
        : [
            { name: t('privacy.address'), value: contact.address },
            { name: t('privacy.email'), value: contact.email },
            { name: t('privacy.phone'), value: contact.phone },
            { name: t('privacy.dpo'), value: contact.dataProtectionEmail },
          ],
    purposes: purposesTable(profile, wording),
    review: t(`privacy.body.${review.body}`, { quorum: review.quorum }),
    specialData: t(`privacy.special.${profile.specialData}`),
    recipients: profile.recipients.map((recipient) => t(`privacy.recipients.${recipient}`)),
    retention: retentionTable(profile.retention, wording),
    answer:
      profile.answerDays === null
        ? t('privacy.answerMonth')
        : t('privacy.answerDays', { count: profile.answerDays }),
    identification: profile.identification.map((method) => t(`privacy.identification.${method}`)),
    authority: t(`privacy.authorities.${profile.portfolio.jurisdiction}`),
    changes: told === null ? t('privacy.changesNow') : t('privacy.changesMonths', { count: told }),
    version: t('privacy.version', { version: profile.version, date: date(profile.from) }),
  };
}

function purposesTable({ purposes }: ControllerProfile, { t, language }: Wording): Table {
  const { purpose: names } = rightsTexts(language);
  return {
    caption: t('privacy.purposesTitle'),
    columns: [
      { label: t('privacy.purpose'), kind: 'text' },
      { label: t('privacy.basis'), kind: 'text' },
    ],
    rows: purposes.map(({ purpose, basis }) => ({
      cells: [{ text: names[purpose].name, note: names[purpose].what }, t(`privacy.bases.${basis}`)],
    })),
    empty: '',
    narrow: 'stack',
  };
}

function retentionTable(rules: readonly RetentionRule[], { t }: Wording): Table {
  return {
    caption: t('privacy.retentionTitle'),
    columns: [
      { label: t('privacy.records'), kind: 'text' },
      { label: t('privacy.period'), kind: 'text' },
      { label: t('privacy.since'), kind: 'text' },
      { label: t('privacy.ground'), kind: 'text' },
    ],
    rows: rules.map(({ records, months, since, ground, citation, then }) => ({
      cells: [
        t(`privacy.groups.${records}`),
        { text: periodWords(months, t), note: t(`privacy.then.${then}`) },
        t(`privacy.sinceWords.${since}`),
        { text: t(`privacy.grounds.${ground}`), note: citation },
      ],
    })),
    empty: '',
    narrow: 'stack',
  };
}
