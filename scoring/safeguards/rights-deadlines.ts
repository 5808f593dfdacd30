import type { IsoDate } from '../portfolio/dates.ts';
import {
  answerDueOn,
  daysLeft,
  type Extension,
  extendDeadline,
  type IsHoliday,
} from '../review/deadlines.ts';
import { isWaiting, type RequestState } from './request-states.ts';

/** What the controller promises, beside the law's own month: the shorter counts. */
export interface AnswerPromise {
  readonly deadlineDays: number;
  readonly deadlineMonths: number;
}

/** GDPR art. 12(3): a month, and a controller without a promise of its own answers within that. */
export const LAWS_OWN: AnswerPromise = { deadlineDays: 31, deadlineMonths: 1 };

/** The last day to answer. A promise longer than the law's month never counts. */
export function requestDueOn(receivedOn: IsoDate, promise: AnswerPromise, isHoliday: IsHoliday): IsoDate {
  return answerDueOn(
    receivedOn,
    { deadlineDays: promise.deadlineDays, deadlineMonths: Math.min(1, promise.deadlineMonths) },
    isHoliday,
  );
}

/** GDPR art. 12(3): two more months, once, with a reason, told within the first period. */
export function extendRequest(
  request: { readonly receivedOn: IsoDate; readonly dueOn: IsoDate; readonly extended: boolean },
  reason: string,
  today: IsoDate,
  isHoliday: IsHoliday,
): Extension {
  return extendDeadline(request, reason, today, { deadlineMonths: 1 }, isHoliday);
}

export type Alarm = 'none' | 'soon' | 'late';

const SOON_DAYS = 7;

/** How loud a request is: the last week is soon, the day after the last is late. Answered ones are silent. */
export function alarmOf(
  { state, dueOn }: { readonly state: RequestState; readonly dueOn: IsoDate },
  today: IsoDate,
): Alarm {
  if (!isWaiting(state)) return 'none';
  const left = daysLeft(dueOn, today);
  return left < 0 ? 'late' : left <= SOON_DAYS ? 'soon' : 'none';
}
