/** One way for a group to change. */
export interface Choice<T> {
  readonly cost: number;
  /** What it brings while nothing that it is coupled with changes. */
  readonly gain: number;
  /** What it changes: an option told once is not told again inside another. */
  readonly characteristics: readonly string[];
  readonly what: T;
}

export interface ChoiceGroup<T> {
  readonly choices: readonly Choice<T>[];
  /** False where something must change. */
  readonly mayStay: boolean;
}

export interface Coupling {
  readonly first: number;
  readonly second: number;
  /** The class of each choice, that of staying in front. */
  readonly firstClasses: ArrayLike<number>;
  readonly secondClasses: ArrayLike<number>;
  /** Gain by class, `extra[first × width + second]`; only differences from where both stay count. */
  readonly extra: ArrayLike<number>;
  readonly width: number;
}

export interface ChoiceProblem<T> {
  readonly groups: readonly ChoiceGroup<T>[];
  readonly couplings: readonly Coupling[];
  /** No gain below this suffices; `suffices` has the last word, and what is more suffices too. */
  readonly wanted: number;
  readonly suffices: (gain: number) => boolean;
  /** Characteristics that may change at once. */
  readonly changesAtMost: number;
}

export interface Chosen<T> {
  readonly choices: readonly Choice<T>[];
  readonly cost: number;
  readonly gain: number;
}
