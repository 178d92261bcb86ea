// Looks at pages in Chromium in every way that readers do: narrow and wide, light and dark, magnified, printed, by keyboard, without script.
//
//   node browser.mjs --server URL --pages FILE --screenshots DIR [--chromium PATH]
//
// FILE is a JSON list of {"path": "news/", "title": "what the title holds", "status": 404 where it is not 200, "light": true
// where the page has no pictures and has to keep to the weight of an article, "slow": true where it is also looked at while it
// comes in slowly, so that the browser shows it in parts}. With VIEWS=320,dark only those views are taken.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';
import { focusable, overflowing, printed, recordFocus, shifts, text, watchShifts } from './looks.mjs';

const given = options(['server', 'pages', 'screenshots', 'chromium']);
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What an article without pictures may ask for: its page, its style sheet and its icon, compressed. */
const LIGHT = { requests: 3, bytes: 20_000 };
/** Bytes a second at which a page comes in parts. */
const SLOW = 5_000;
const pages = JSON.parse(readFileSync(given.pages, 'utf8'));
mkdirSync(given.screenshots, { recursive: true });

/** The views of a page: width in pixels, what is emulated, and what is looked for beside what overflows. */
const VIEWS = [
  { name: '1280', width: 1280, load: true, axe: true, keyboard: true },
  { name: '1280-dark', width: 1280, scheme: 'dark', axe: true },
  { name: '768', width: 768 },
  { name: '390', width: 390, load: true, axe: true },
  { name: '390-dark', width: 390, scheme: 'dark', axe: true },
  { name: '320', width: 320 },
  { name: 'zoom', width: 1280, zoom: 2 },
  { name: 'print', width: 720, media: 'print' },
].filter(({ name }) => !process.env.VIEWS || process.env.VIEWS.split(',').includes(name));

/** Opens a page; returns what went wrong while it loaded, and what it asked for. */
async function open(tab, url, expected) {
  const faults = [];
  const answers = [];
  const listeners = [];
  const on = (event, report) => {
    const listener = (value) => {
      const fault = report(value);
      if (fault) faults.push(fault);
    };
    tab.on(event, listener);
    listeners.push(() => tab.off(event, listener));
  };
  const isExpected = (address, status) => address === url && status === expected;
  const host = new URL(url).host;
  // Chromium reports a page's own 404 on the console too; that one is asked for.
  on('console', (message) => message.type() === 'error' && message.location().url !== url && `console: ${message.text()} ${message.location().url ?? ''}`);
  on('pageerror', (error) => `uncaught: ${error.message}`);
  on('request', (request) => request.url().startsWith('http') && new URL(request.url()).host !== host && `asks another host: ${request.url()}`);
  on('requestfailed', (request) => `failed: ${request.url()} ${request.failure()?.errorText ?? ''}`);
  on('response', (answer) => {
    answers.push(answer);
    return answer.status() >= 400 && !isExpected(answer.url(), answer.status()) && `${answer.status()}: ${answer.url()}`;
  });
  const answer = await tab.goto(url, { waitUntil: 'load', timeout: 30_000 });
  if (answer.status() !== expected) faults.push(`answers ${answer.status()}, not ${expected}`);
  await tab.evaluate(() => document.fonts.ready.then(() => true));
  listeners.forEach((stop) => stop());
  return { faults, answers };
}

