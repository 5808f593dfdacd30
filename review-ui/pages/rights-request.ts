import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Notice } from '../../scoring/explanation/notice.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** One request on the desk: what was asked, how they showed who they are, what would be done, and the acts that fit now. */
export interface RightsRequestContext {
  readonly id: number;
  readonly personId: number;
  readonly title: string;
  readonly tags: readonly { readonly text: string; readonly tag: 'yes' | 'no' | 'wait' | 'info' | 'plain' }[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly asked: readonly string[];
  readonly proofs: Table;
  readonly track: Table;
  /** Each restriction or objection in force, with whether it may be lifted. */
  readonly brakes: readonly { readonly id: number; readonly text: string }[];
  readonly underWay: readonly string[];
  readonly recipients: readonly {
    readonly id: number;
    readonly text: string;
    readonly told: string | null;
  }[];
  /** Copies to hand over, of an answered access or portability. */
  readonly copies: readonly { readonly href: string; readonly label: string }[];
  /** The letter as it would go, or as it went. */
  readonly letter: { readonly notice: Notice; readonly sent: boolean } | null;
  readonly identify: { readonly methods: readonly Option[] } | null;
  readonly decide: {
    readonly outcomes: readonly Option[];
    readonly refusals: readonly Option[];
    readonly parts: readonly Option[];
    readonly keeps: readonly Option[];
    /** The record that a correction is about, its values as they stand. */
    readonly record: {
      readonly value: string;
      readonly label: string;
      readonly mayRemove: boolean;
      /** It is missing. */
      readonly adds: boolean;
      /** What shows it is asked for too. */
      readonly asksEvidence: boolean;
      readonly fields: readonly {
        readonly name: string;
        readonly label: string;
        readonly kind: 'text' | 'date' | 'select';
        readonly options?: readonly Option[];
        readonly value: string;
      }[];
    } | null;
    readonly records: readonly Option[];
    readonly proposes: boolean;
  } | null;
  readonly confirm: { readonly text: string } | null;
  /** Who it can be given to; null where it is over, or the reader only reads. */
  readonly assign: { readonly isMine: boolean; readonly holders: readonly Option[] } | null;
  readonly mayExtend: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export const rightsRequestPage: Page<RightsRequestContext> = {
  name: 'rights-request',
  voice: 'staff',
  section: 'desk',
  title: ({ title }) => title,
};
