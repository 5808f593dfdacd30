import { z } from 'zod';
import { acceptedFrom } from '../../data/profiles.ts';
import type { FieldError } from '../../review-ui/form.ts';
import type { Option } from '../../review-ui/pages/review-queue.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { CHANNELS, methodsBy, PROOF_METHODS } from '../../scoring/safeguards/identity-proof.ts';
import type { InPersonOf } from '../actions/prove-identity.ts';
import type { Call } from '../http/route.ts';
import { checkedToday } from './checked-today.ts';

/** What staff say of somebody who calls, writes or comes (`partials/came`). */
export const cameForm = z.object({
  came: z.string().max(60).catch(''),
  shown: z.enum(['yes', 'no']).or(z.literal('')).catch(''),
});
export type CameForm = z.output<typeof cameForm>;

/** What somebody is heard by who has yet to show who they are. */
export function toFollowOptions({ t }: Wording): readonly Option[] {
  return CHANNELS.filter((channel) => channel !== 'portal').map((channel) => ({
    value: `${channel}.to_follow`,
    label: `${t(`contest.channel.${channel}`)}: ${t('contest.method.to_follow')}`,
  }));
}

/** Checks of today, then the ways by which somebody can show who they are, as the controller accepts it. */
export async function cameOptions(
  { context }: Pick<Call, 'context'>,
  personId: number,
  wording: Wording,
): Promise<readonly Option[]> {
  const { t } = wording;
  const accepted = await acceptedFrom(context.db, personId);
  return [
    ...(await checkedToday(context, personId, accepted, wording)),
    ...CHANNELS.filter((channel) => channel !== 'portal').flatMap((channel) =>
      methodsBy(channel, accepted).map((method) => ({
        value: `${channel}.${method}`,
        label: `${t(`contest.channel.${channel}`)}: ${t(`contest.method.${method}`)}`,
      })),
    ),
  ];
}

export function cameErrors({ language }: Pick<Call, 'language'>, form: CameForm): readonly FieldError[] {
  const { t } = wordingFor(language);
  return [
    ...(cameFrom(form) === null ? [{ field: 'came', text: t('intake.noProof') }] : []),
    ...(form.shown === '' && !form.came.endsWith('.to_follow')
      ? [{ field: 'shown', text: t('intake.noShown') }]
      : []),
  ];
}

/** Null: the form does not say how the person came, or not in a way that proves anything. */
export function cameFrom({ came, shown }: CameForm): InPersonOf | null {
  const [channel, what] = came.split('.');
  const proofId = channel === 'proof' && /^[1-9]\d{0,15}$/.test(what ?? '') ? Number(what) : null;
  // A check made before stands for itself, but whoever says no now is not heard as that person.
  if (proofId !== null && shown === 'yes') return { proofId };
  const knownChannel = CHANNELS.find((each) => each === channel && each !== 'portal');
  if (knownChannel !== undefined && what === 'to_follow') return { channel: knownChannel, method: null };
  const method = PROOF_METHODS.find((each) => each === what);
  if (knownChannel === undefined || method === undefined) return null;
  return { channel: knownChannel, method, shown: shown === 'yes' };
}
