import type { Page } from '../page.ts';
import type { Wording } from '../wording.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Country } from '../../scoring/portfolio/records.ts';
import { authorityLines } from '../../scoring/safeguards/authorities.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import { isWaiting, type RequestState } from '../../scoring/safeguards/request-states.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import { type Right, RIGHTS } from '../../scoring/safeguards/rights.ts';

export interface MyRightsContext {
  /** What was asked before, the newest first. */
  readonly requests: readonly { readonly href: string; readonly title: string; readonly text: string }[];
  readonly choices: readonly { readonly href: string; readonly title: string; readonly text: string }[];
  /** One switch for each purpose that needs a consent. */
  readonly consents: readonly {
    readonly purpose: ConsentPurpose;
    readonly name: string;
    readonly words: string;
    readonly given: boolean;
    readonly since: string | null;
  }[];
  readonly authority: readonly string[];
}

export const myRightsPage: Page<MyRightsContext> = {
  name: 'my-rights',
  voice: 'customer',
  title: (_, { t }) => t('rights.title'),
  section: 'rights',
};

export interface RequestListed {
  readonly id: number;
  readonly right: Right;
  readonly state: RequestState;
  readonly dueOn: IsoDate;
}

export function presentMyRights(
  data: {
    readonly requests: readonly RequestListed[];
    readonly consents: readonly {
      readonly purpose: string;
      readonly givenOn: IsoDate;
      readonly withdrawnOn: IsoDate | null;
    }[];
    readonly country: Country;
  },
  wording: Wording,
): MyRightsContext {
  const { t, date, dateOn, language } = wording;
  const texts = rightsTexts(language);
  return {
    requests: data.requests.map(({ id, right, state, dueOn }) => ({
      href: `/my/rights/${id}`,
      title: texts.right[right].name,
      text: isWaiting(state) ? t('rights.answerBy', { date: dateOn(dueOn) }) : texts.state[state],
    })),
    // Consents have their own switches below: taking one back is one press, as giving it was.
    choices: RIGHTS.filter((right) => right !== 'consent_withdrawal').map((right) => ({
      href: `/my/rights/new?right=${right}`,
      title: texts.right[right].name,
      text: texts.right[right].offer,
    })),
    consents: CONSENT_PURPOSES.map((purpose) => {
      const given = data.consents.find((each) => each.purpose === purpose && each.withdrawnOn === null);
      return {
        purpose,
        name: texts.purpose[purpose].name,
        words: texts.consent[purpose],
        given: given !== undefined,
        since: given === undefined ? null : t('rights.consent.since', { date: date(given.givenOn) }),
      };
    }),
    authority: authorityLines(data.country, language),
  };
}
