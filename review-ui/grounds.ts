import { type Explained, sourceName, uniqueFacts } from './explained.ts';
import { characteristicNamed, factValue } from './facts.ts';
import type { Cell, Table } from './table.ts';
import type { Wording } from './wording.ts';
import type { IsoInstant } from '../scoring/portfolio/dates.ts';
import { characteristic } from '../scoring/characteristics/catalogue.ts';
import { CONTEST_POINTS, type Grounds } from '../scoring/review/contest.ts';
import type { Channel } from '../scoring/safeguards/identity-proof.ts';
import type { Value } from '../scoring/scorecard/scorecard.ts';

/** What `partials/grounds` draws: the points one may disagree with, and the data that may be said to be wrong. */
export interface GroundsForm {
  readonly points: readonly { readonly name: string; readonly label: string; readonly checked: boolean }[];
  /** How many data there are in all topics. */
  readonly count: number;
  /** Data that belong together, folded until one is wanted: a list of forty is read by nobody. */
  readonly topics: readonly {
    readonly name: string;
    /** Something in it is ticked, or filled in. */
    readonly open: boolean;
    readonly data: readonly DatumField[];
  }[];
}

interface DatumField {
  readonly id: string;
  /** For the id of its field: what it is called may hold anything. */
  readonly nth: number;
  readonly label: string;
  /** The value as it was used, and whose datum it is. */
  readonly value: string;
  readonly wrong: boolean;
  readonly right: string;
}

export function groundsForm(explained: Explained, typed: Grounds, wording: Wording): GroundsForm {
  const { t } = wording;
  const data = datumFields(explained, typed, wording);
  const topics = new Set(data.map(({ id }) => topicOf(id)));
  return {
    points: CONTEST_POINTS.map((point) => ({
      name: `point.${point}`,
      label: t(`contest.point.${point}`),
      checked: typed.points.includes(point),
    })),
    count: data.length,
    topics: [...topics].map((topic) => {
      const members = data.filter(({ id }) => topicOf(id) === topic);
      return {
        name: t(`contest.topic.${topic}`),
        open: members.some(({ wrong }) => wrong),
        data: members,
      };
    }),
  };
}

/** The heaviest first, so that the topics come in that order, too. */
function datumFields(explained: Explained, typed: Grounds, wording: Wording): readonly DatumField[] {
  const { explanation, decision } = explained;
  const weights = new Map(
    (explanation.scores[0]?.contributions ?? []).map((term) => [term.characteristic, Math.abs(term.points)]),
  );
  const wrong = new Map(typed.wrongData.map(({ characteristic, right }) => [characteristic, right]));
  return (
    uniqueFacts(explanation)
      // What the program worked out on the way is not a datum that somebody gave.
      .filter(({ characteristic: id }) => Object.hasOwn(decision.inputs.values, id))
      .sort((a, b) => (weights.get(b.characteristic) ?? 0) - (weights.get(a.characteristic) ?? 0))
      .map(({ characteristic: id, value, evidence }, nth) => {
        const fact = characteristicNamed(id, explained, wording);
        const used = factValue(value, fact, decision.inputs.currency, wording);
        const source = sourceName(evidence, wording);
        return {
          id,
          nth,
          label: fact.name,
          value: source === '' ? used : `${used} (${source})`,
          wrong: wrong.has(id),
          right: wrong.get(id) ?? '',
        };
      })
  );
}

/** The families of the catalogue as a person would look for them. */
export const TOPICS = {
  claim: ['arrears', 'amount', 'contract', 'claim_standing', 'statements', 'months_late', 'account_use'],
  payments: ['payments', 'monthly_payments'],
  agreements: ['promises', 'plans'],
  contacts: ['contacts', 'measures', 'reachability'],
  history: ['history_with_us', 'length_of_history', 'own_credit_history'],
  registers: [
    'payment_defaults',
    'tax_debt',
    'enforcement',
    'business_roles',
    'bureau_rating',
    'property',
    'recent_credits',
  ],
  money: ['income', 'expenses', 'obligations'],
  request: ['request', 'new_burden'],
  person: ['standing', 'restrictions'],
  other: ['season', 'data_quality'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Topic = keyof typeof TOPICS;

/** A column of a table of one's own is in no family. */
function topicOf(id: string): Topic {
  const family = characteristic(id)?.family;
  const found = Object.entries(TOPICS).find(([, families]) => families.some((each) => each === family));
  return (found?.[0] as Topic | undefined) ?? 'other';
}

/** One asking, as it was kept. */
export interface ContestTold extends Grounds {
  readonly at: IsoInstant;
  readonly channel: Channel;
  /** What showed who it was; null where the portal or another system vouches. */
  readonly method: string | null;
  /** Who of the staff wrote it down; null when the person did. */
  readonly takenBy: string | null;
}

/** Somebody came another way than by the portal, and nothing has shown yet that it is they. */
export function isIdentityToFollow({ channel, method }: Pick<ContestTold, 'channel' | 'method'>): boolean {
  return channel !== 'portal' && method === null;
}

export interface GroundsShown {
  /** How and when each asking came. */
  readonly came: readonly string[];
  readonly points: readonly string[];
  readonly wrongData: Table | null;
}

/** What the person disagrees with over all their askings, with the datum as used, as they say, and as it stands today. */
export function presentGrounds(
  contests: readonly ContestTold[],
  explained: Explained,
  today: Readonly<Record<string, Value>> | null,
  wording: Wording,
): GroundsShown {
  const { t, date } = wording;
  const { decision } = explained;
  const named = new Set(contests.flatMap(({ points }) => points));
  const wrong = contests.flatMap(({ wrongData }) => wrongData);
  const valueOf = (values: Readonly<Record<string, Value>>, id: string): string =>
    factValue(
      values[id] ?? null,
      characteristicNamed(id, explained, wording),
      decision.inputs.currency,
      wording,
    );
  return {
    came: contests.map(({ at, channel, method, takenBy }) => {
      const came = t('contest.came', {
        channel: t(`contest.channel.${channel}`),
        date: date(at.slice(0, 10)),
      });
      const how = method ?? (isIdentityToFollow({ channel, method }) ? 'to_follow' : null);
      const shown = how === null ? '' : ` · ${t(`contest.method.${how}`)}`;
      return `${came}${shown}${takenBy === null ? '' : ` · ${t('contest.takenBy', { name: takenBy })}`}`;
    }),
    points: CONTEST_POINTS.filter((point) => named.has(point)).map((point) => t(`contest.point.${point}`)),
    wrongData:
      wrong.length === 0
        ? null
        : {
            caption: t('contest.wrong.caption'),
            columns: [
              { label: t('contest.wrong.datum'), kind: 'text' },
              { label: t('contest.wrong.used'), kind: 'number' },
              { label: t('contest.wrong.right'), kind: 'text' },
              ...(today === null ? [] : [{ label: t('contest.wrong.today'), kind: 'number' as const }]),
            ],
            rows: wrong.map(({ characteristic, right }) => ({
              cells: [
                characteristicNamed(characteristic, explained, wording).name,
                valueOf(decision.inputs.values, characteristic),
                right ?? t('contest.wrong.notSaid'),
                ...(today === null ? [] : [valueOf(today, characteristic) as Cell]),
              ],
            })),
            empty: '',
            narrow: 'stack',
          },
  };
}
