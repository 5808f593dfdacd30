import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { PACKS_FOLDER } from '../../../data/policies.ts';
import { decide } from '../../../scoring/decision/decide.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { compilePolicy, type CompiledPolicy } from '../../../scoring/policy/compile-policy.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { APPLICATION, applicationInputs, CLAIM, claimInputs, flatScorecard, type Values } from './cases.ts';

export const CASES_FOLDER = path.resolve(import.meta.dirname, '../../fixtures/decision-cases');

export interface CaseFile {
  readonly file: string;
  readonly policy: string;
  readonly jurisdiction?: 'EE' | 'FI';
  readonly cases: readonly DecisionCase[];
}

export interface DecisionCase {
  readonly name: string;
  readonly values?: Values;
  /** P(target = 1) of the policy's one scorecard. */
  readonly baseline?: number;
  readonly expect?: Expected;
}

/** The whole trace: what was decided, what could have been, and every rule that spoke ("?": for want of a value). */
export interface Expected {
  readonly outcome: string;
  readonly rules: readonly string[];
  readonly possible?: Readonly<Record<string, string>>;
  readonly affordable?: string;
}

export function caseFiles(): readonly CaseFile[] {
  return readdirSync(CASES_FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      file,
      ...(parse(readFileSync(path.join(CASES_FOLDER, file), 'utf8')) as Omit<CaseFile, 'file'>),
    }));
}

export function compiledPack(id: string): CompiledPolicy {
  const parsed = parsePolicy(readFileSync(path.join(PACKS_FOLDER, `${id}.yaml`), 'utf8'));
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return compilePolicy(parsed.policy);
}

export function scorecardsFor(compiled: CompiledPolicy, baseline: number): ReadonlyMap<string, Scorecard> {
  return new Map(
    compiled.policy.scorecards.map(({ scorecard, target }) => [
      scorecard,
      flatScorecard(scorecard, baseline, target === 'pays' ? 1 : 0),
    ]),
  );
}

export function decideCase(
  compiled: CompiledPolicy,
  { values, baseline }: DecisionCase,
  jurisdiction: 'EE' | 'FI' = 'EE',
): Decision {
  const isCredit = compiled.policy.kind === 'credit';
  const inputs = isCredit
    ? applicationInputs({ ...APPLICATION, ...values })
    : claimInputs({ ...CLAIM, ...values }, '2026-06-30', jurisdiction);
  return decide(inputs, compiled, scorecardsFor(compiled, baseline ?? (isCredit ? 0.1 : 0.3)), null);
}

export function traceOf({ outcome, rules, measures, affordability }: Decision): Expected {
  const spoke = rules
    .filter(({ holds, unknown }) => holds || unknown === true)
    .map(({ rule, unknown }) => (unknown === true ? `${rule}?` : rule));
  return {
    outcome: outcomeText(outcome),
    rules: [...new Set(spoke)],
    ...(measures.length === 0
      ? { affordable: euros(affordability?.affordableAmountCents ?? null) }
      : {
          possible: Object.fromEntries(
            measures
              .filter(({ ruledOutBy }) => ruledOutBy.length === 0)
              .map(({ measure, expectedNetCents }) => [measure, euros(expectedNetCents)]),
          ),
        }),
  };
}

function outcomeText(outcome: Decision['outcome']): string {
  switch (outcome.kind) {
    case 'measure':
      return `${outcome.measure}, ${outcome.release}`;
    case 'approve':
      return `approve ${euros(outcome.amountCents)} over ${outcome.termMonths} months`;
    case 'decline':
      return 'decline';
    case 'refer':
      return 'refer';
  }
}

function euros(cents: number | null): string {
  return cents === null ? 'unknown' : (cents / 100).toFixed(2);
}
