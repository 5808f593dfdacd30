import type { Command } from 'commander';
import { findDecision } from '../../../data/stores/decisions.ts';
import { explainDecision } from '../../actions/explain-decision.ts';
import { type Cli, wholeNumberOption } from '../cli.ts';
import { type Environment, withEnvironment } from '../environment.ts';

export function define(command: Command, cli: Cli): void {
  command
    .argument('<id>', 'number of the decision', wholeNumberOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Shows the decision as it was made (inputs, scores, rules, outcome) and its explanation, computed from it again: the
same every time.

Examples:
  recourse decision 42
  recourse decision 42 --json | jq .explanation.reasons`,
    )
    .action((id: number) => withEnvironment(cli, (environment) => show(cli, environment, id)));
}

async function show(cli: Cli, environment: Environment, id: number): Promise<void> {
  const stored = await findDecision(environment.db, environment.vault, id);
  if (stored === null) return cli.refuse(`there is no decision ${id}, or its person was erased`);
  const explained = await explainDecision(environment, stored);
  if (explained.kind === 'missing')
    return cli.refuse(`decision ${id} cannot be explained: ${explained.reason}`);
  cli.json({
    id,
    decidedAt: stored.decided_at,
    decidedBy: stored.decided_by,
    replaces: stored.replaces_decision_id,
    decision: stored.decision,
    explanation: explained.explanation,
  });
}
