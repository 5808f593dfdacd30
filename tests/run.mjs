// `npm test` (everything) and `npm run check` (--quick: types, lint, architecture, unit).
// Ends with one line: N passed, N failed, N skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { installIfNeeded } from '../server/install.mjs';

installIfNeeded();

const root = path.resolve(import.meta.dirname, '..');
const quick = process.argv.includes('--quick');
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const summaries = path.join(root, 'artefacts', 'test-summaries');
rmSync(summaries, { recursive: true, force: true });
mkdirSync(summaries, { recursive: true });

const checks = [
  { name: 'lint', command: [bin('eslint'), '.', '--max-warnings', '0'] },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  { name: 'format', command: [bin('biome'), 'format', '.'] },
];
// What needs nothing but a processor runs side by side, the longest first; then what holds databases or a service of
// its own, each suite on ports of its own. The browser goes beside them: it waits for pages more than it computes.
const suites = [
  { name: 'unit: scorecards', folders: ['scoring/scorecard'], quick: true },
  { name: 'unit: decisions', folders: ['scoring/decision', 'scoring/explanation'], quick: true },
  {
    name: 'unit',
    folders: ['scoring', 'review-ui'],
    without: ['scoring/scorecard', 'scoring/decision', 'scoring/explanation'],
    quick: true,
  },
  { name: 'architecture', folders: ['architecture'], quick: true },
  { name: 'server: actions', folders: ['server/actions'] },
  { name: 'browser', folders: ['e2e'] },
  { name: 'server', folders: ['server'], without: ['server/actions'] },
  { name: 'storage', folders: ['data'] },
  { name: 'faults', folders: ['faults'] },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];

const [lint, ...otherChecks] = checks.map((check) => () => runCheck(check));
const together = suites.filter((suite) => suite.quick).map((suite) => () => runSuite(suite));
await sideBySide([lint, ...together, ...otherChecks], Math.max(1, availableParallelism()));
if (!quick) {
  const holding = suites.filter((suite) => !suite.quick).map((suite) => () => runSuite(suite));
  await sideBySide(holding, Math.max(1, availableParallelism()));
}

if (skipped.length > 0)
  console.log(`\nSKIPPED (${skipped.length}):\n${skipped.map((title) => `  - ${title}`).join('\n')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 ? 1 : 0);

/** As many at a time as there are processors, in the order given. */
async function sideBySide(jobs, width) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
}

async function runCheck({ name, command }) {
  const outcome = await run(name, command);
  totals[outcome.code === 0 ? 'passed' : 'failed'] += 1;
  report(outcome);
}

async function runSuite(suite) {
  const files = suite.folders
    .flatMap(testsIn)
    .filter((file) => !(quick && file.endsWith('.slow.test.ts')))
    .filter(
      (file) => !(suite.without ?? []).some((folder) => file.startsWith(path.join('tests', folder, '/'))),
    );
  if (files.length === 0) return;
  const summary = path.join(summaries, `${suite.name.replace(/\W+/g, '-')}.json`);
  const outcome = await run(
    suite.name,
    [bin('mocha'), '--reporter', 'tests/reporter.cjs', '--exit', ...files],
    {
      TEST_SUMMARY: summary,
    },
  );
  if (existsSync(summary)) {
    const counts = JSON.parse(readFileSync(summary, 'utf8'));
    totals.passed += counts.passed;
    totals.failed += counts.failed;
    totals.skipped += counts.skipped.length;
    skipped.push(...counts.skipped);
    if (counts.failed === 0 && outcome.code !== 0) totals.failed += 1;
  } else {
    totals.failed += 1; // the suite did not even load
  }
  report(outcome);
}

function testsIn(folder) {
  const place = path.join(root, 'tests', folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => path.join('tests', folder, file));
}

function report({ name, code, seconds, output }) {
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  const text = output.trim();
  if (text && (code !== 0 || process.env.CI || name === 'browser')) console.log(text);
}

function run(name, [command, ...args], extra = {}) {
  const started = process.hrtime.bigint();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...extra, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += String(error)));
    child.on('close', (code) => {
      resolve({ name, code: code ?? 1, output, seconds: Number(process.hrtime.bigint() - started) / 1e9 });
    });
  });
}
