// Looks at pages in Chromium, at the width of a telephone and of a desk: nothing fails, nothing overflows, each is accessible.
//
//   node browser.mjs --server URL --pages FILE --screenshots DIR [--chromium PATH]
//
// FILE is a JSON list of {"path": "news/", "title": "what the title holds", "status": 404 where it is not 200}.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['server', 'pages', 'screenshots', 'chromium']);
const WIDTHS = [390, 1280];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const pages = JSON.parse(readFileSync(given.pages, 'utf8'));
mkdirSync(given.screenshots, { recursive: true });

/** Opens a page; returns what went wrong while it loaded. */
async function open(tab, url, expected) {
  const faults = [];
  const on = (event, report) => {
    const listener = (value) => {
      const fault = report(value);
      if (fault) faults.push(fault);
    };
    tab.on(event, listener);
    return () => tab.off(event, listener);
  };
  const isExpected = (address, status) => address === url && status === expected;
  const listeners = [
    // Chromium reports a page's own 404 on the console too; that one is asked for.
    on('console', (message) => message.type() === 'error' && message.location().url !== url && `console: ${message.text()} ${message.location().url ?? ''}`),
    on('pageerror', (error) => `uncaught: ${error.message}`),
    on('requestfailed', (request) => `failed: ${request.url()} ${request.failure()?.errorText ?? ''}`),
    on('response', (answer) => answer.status() >= 400 && !isExpected(answer.url(), answer.status()) && `${answer.status()}: ${answer.url()}`),
  ];
  const answer = await tab.goto(url, { waitUntil: 'load', timeout: 30_000 });
  if (answer.status() !== expected) faults.push(`answers ${answer.status()}, not ${expected}`);
  await tab.evaluate(() => document.fonts.ready.then(() => true));
  listeners.forEach((stop) => stop());
  return faults;
}

/** Elements that stand out of the page at its right side. */
function overflowing() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const beyond = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > width + 1);
  return `is ${document.documentElement.scrollWidth} px wide in a window of ${width}: ${beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).join(' | ')}`;
}

async function violations(tab) {
  await tab.evaluate(axe.source);
  const found = await tab.evaluate((rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES);
  return found.violations.map((one) => `axe ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

const browser = await puppeteer.launch({
  executablePath: given.chromium,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
});
let bad = 0;
try {
  for (const { path, title, status = 200 } of pages) {
    for (const width of WIDTHS) {
      const tab = await browser.newPage();
      await tab.setCacheEnabled(false);
      await tab.setViewport({ width, height: 900, deviceScaleFactor: 1 });
      const faults = await open(tab, new URL(path, given.server).href, status);
      const found = await tab.title();
      if (!found.includes(title)) faults.push(`has the title \`${found}\`, which does not hold \`${title}\``);
      const wide = await tab.evaluate(overflowing);
      if (wide) faults.push(wide);
      const name = `${path.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '') || 'home'}-${width}.png`;
      await tab.screenshot({ path: join(given.screenshots, name), fullPage: true });
      faults.push(...(await violations(tab)));
      faults.forEach((fault) => console.log(`${path || '/'} at ${width} px ${fault}`));
      bad += faults.length;
      await tab.close();
    }
  }
} finally {
  await browser.close();
}
console.log(`${pages.length} pages at ${WIDTHS.join(' and ')} px, ${bad} faults`);
process.exitCode = bad || !pages.length ? 1 : 0;
