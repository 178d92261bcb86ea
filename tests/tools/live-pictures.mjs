// Takes the pictures of the live preview that the README and the handbook show: an edit, an edit elsewhere, a mistake.
//
//   node live-pictures.mjs --byline FILE --root DIR --out DIR --chromium PATH
//
// The site in --root holds the demonstration; two of its articles are changed.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browse, interrupt, serve } from './live.mjs';
import { options } from './options.mjs';

const given = options(['byline', 'root', 'out', 'chromium']);
const { child, address } = await serve(given.byline, given.root, 4860);
const browser = await browse(given.chromium, '--hide-scrollbars');
const file = (name) => join(given.root, 'content/demo', name);
const edit = (name, change) => writeFileSync(file(name), change(readFileSync(file(name), 'utf8')));
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1000, height: 760 });
  await tab.goto(new URL('demo/let-it-sink/', address).href, { waitUntil: 'load' });
  const shown = (is, ...values) => tab.waitForFunction(is, { polling: 20, timeout: 30_000 }, ...values);
  const inside = (text) => document.querySelector('byline-preview').shadowRoot.textContent.includes(text);
  const take = (name) => tab.screenshot({ path: join(given.out, `${name}.webp`), type: 'webp', quality: 85 });
  edit('let-it-sink.md', (text) => text.replace(/^title: .*$/m, 'title: Let it sink, and say so aloud'));
  await shown(() => document.querySelector('h1').textContent === 'Let it sink, and say so aloud');
  edit('a-map-of-old-shorelines.md', (text) => text.replace(/^title: .*$/m, 'title: A map of where the shore will be'));
  await shown(inside, 'Changed:');
  await take('live-edit');
  edit('let-it-sink.md', (text) => text.replace(/^date: .*$/m, 'date: yesterday'));
  await shown(inside, 'let-it-sink.md:');
  await take('live-mistake');
} finally {
  await browser.close();
  await interrupt(child);
}
console.log('live-edit, live-mistake');
