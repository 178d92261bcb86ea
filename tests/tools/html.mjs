// Asks vnu, the checker of the HTML standard, about every page of a folder.
//
//   node html.mjs --folder DIR [--min-pages N] [--raw FILE]
//
// FILE is a JSON list of pages whose article holds HTML of its own: errors there are counted and allowed. A page with a planted fault
// is checked along, so that a checker that sees nothing is noticed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { options } from './options.mjs';
import { htmlFiles } from './files.mjs';

const given = options(['folder', 'min-pages', 'raw']);
const folder = resolve(given.folder);
const pages = await htmlFiles(folder);
const raw = new Set(given.raw ? JSON.parse(readFileSync(given.raw, 'utf8')) : []);
const MOST_SHOWN = 20;

const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
if (!existsSync(jar)) throw new Error(`vnu is not at ${jar}`);
const planted = mkdtempSync(join(tmpdir(), 'byline-html-'));
const fault = join(planted, 'fault.html');
writeFileSync(fault, '<!doctype html><html lang=en><head><meta charset=utf-8><title>t</title></head><body><img src=a.png></body></html>');

const arguments_ = ['-Xss2m', '-jar', jar, '--errors-only', '--format', 'json', '--exit-zero-always', '--skip-non-html', folder, fault];
const run = spawnSync('java', arguments_, { encoding: 'utf8', maxBuffer: 1 << 28 });
rmSync(planted, { recursive: true });
if (run.error) throw run.error;
const messages = JSON.parse(run.stderr.slice(run.stderr.indexOf('{'))).messages;

let sawPlanted = false;
let allowed = 0;
const allowedPages = new Set();
const errors = [];
for (const message of messages) {
  const file = message.url ? fileURLToPath(message.url) : '';
  if (file === fault) {
    sawPlanted = true;
    continue;
  }
  const page = relative(folder, file);
  if (raw.has(page)) {
    allowed += 1;
    allowedPages.add(page);
  } else {
    errors.push(`${page}:${message.lastLine ?? 0}: ${message.message} — ${(message.extract ?? '').replace(/\s+/g, ' ')}`);
  }
}
errors.slice(0, MOST_SHOWN).forEach((error) => console.log(error));
if (errors.length > MOST_SHOWN) console.log(`… and ${errors.length - MOST_SHOWN} more`);
if (!sawPlanted) console.log('the planted fault was not found: vnu does not work here');
const least = Number(given['min-pages'] ?? 1);
if (pages.length < least) console.log(`only ${pages.length} pages, expected at least ${least}`);
const ofArticles = given.raw ? `, ${allowed} in the HTML of ${allowedPages.size} articles` : '';
console.log(`${pages.length} pages, ${errors.length} errors${ofArticles}`);
process.exitCode = errors.length || !sawPlanted || pages.length < least ? 1 : 0;
