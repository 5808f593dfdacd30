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

export function methodsBy(channel: Channel): readonly ProofMethod[] {
  return PROVES[channel];
}

/** Whether a method can be used on the way somebody came. */
export function canProve(channel: Channel, method: ProofMethod): boolean {
  return PROVES[channel].includes(method);
}
