import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { decide } from '../../scoring/decision/decide.ts';
import type { DecisionInputs } from '../../scoring/decision/decision.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import { type CompiledPolicy, compilePolicy } from '../../scoring/policy/compile-policy.ts';
import { parsePolicy } from '../../scoring/policy/parse-policy.ts';
import { dice } from './made-card.ts';
import { madeApplicant, madeCreditCard } from './made-credit.ts';

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export interface OneDecisionBench {
  readonly applications: number;
  readonly characteristics: number;
  readonly pairs: number;
  /** Score, every rule, affordability; contributions, threshold and reasons. */
  readonly decidedAndExplained: Latency;
  readonly withRecourse: Latency;
  readonly decidedAlone: Latency;
}

const APPLICATIONS = 4_000;
const WARM_UP = 3_000;

/** One application for credit after the other, each timed by itself, in microseconds. */
export function benchOneDecision(): OneDecisionBench {
  const roll = dice(5);
  const card = madeCreditCard(roll, 25, 10);
  const scorecards = new Map([[card.name, card]]);
  const policy = creditPolicy();
  const cases = Array.from(
    { length: APPLICATIONS },
    (_, at): DecisionInputs => ({
      case: { kind: 'application', applicationId: at + 1 },
      caseNumber: `A-${at + 1}`,
      personId: at + 1,
      jurisdiction: 'EE',
      language: 'et',
      asOf: '2026-06-30',
      currency: 'EUR',
      values: madeApplicant(roll, card),
      evidence: {},
    }),
  );
  const timed = (work: (inputs: DecisionInputs) => unknown): Latency => {
    for (let at = 0; at < WARM_UP; at += 1) work(cases[at % cases.length]!);
    const each = Float64Array.from(cases, (inputs) => {
      const started = performance.now();
      work(inputs);
      return (performance.now() - started) * 1000;
    }).sort();
    return {
      p50: rounded(each[Math.floor(each.length / 2)]!),
      p99: rounded(each[Math.floor(each.length * 0.99)]!),
    };
  };
  const decided = (inputs: DecisionInputs) => decide(inputs, policy, scorecards, null);
  return {
    applications: APPLICATIONS,
    characteristics: card.characteristics.length,
    pairs: card.pairs.length,
    decidedAndExplained: timed((inputs) =>
      explain(decided(inputs), policy, scorecards, { recourse: 'none' }),
    ),
    withRecourse: timed((inputs) => explain(decided(inputs), policy, scorecards)),
    decidedAlone: timed(decided),
  };
}

function creditPolicy(): CompiledPolicy {
  const path = fileURLToPath(new URL('../../scoring/policy/packs/consumer-credit-ee.yaml', import.meta.url));
  const parsed = parsePolicy(readFileSync(path, 'utf8'));
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return compilePolicy(parsed.policy);
}

function rounded(microseconds: number): number {
  return Math.round(microseconds * 10) / 10;
}
