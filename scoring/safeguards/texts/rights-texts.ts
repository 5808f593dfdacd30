import type { LegalBasis } from '../processing.ts';
import type { ErasablePart } from '../erasable-parts.ts';
import type { ConsentPurpose, Purpose } from '../purposes.ts';
import type { RecipientKind } from '../recipients.ts';
import type { Refusal } from '../refusals.ts';
import type { RequestState } from '../request-states.ts';
import type { Ground, Right } from '../rights.ts';

/** The words about rights, for pages and letters alike. Short sentences: on average at most 15 words, none above 25. */
export interface RightsTexts {
  readonly right: Readonly<
    Record<
      Right,
      {
        readonly name: string;
        /** What can be asked for, and what comes of it. */
        readonly offer: string;
        /** Said in the answer when it was granted. */
        readonly done: string;
      }
    >
  >;
  readonly part: Readonly<Record<ErasablePart, string>>;
  readonly ground: Readonly<Record<Ground, string>>;
  readonly refusal: Readonly<Record<Refusal, string>>;
  readonly state: Readonly<Record<RequestState, string>>;
  readonly purpose: Readonly<Record<Purpose, { readonly name: string; readonly what: string }>>;
  readonly basis: Readonly<Record<LegalBasis, string>>;
  /** Asked when consent is given: exactly what it is for. */
  readonly consent: Readonly<Record<ConsentPurpose, string>>;
  readonly recipient: Readonly<Record<RecipientKind, string>>;
  readonly letter: {
    readonly greeting: string;
    readonly received: string;
    readonly extended: string;
    readonly answered: string;
    readonly lift: string;
    readonly thanks: string;
    readonly by: string;
    readonly identity: string;
    readonly restrictedMeanwhile: string;
    readonly objectionMeanwhile: string;
    readonly longer: string;
    readonly newDay: string;
    readonly why: string;
    readonly granted: string;
    readonly partly: string;
    /** Above the parts that went when the rest stayed. */
    readonly erasedParts: string;
    readonly refused: string;
    readonly reason: string;
    readonly stays: string;
    readonly staysUntil: string;
    readonly told: string;
    readonly lifted: string;
    readonly reopened: string;
    readonly noRecipients: string;
    readonly consentEnded: string;
    readonly disagree: string;
    readonly authority: string;
    readonly court: string;
    readonly never: string;
    readonly contact: string;
  };
}
