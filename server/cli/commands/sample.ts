import type { Command } from 'commander';
import { SAMPLE_LAST_DATE, SAMPLE_PERSONS, SAMPLE_SEED } from '../../../data/sample/simulate.ts';
import { writeSample, type WrittenSample } from '../../../data/sample/write-sample.ts';
import type { IsoDate } from '../../../scoring/portfolio/dates.ts';
import { loadSample } from '../../actions/load-sample.ts';
import { type Cli, isoDateOption, wholeNumberOption } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

interface SampleCommandOptions {
  readonly persons: number;
  readonly out: string;
  readonly seed: number;
  readonly until: IsoDate;
  readonly load?: true;
}

export function define(command: Command, cli: Cli): void {
  command
    .requiredOption(
      '--out <folder>',
      'where the files go: a folder for each portfolio, and truth.csv beside them',
    )
    .option('--persons <number>', 'how many persons', wholeNumberOption, SAMPLE_PERSONS)
    .option('--seed <number>', 'the same seed gives the same files', wholeNumberOption, SAMPLE_SEED)
    .option('--until <date>', 'last day of the 36 months', isoDateOption, SAMPLE_LAST_DATE)
    .option('--load', 'import the files as well, into portfolios of their own')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The persons are simulated: an Estonian collector, a Finnish collector and an Estonian lender (docs/sample.md).
truth.csv holds the true probabilities; nothing imports it.

Examples:
  recourse sample --persons 5000 --out sample
  recourse sample --persons 55000 --out big --seed 7 --json
  recourse sample --out sample --load`,
    )
    .action((options: SampleCommandOptions) => runSample(cli, options));
}

async function runSample(cli: Cli, options: SampleCommandOptions): Promise<void> {
  if (options.persons === 0) cli.wrongUsage('--persons 0: want at least 1');
  const started = performance.now();
  const written = await write(cli, options);
  const answer = {
    persons: written.persons,
    claims: written.claims,
    applications: written.applications,
    seed: options.seed,
    until: options.until,
    folders: written.portfolios.map(({ folder }) => folder),
    truthFile: written.truthFile,
    seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
  };
  const said = `${written.persons} persons, ${written.claims} claims and ${written.applications} applications in ${options.out}.`;
  if (options.load !== true) return cli.json(answer, said);
  await withEnvironment(cli, async ({ context }) => {
    const loaded = await loadSample(context(), written, (portfolio, file) =>
      cli.message(`${portfolio}: ${file}`),
    );
    if (loaded.kind === 'refused') return cli.refuse(loaded.reason);
    const portfolios = loaded.portfolios.map(({ name }) => name);
    cli.json(
      { ...answer, loaded: { portfolios, accepted: loaded.accepted, known: loaded.known } },
      `${said} Loaded into ${portfolios.join(', ')}.`,
    );
  });
}

async function write(cli: Cli, { out, persons, seed, until }: SampleCommandOptions): Promise<WrittenSample> {
  const bar = cli.progress('persons', persons);
  try {
    return await writeSample(out, { persons, seed, lastDate: until }, (done) => bar.update(done));
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return cli.refuse(`${out}: cannot be written to (${String(error.code)})`);
    throw error;
  } finally {
    bar.stop();
  }
}
