// Writes a comment on an article as a reader would, and looks whether it stands there and is counted; and whether nothing was asked
// of the server that keeps comments before.
//
//   node comments.mjs --quiet URL --counting URL --isso URL --chromium PATH
//
// `--quiet` is the site without counts, `--counting` the one with; both are served under their own address.

import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['quiet', 'counting', 'isso', 'chromium']);
const ARTICLE = '/demo/floating-harbour/';
const TEXT = 'The quay has floated for years; it was only never asked.';
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const faults = [];
const hold = (is, fault) => { if (!is) faults.push(fault); };

/** Opens a page; notes what it asks of other hosts. */
async function open(url) {
  const tab = await browser.newPage();
  const asked = [];
  tab.on('request', (request) => request.url().startsWith('http') && new URL(request.url()).host !== new URL(url).host && asked.push(request.url()));
  tab.on('pageerror', (error) => faults.push(`${url}: ${error.message}`));
  await tab.goto(url, { waitUntil: 'networkidle0', timeout: 30_000 });
  return { tab, asked };
}

const button = (tab) => tab.waitForSelector('section[aria-labelledby=comments-title] > button', { timeout: 10_000 });

try {
  const written = await open(given.quiet + ARTICLE);
  hold(written.asked.length === 0, `before the reader asks, the page asks ${written.asked}`);
  await (await button(written.tab)).click();
  await written.tab.waitForSelector('#isso-thread textarea, #isso-thread [contenteditable]', { timeout: 10_000 });
  await written.tab.type('#isso-thread textarea, #isso-thread [contenteditable]', TEXT);
  const answered = written.tab.waitForResponse((answer) => answer.url().includes('/new') && answer.request().method() === 'POST', { timeout: 10_000 });
  await written.tab.click('#isso-thread input[type=submit]');
  hold([200, 201, 202].includes((await answered).status()), `Isso answers ${(await answered).status()} to the comment`);
  hold(written.asked.every((url) => url.startsWith(given.isso)), `the comments ask others: ${written.asked}`);
  await written.tab.close();

  const again = await open(given.quiet + ARTICLE);
  hold(again.asked.length === 0, `after the comment, the page asks ${again.asked}`);
  await (await button(again.tab)).click();
  const isThere = (text) => document.querySelector('#isso-thread').innerText.includes(text);
  await again.tab.waitForFunction(isThere, { timeout: 10_000 }, TEXT);
  await again.tab.close();

  const listing = await open(`${given.counting}/demo/`);
  const counted = () => [...document.querySelectorAll('article')].filter((one) => one.innerText.includes('Comments: 1')).map((one) => one.querySelector('a[href]:not([aria-hidden])')?.textContent);
  await listing.tab.waitForFunction(() => document.querySelector('.comment-count'), { timeout: 10_000 });
  const found = await listing.tab.evaluate(counted);
  hold(found.length === 1 && found[0].startsWith('Port Aldwin votes'), `the listing counts a comment at ${JSON.stringify(found)}`);
  // The browser asks the server first whether it may: of the same address.
  hold([...new Set(listing.asked)].join() === `${given.isso}/count`, `the listing asks ${listing.asked}`);
  await listing.tab.close();

  const article = await open(given.counting + ARTICLE);
  await article.tab.waitForFunction(() => document.querySelector('#comments-title').innerText.toLowerCase().includes('comments: 1'), { timeout: 10_000 });
  await article.tab.close();

  const front = await open(`${given.quiet}/demo/`);
  hold(front.asked.length === 0, `without counts, the listing asks ${front.asked}`);
} finally {
  await browser.close();
}
faults.forEach((fault) => console.log(fault));
console.log(`a comment written, read again and counted, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
