// Has Lighthouse judge a page as a telephone sees it, and holds it to the least scores.
//
//   node lighthouse.mjs --url URL --chromium PATH
//
// Of three runs the best counts: what else the machine does can only make a page slower.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['url', 'chromium']);
const LEAST = { accessibility: 100, 'best-practices': 100, seo: 100, performance: 99 };
const RUNS = 3;

const profile = mkdtempSync(join(tmpdir(), 'byline-lighthouse-'));
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  headless: true,
  userDataDir: profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const scores = Object.fromEntries(Object.keys(LEAST).map((category) => [category, []]));
const faults = new Set();
try {
  const port = Number(new URL(browser.wsEndpoint()).port);
  for (let run = 0; run < RUNS; run++) {
    const { lhr } = await lighthouse(given.url, { port, logLevel: 'error', onlyCategories: Object.keys(LEAST) });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    for (const [name, { score, auditRefs }] of Object.entries(lhr.categories)) {
      scores[name].push(Math.round(score * 100));
      const failed = auditRefs.map(({ id, weight }) => ({ weight, ...lhr.audits[id] })).filter((one) => one.weight > 0 && one.score !== null && one.score < 0.9);
      failed.forEach((one) => faults.add(`${name}: ${one.title} (${one.displayValue ?? one.score})`));
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
const result = Object.fromEntries(Object.entries(scores).map(([name, values]) => [name, Math.max(...values)]));
const low = Object.entries(LEAST).filter(([name, least]) => !(result[name] >= least));
if (low.length) faults.forEach((fault) => console.log(fault));
console.log(Object.entries(result).map(([name, score]) => `${name} ${score}`).join(', '));
process.exitCode = low.length ? 1 : 0;