async function violations(tab) {
  await tab.evaluate(axe.source);
  const found = await tab.evaluate((rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES);
  return found.violations.map((one) => `axe ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

/** What an article weighs too much. */
async function weight(answers) {
  const bodies = await Promise.all(answers.map((answer) => answer.buffer()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 6 }).length, 0);
  const faults = [];
  if (answers.length > LIGHT.requests) faults.push(`asks for ${answers.length} files: ${answers.map((answer) => answer.url()).join(' ')}`);
  if (bytes > LIGHT.bytes) faults.push(`has ${bytes} bytes compressed with what it asks for`);
  return faults;
}

/** What cannot be reached by the tabulator key, or does not show that it has been. */
async function unreached(tab) {
  const count = await tab.evaluate(focusable);
  await tab.evaluate(recordFocus);
  for (let pressed = 0; pressed < count + 10; pressed++) await tab.keyboard.press('Tab');
  return tab.evaluate(() => {
    const brief = (one) => one.outerHTML.slice(0, 100);
    const reached = new Set(window.reached.map(({ element }) => element));
    return [
      ...window.wanted.filter((one) => !reached.has(one)).map((one) => `is not reached by keyboard: ${brief(one)}`),
      ...window.reached.filter(({ isSeen }) => !isSeen).map(({ element }) => `does not show its focus: ${brief(element)}`),
    ];
  });
}

async function look(tab, protocol, view) {
  await tab.setViewport({ width: view.width, height: 900, deviceScaleFactor: 1 });
  // In one call: each of puppeteer's two would take the other back.
  await protocol.send('Emulation.setEmulatedMedia', { media: view.media ?? 'screen', features: [{ name: 'prefers-color-scheme', value: view.scheme ?? 'light' }] });
  await tab.evaluate((zoom) => { document.documentElement.style.fontSize = zoom ? `${zoom * 100}%` : ''; }, view.zoom);
}

const browser = await puppeteer.launch({
  executablePath: given.chromium,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
});
let bad = 0;
const report = (path, view, faults) => {
  faults.forEach((fault) => console.log(`${path || '/'} in view ${view}: ${fault}`));
  bad += faults.length;
};

/** Looks at one page in all views. */
async function visit({ path, title, status = 200, light = false, slow = false }) {
  const url = new URL(path, given.server).href;
  const tab = await browser.newPage();
  const protocol = await tab.createCDPSession();
  await tab.setCacheEnabled(false);
  await tab.evaluateOnNewDocument(watchShifts);
  let withScript = null;
  for (const [index, view] of VIEWS.entries()) {
    const faults = [];
    await look(tab, protocol, view);
    if (view.load || index === 0) {
      const loaded = await open(tab, url, status);
      faults.push(...loaded.faults);
      const found = await tab.title();
      if (!found.includes(title)) faults.push(`has the title \`${found}\`, which does not hold \`${title}\``);
      faults.push(...(await tab.evaluate(shifts)));
      if (light) faults.push(...(await weight(loaded.answers)));
      withScript ??= await tab.evaluate(text);
    }
    const wide = await tab.evaluate(overflowing);
    if (wide) faults.push(wide);
    if (view.media === 'print') faults.push(...(await tab.evaluate(printed)));
    const name = `${path.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '') || 'home'}-${view.name}.png`;
    await tab.screenshot({ path: join(given.screenshots, name), fullPage: true });
    if (view.axe) faults.push(...(await violations(tab)));
    if (view.keyboard) faults.push(...(await unreached(tab)));
    report(path, view.name, faults);
  }
  if (slow) report(path, 'slow', await comingSlowly(tab, protocol, url));
  await tab.close();
  report(path, 'without script', await withoutScript(url, withScript));
}

/** What shifts on a page that comes in slowly to somebody who has its style sheet: what scripts change, the reader has seen. */
async function comingSlowly(tab, protocol, url) {
  await look(tab, protocol, VIEWS[0]);
  const speed = (bytes) => protocol.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: bytes, uploadThroughput: -1 });
  await tab.setCacheEnabled(true);
  await tab.goto(url, { waitUntil: 'load', timeout: 30_000 });
  await speed(SLOW);
  await tab.goto(url, { waitUntil: 'load', timeout: 60_000 });
  await speed(-1);
  return tab.evaluate(shifts);
}

/** What of a page's text is missing where no script runs; buttons may be, for without one they do nothing. */
async function withoutScript(url, expected) {
  const tab = await browser.newPage();
  await tab.setJavaScriptEnabled(false);
  await tab.setViewport({ width: VIEWS[0].width, height: 900 });
  await tab.goto(url, { waitUntil: 'load', timeout: 30_000 });
  const found = await tab.evaluate(text);
  await tab.close();
  return found === expected ? [] : [`says something else: ${found.length} characters, not ${expected.length}`];
}

try {
  for (const page of pages) await visit(page);
} finally {
  await browser.close();
}
console.log(`${pages.length} pages in ${VIEWS.length + 1} views, ${bad} faults`);
process.exitCode = bad || !pages.length ? 1 : 0;
