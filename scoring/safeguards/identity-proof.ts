export const CHANNELS = ['portal', 'phone', 'letter', 'email', 'visit'] as const;
/** The way a person reaches us. */
export type Channel = (typeof CHANNELS)[number];

export const PROOF_METHODS = [
  'session',
  'eid',
  'digital_signature',
  'handwritten_signature',
  'id_document',
  'control_questions',
] as const;
/** What shows that it is they. */
export type ProofMethod = (typeof PROOF_METHODS)[number];

/**
 * What can show who somebody is, by the way they came: nobody can be seen on the telephone, and an e-mail proves nothing
 * but what is signed in it (domain notes L55, L62).
 */
const PROVES: Readonly<Record<Channel, readonly ProofMethod[]>> = {
  portal: ['session', 'eid'],
  phone: ['control_questions'],
  letter: ['handwritten_signature', 'id_document'],
  email: ['digital_signature'],
  visit: ['id_document'],
};

/** The way by which somebody shows themself so; a representative is seen once, and may then come by any. */
export function channelOf(method: ProofMethod): Channel {
  return method === 'id_document'
    ? 'visit'
    : (CHANNELS.find((each) => PROVES[each].includes(method)) ?? 'visit');
}

/**
 * What a representative can be made sure of by, as the controller accepts it: control questions ask for what the person
 * themself knows, and a session is the person's own.
 */
export function representativeProofs(accepted: Accepted): readonly ProofMethod[] {
  return PROOF_METHODS.filter(
    (method) =>
      method !== 'control_questions' &&
      method !== 'session' &&
      (accepted === null || accepted.includes(method)),
  );
}

/** What a controller accepts, by its profile; null: whatever can prove it. */
export type Accepted = readonly ProofMethod[] | null;

export function methodsBy(channel: Channel, accepted: Accepted): readonly ProofMethod[] {
  return PROVES[channel].filter((method) => canProve(channel, method, accepted));
}

/** Whether a method can be used on the way somebody came, and the controller accepts it. */
export function canProve(channel: Channel, method: ProofMethod, accepted: Accepted): boolean {
  return PROVES[channel].includes(method) && (accepted === null || accepted.includes(method));
}
