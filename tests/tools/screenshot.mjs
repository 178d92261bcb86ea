// Takes the picture of a page that the README or the handbook shows: what a window holds.
//
//   node screenshot.mjs --url URL --out FILE --chromium PATH --window WIDTHxHEIGHT --scheme light|dark

import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['url', 'out', 'chromium', 'window', 'scheme']);
const [width, height] = given.window.split('x').map(Number);
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height, deviceScaleFactor: 1 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: given.scheme }]);
  await tab.goto(given.url, { waitUntil: 'load', timeout: 30_000 });
  await tab.evaluate(() => document.fonts.ready.then(() => true));
  await tab.screenshot({ path: given.out, type: 'webp', quality: 85 });
} finally {
  await browser.close();
}
console.log(given.out);
