import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { run as benchCharacteristics } from './characteristics.ts';
import { run as benchImport } from './import.ts';
import { learnMeans } from './means.ts';
import { run as benchScoring } from './scoring.ts';
import { run as benchSql } from './sql.ts';
import { benchRecourse } from './recourse.ts';
import { benchDecide, benchInputs, benchRule, benchScore, benchStoring } from './stages.ts';
import { run as benchWholeJob } from './whole-job.ts';

const NAMES = [
  'import',
  'characteristics',
  'score',
  'policy',
  'storing',
  'job',
  'sql',
  'scoring',
  'recourse',
] as const;
type Name = (typeof NAMES)[number];

const QUICK_CLAIMS = 10_000;

const { names, claims, json } = readArguments();
const started = performance.now();
const results = await bench(names, claims);
const answer = {
  claims,
  machine: { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version },
  /** Above the number of cores, others were at work and the figures are too low. */
  load: loadavg()[0],
  // Asked for by itself, its figures stand at the top.
  ...(names.length === 1 && results.scoring !== undefined ? (results.scoring as object) : results),
  seconds: Math.round(performance.now() - started) / 1000,
};
if (!json) for (const [name, figures] of Object.entries(results)) console.error(name, figures);
console.log(JSON.stringify(answer));

async function bench(wanted: readonly Name[], rows: number) {
  const results: Partial<Record<Name, unknown>> = {};
  const wants = (name: Name): boolean => {
    if (wanted.includes(name)) console.error(`${name} …`);
    return wanted.includes(name);
  };
  const needsMeans = wanted.some(
    (name) => !['import', 'characteristics', 'sql', 'scoring', 'recourse'].includes(name),
  );
  if (needsMeans) console.error('learning from a small sample …');
  const means = needsMeans ? await learnMeans() : null;
  const inputs = needsMeans ? benchInputs() : [];
  if (wants('job') && means !== null) results.job = await benchWholeJob(rows, means);
  if (wants('import')) {
    // Without its memory, which would be that of the benches before it too: the job's own process tells it rightly.
    const { rows: records, rowsPerSecond, seconds, byType } = await benchImport(rows);
    results.import = { rowsPerSecond, records, seconds, byType };
  }
  if (wants('characteristics')) {
    const { casesPerSecond, characteristics } = await benchCharacteristics(rows);
    results.characteristics = { rowsPerSecond: casesPerSecond, characteristics };
  }
  if (wants('score') && means !== null) results.score = benchScore(rows, inputs, means);
  if (wants('policy') && means !== null) {
    const rowsPerSecond = await benchDecide(rows, inputs, means);
    results.policy = { rowsPerSecond, oneRule: benchRule(rows * 10, inputs) };
  }
  if (wants('storing') && means !== null) results.storing = await benchStoring(rows, inputs, means);
  if (wants('sql')) results.sql = await benchSql(rows);
  if (wants('scoring')) results.scoring = await benchScoring();
  if (wants('recourse')) results.recourse = benchRecourse();
  return results;
}

function readArguments(): {
  readonly names: readonly Name[];
  readonly claims: number;
  readonly json: boolean;
} {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { claims: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const unknown = positionals.find((name) => !isName(name));
  const claims = Number(values.claims ?? QUICK_CLAIMS);
  if (unknown !== undefined || !Number.isInteger(claims) || claims < 1) {
    console.error(
      unknown === undefined ? `--claims ${values.claims}: want a whole number` : `no bench "${unknown}"`,
    );
    console.error(`npm run bench -- [${NAMES.join('] [')}] [--claims N] [--json]`);
    process.exit(2);
  }
  const names = positionals.filter(isName);
  // A bench that installs engines is run when asked for by its name.
  return {
    names: names.length === 0 ? NAMES.filter((name) => name !== 'sql' && name !== 'scoring') : names,
    claims,
    json: values.json,
  };
}

function isName(text: string): text is Name {
  return (NAMES as readonly string[]).includes(text);
}
