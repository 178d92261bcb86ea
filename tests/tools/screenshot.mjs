// Takes the picture of a page that the README shows: what a window at a desk holds.
//
//   node screenshot.mjs --url URL --out FILE --chromium PATH

import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['url', 'out', 'chromium']);
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 1500, deviceScaleFactor: 1 });
  await tab.goto(given.url, { waitUntil: 'load', timeout: 30_000 });
  await tab.evaluate(() => document.fonts.ready.then(() => true));
  await tab.screenshot({ path: given.out });
} finally {
  await browser.close();
}
console.log(given.out);
