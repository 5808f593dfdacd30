import { FALSE } from '../policy/compile-expression.ts';
import { logit, sigmoid } from '../scorecard/metrics.ts';
import type { CreditCase } from './credit-case.ts';

/** What the rules that look at the score want of it. */
export interface ScoreWanted {
  /** The least gain from which on they are silent; −Infinity: they always are; Infinity: they never are. */
  readonly wanted: number;
  /** Whether they are silent; the last word. */
  readonly suffices: (gain: number) => boolean;
}

/** Null where a better score can be worse: then no bound on the gain is a bound on the whole. */
export function scoreWanted(of: CreditCase): ScoreWanted | null {
  const { plan, filled, score, sign } = of;
  const { scoreRules, alias, scorecard } = plan;
  const { numbers, texts } = filled;
  const name = `${alias}.probability`;
  const isSilentAt = (probability: number): boolean => {
    filled.set(name, probability);
    return scoreRules.every((rule) => rule.holds(numbers, texts) === FALSE);
  };
  const suffices = (gain: number): boolean => isSilentAt(sigmoid(score.logOdds + sign * gain));
  const worstFirst = figuresOfScore(of).sort((a, b) => (scorecard.target.favourable === 1 ? a - b : b - a));
  const ends = scorecard.target.favourable === 1 ? [0, 1] : [1, 0];
  const stops = [ends[0]!, ...worstFirst, ends[1]!];
  // At each figure and between two: the rules say the same all along the way.
  const probes = stops.flatMap((stop, at) =>
    at + 1 < stops.length ? [stop, (stop + stops[at + 1]!) / 2] : [stop],
  );
  const silent = probes.map(isSilentAt);
  const from = silent.indexOf(true);
  if (from === -1) return { wanted: Infinity, suffices };
  if (silent.slice(from).includes(false)) return null;
  if (from === 0) return { wanted: -Infinity, suffices };
  const edge = probes[from % 2 === 0 ? from : from - 1]!;
  return { wanted: sign * (logit(edge) - score.logOdds) - 1e-9, suffices };
}

/** The figures that the rules compare the score with. */
function figuresOfScore({ plan, decision }: CreditCase): number[] {
  const { scoreRules, scoreConstants, compiled } = plan;
  const inForce = compiled.numbersOn(decision.inputs.asOf);
  const named = scoreRules.flatMap(({ names }) => names.flatMap((name) => inForce.get(name)?.value ?? []));
  return [...new Set([...named, ...scoreConstants])].filter((figure) => figure > 0 && figure < 1);
}
