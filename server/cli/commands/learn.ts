import { type Command, InvalidArgumentError } from 'commander';
import type { IsoDate } from '../../../scoring/portfolio/dates.ts';
import type { ActionContext } from '../../actions/action.ts';
import { type CurveOrder, learnCurve, PAYMENT_CURVE } from '../../actions/learn-curve.ts';
import { learnScorecard, type TargetName } from '../../actions/learn-scorecard.ts';
import { type Cli, isoDateOption, listOption, wholeNumberOption } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

interface Options {
  readonly portfolio: readonly string[];
  readonly target: TargetName | typeof PAYMENT_CURVE;
  readonly asOf: IsoDate;
  readonly scorecard: string;
  readonly seed: number;
  readonly holdOut?: true;
  readonly challenger: boolean;
  readonly directionCost: boolean;
  readonly allowLeak?: readonly string[];
}

export function define(command: Command, cli: Cli): void {
  command
    .requiredOption('--portfolio <names>', 'portfolio whose records to learn from; several: A,B', listOption)
    .requiredOption(
      '--target <target>',
      'payment_90d, default_12m, payment_curve, or outcome:NAME of the file',
      targetOption,
    )
    .requiredOption('--as-of <date>', 'last day of the records to look at', isoDateOption)
    .requiredOption('--scorecard <name>', 'name to publish it under; the version is the next free one')
    .option('--seed <n>', 'seed', wholeNumberOption, 0)
    .option(
      '--hold-out',
      'judge it on one fifth of the persons instead of by cross-validation: one fit more, not five',
    )
    .option('--no-challenger', 'train no neural network beside it (it tells what explainability costs)')
    .option('--no-direction-cost', 'do not fit again without the directions (it tells what each costs)')
    .option(
      '--allow-leak <names>',
      'characteristics that may count although they seem to know the outcome: A,B',
      listOption,
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  recourse learn --portfolio ee-collector,fi-collector --target payment_90d --as-of 2026-10-31 --scorecard payment-90d
  recourse learn --portfolio fi-collector --target payment_curve --as-of 2026-10-31 --scorecard payment-curve
  recourse learn --portfolio taiwan --target outcome:default_next_month --as-of 2005-09-30 \\
    --scorecard default-next-month --json`,
    )
    .action((options: Options) =>
      withEnvironment(cli, async ({ context }) => {
        const { target, portfolio: portfolios } = options;
        if (target === PAYMENT_CURVE) return learnOfMonths(cli, context(), { ...options, portfolios });
        const learnt = await learnScorecard(
          context(),
          {
            ...options,
            target,
            portfolios,
            coverage: true,
            check: options.holdOut ? 'hold_out' : 'cross_validation',
          },
          (text) => cli.message(text),
        );
        if (learnt.kind === 'refused') cli.refuse(learnt.reason);
        const { scorecard, ...figures } = learnt;
        cli.json({
          scorecard: scorecard.name,
          version: scorecard.version,
          fingerprint: scorecard.fingerprint,
          backend: scorecard.training.backend,
          characteristics: scorecard.characteristics.length,
          ...figures,
          kind: undefined,
        });
      }),
    );
}

async function learnOfMonths(cli: Cli, context: ActionContext, order: CurveOrder): Promise<void> {
  const learnt = await learnCurve(context, order, (text) => cli.message(text));
  if (learnt.kind === 'refused') return cli.refuse(learnt.reason);
  const { scorecard, rows, claims, trainSeconds, metrics, notes } = learnt;
  cli.json({
    scorecard: scorecard.name,
    version: scorecard.version,
    fingerprint: scorecard.fingerprint,
    backend: scorecard.training.backend,
    characteristics: scorecard.characteristics.length,
    rows,
    claims,
    trainSeconds,
    ...metrics,
    notes,
  });
}

function targetOption(text: string): Options['target'] {
  const outcome = /^outcome:(.+)$/.exec(text)?.[1];
  if (outcome !== undefined) return { outcome };
  if (text === 'payment_90d' || text === 'default_12m' || text === PAYMENT_CURVE) return text;
  throw new InvalidArgumentError(
    `"${text}" is no target (want payment_90d, default_12m, payment_curve or outcome:NAME).`,
  );
}
