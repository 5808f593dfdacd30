import { MEASURES } from '../policy/measures.ts';
import { channelsBarred, type SupportNeed } from './support-needs.ts';

/** What stands between a recommended measure and the person: looked at when it is released, and when it is given out. */
export interface PersonNow {
  /** Their data are only kept (GDPR art. 18): nothing is done with what was decided before. */
  readonly restricted: boolean;
  /** In force today. */
  readonly needs: readonly SupportNeed[];
}

export type CarriedOut =
  | { readonly kind: 'as_recommended'; readonly measure: string }
  /** In writing, because the person needs it so. */
  | { readonly kind: 'changed'; readonly measure: string; readonly because: SupportNeed }
  | { readonly kind: 'held_back'; readonly because: HeldBackBecause };

export type HeldBackBecause = 'restricted' | SupportNeed;

/**
 * What becomes of a recommended measure. Whom we may not call is not called: the measure goes in writing where the
 * controller says which letter takes its place and the decision had left that letter open, and waits otherwise.
 * Nothing that comes of a need is harsher than what was recommended.
 */
export function carryOut(
  recommended: string,
  person: PersonNow,
  inWriting: string | null,
  isOpen: (measure: string) => boolean,
): CarriedOut {
  // Waiting asks nothing of anybody.
  if (recommended === 'no_action') return { kind: 'as_recommended', measure: recommended };
  if (person.restricted) return { kind: 'held_back', because: 'restricted' };
  const because = needAgainst(recommended, person.needs);
  if (because === null) return { kind: 'as_recommended', measure: recommended };
  if (inWriting === null || !isOpen(inWriting) || !isMilder(inWriting, recommended)) {
    return { kind: 'held_back', because };
  }
  return { kind: 'changed', measure: inWriting, because };
}

/** The first of the needs that the way of the measure goes against; null: none. */
export function needAgainst(measure: string, needs: readonly SupportNeed[]): SupportNeed | null {
  const channel = MEASURES.find(({ id }) => id === measure)?.channel;
  if (channel === undefined) return null;
  return needs.find((need) => channelsBarred(need).includes(channel)) ?? null;
}

/** A letter that eases, costs the person nothing to get, and is no step further than what was recommended. */
export function isLetterOfRelief(measure: string): boolean {
  const found = MEASURES.find(({ id }) => id === measure);
  return found !== undefined && found.channel === 'letter' && found.relief && !found.legalEffect;
}

function isMilder(one: string, other: string): boolean {
  const severity = (id: string): number => MEASURES.find((each) => each.id === id)?.severity ?? Infinity;
  return severity(one) <= severity(other);
}
