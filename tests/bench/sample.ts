import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSample } from '../../data/sample/write-sample.ts';

export interface SampleBench {
  readonly persons: number;
  readonly claims: number;
  readonly applications: number;
  readonly seconds: number;
  readonly peakMemoryMegabytes: number;
}

/** Simulates and writes a sample of about 100,000 claims with their histories. */
export async function run(persons = 55_000): Promise<SampleBench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'recourse-bench-sample-'));
  try {
    const started = performance.now();
    const { claims, applications } = await writeSample(folder, { persons });
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    const peakMemoryMegabytes = Math.round(process.resourceUsage().maxRSS / 1_000);
    return { persons, claims, applications, seconds, peakMemoryMegabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
