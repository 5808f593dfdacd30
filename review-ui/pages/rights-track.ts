import type { Page } from '../page.ts';
import type { Wording } from '../wording.ts';
import type { Notice } from '../../scoring/explanation/notice.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import { isWaiting, type RequestState } from '../../scoring/safeguards/request-states.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import type { Ground, Right } from '../../scoring/safeguards/rights.ts';

export interface RightsTrackContext {
  readonly id: number;
  readonly name: string;
  /** "We answer by 4 March 2026"; null once it is answered or taken back. */
  readonly due: string | null;
  readonly steps: readonly {
    readonly state: 'done' | 'now' | 'later';
    readonly title: string;
    readonly note?: string;
  }[];
  readonly asked: readonly string[];
  /** The answer in the words of its letter. */
  readonly answer: Notice | null;
  readonly copies: readonly { readonly href: string; readonly label: string }[];
  readonly mayWithdraw: boolean;
}

export const rightsTrackPage: Page<RightsTrackContext> = {
  name: 'rights-track',
  voice: 'customer',
  title: ({ name }) => name,
  section: 'rights',
};

export interface TrackedRequest {
  readonly id: number;
  readonly right: Right;
  readonly state: RequestState;
  readonly receivedAt: IsoInstant;
  readonly dueOn: IsoDate;
  readonly extendedTo: IsoDate | null;
  readonly decidedAt: IsoInstant | null;
  readonly answeredAt: IsoInstant | null;
  readonly words: string;
  readonly ground: Ground | null;
  /** What they say is wrong, of what we have on record. */
  readonly datum: string | null;
}

const WAY: readonly RequestState[] = ['received', 'identified', 'decided', 'answered'];

export function presentRightsTrack(
  request: TrackedRequest,
  answer: Notice | null,
  wording: Wording,
): RightsTrackContext {
  const { t, dateOn, language } = wording;
  const texts = rightsTexts(language);
  const { right, state, words, ground, datum } = request;
  const waiting = isWaiting(state);
  return {
    id: request.id,
    name: texts.right[right].name,
    due: waiting
      ? t(request.extendedTo === null ? 'rights.answerBy' : 'rights.answerByNow', {
          date: dateOn(request.dueOn),
        })
      : null,
    steps: stepsOf(request, wording),
    asked: [
      ...(ground === null ? [] : [texts.ground[ground]]),
      ...(datum === null ? [] : [datum]),
      ...(words === '' ? [] : [words]),
    ],
    answer,
    copies: copiesOf(request, wording),
    mayWithdraw: waiting && state !== 'decided',
  };
}

function stepsOf(request: TrackedRequest, { date, language }: Wording): RightsTrackContext['steps'] {
  const names = rightsTexts(language).state;
  const { state, receivedAt, decidedAt, answeredAt } = request;
  const day = (at: IsoInstant | null): { readonly note?: string } =>
    at === null ? {} : { note: date(at.slice(0, 10)) };
  if (state === 'withdrawn') {
    return [
      { state: 'done', title: names.received, ...day(receivedAt) },
      { state: 'done', title: names.withdrawn },
    ];
  }
  // A second person looks while it is being decided: no step of its own for whoever waits.
  const at = WAY.indexOf(state === 'proposed' ? 'identified' : state);
  const dates: Partial<Record<RequestState, IsoInstant | null>> = {
    received: receivedAt,
    decided: decidedAt,
    answered: answeredAt,
  };
  return WAY.map((each, place) => ({
    state: place < at || state === 'answered' ? 'done' : place === at ? 'now' : 'later',
    title: names[each],
    ...day(dates[each] ?? null),
  }));
}

function copiesOf({ right, state }: TrackedRequest, { t }: Wording): RightsTrackContext['copies'] {
  if (state !== 'answered') return [];
  if (right === 'portability') return [{ href: '/my/copy/portable.json', label: t('rights.copy.portable') }];
  return right === 'access'
    ? [
        { href: '/my/copy', label: t('rights.copy.read') },
        { href: '/my/copy/copy.pdf', label: t('rights.copy.pdf') },
        { href: '/my/copy/copy.json', label: t('rights.copy.json') },
      ]
    : [];
}
