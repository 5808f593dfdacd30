import type { RemedyLeft } from '../../review/still-possible.ts';
import type { UndoKind } from '../../review/undo.ts';

/** The words of notices. Short sentences: on average at most 15 words, none above 25. */
export interface NoticeTexts {
  readonly subject: {
    readonly approve: string;
    readonly approveLess: string;
    readonly decline: string;
    readonly refer: string;
    readonly measure: string;
    readonly received: string;
    readonly decided: string;
    readonly extended: string;
    readonly late: string;
  };
  readonly greeting: string;
  readonly outcome: {
    readonly approve: string;
    readonly approveLess: string;
    readonly decline: string;
    readonly refer: string;
    readonly measure: string;
    readonly owe: string;
    readonly costsNothing: string;
    readonly adds: string;
  };
  /** Who decided; `two` and `one` tell who let the measure go. */
  readonly who: {
    readonly program: string;
    readonly looked: string;
    readonly nobody: string;
    readonly one: string;
    readonly two: string;
  };
  readonly why: {
    readonly heading: string;
    readonly score: string;
    readonly allRight: string;
    readonly choice: string;
  };
  readonly change: {
    readonly heading: string;
    readonly option: string;
    readonly and: string;
    readonly takes: string;
    readonly asItIs: string;
    readonly none: string;
    /** Nothing alone changes it; what does together stands on the pages. */
    readonly pages: string;
  };
  readonly data: {
    readonly heading: string;
    readonly from: string;
    readonly each: string;
    readonly wrong: string;
  };
  readonly ask: {
    readonly heading: string;
    readonly may: string;
    /** Referred: people decide anyway. */
    readonly anyway: string;
    readonly committee: string;
    /** Where one employee decides instead. */
    readonly employee: string;
    readonly noReasons: string;
    readonly by: string;
    readonly waits: string;
    readonly neverWorse: string;
  };
  readonly signIn: {
    readonly heading: string;
    readonly code: string;
    readonly once: string;
    readonly at: string;
  };
  readonly advice: { readonly heading: string };
  readonly remedies: { readonly heading: string; readonly may: string };
  readonly received: {
    readonly thanks: string;
    readonly by: string;
    readonly waits: string;
    readonly tell: string;
    /** The request came in the person's name, and nothing has shown yet that it was they. */
    readonly showYourself: readonly string[];
    /** Of a measure that was carried out before it was contested: when, and what people can still do. */
    readonly carriedOut: string;
    readonly left: Readonly<Record<RemedyLeft, string>>;
  };
  readonly late: { readonly missed: string; readonly goesOn: string };
  readonly extended: { readonly longer: string; readonly by: string; readonly why: string };
  readonly decided: {
    readonly committee: string;
    /** Where one employee decides instead. */
    readonly employee: string;
    readonly upheld: string;
    readonly changed: string;
    readonly reasons: string;
    /** Before the reasons of a member who was outvoted. */
    readonly otherwise: string;
    readonly final: string;
    /** The step was carried out before people replaced it. */
    readonly undone: Readonly<Record<UndoKind | 'lead', string>>;
  };
}
