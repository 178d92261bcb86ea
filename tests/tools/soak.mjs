// Edits a site at random while its live preview runs and a page of it is open in Chromium: nothing grows, and at the end everything is as if it
// had been made at once.
//
//   node soak.mjs --byline FILE --root DIR --chromium PATH --edits N [--seed SEED]
//
// DIR is a site with some articles. Bodies, titles, dates, topics, templates, the style sheet and the configuration are edited, broken and mended;
// articles come, are renamed and go.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browse, interrupt, MOMENT, serve } from './live.mjs';
import { options } from './options.mjs';

const given = options(['byline', 'root', 'chromium', 'edits', 'seed']);
const count = Number(given.edits);
const faults = [];
let state = Number(given.seed ?? Date.now() % 1_000_000);
console.log(`seed ${state}`);

/** A number below `end` (mulberry32). */
function below(end) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 * end) | 0;
}

const path = (name) => join(given.root, name);
const write = (name, text) => {
  mkdirSync(join(path(name), '..'), { recursive: true });
  writeFileSync(path(name), text);
};
const settings = readFileSync(path('byline.yaml'), 'utf8');
const article = (number, title = `Soaked ${number}`, date = '2026-01-05', more = '') =>
  `---\ntitle: ${title}\ndate: ${date}\n${more}---\nWords ${below(1e9)} of ${number}.\n\n[Another](soaked-${below(20)}.md)\n`;
const file = (number) => `content/soak/soaked-${number}.md`;
for (let number = 0; number < 20; number++) write(file(number), article(number));

/** A few changes of each kind; what breaks is mended by the next change of its kind. */
const broken = new Set();
const comesAndGoes = new Set();
const kinds = [
  [60, () => { const number = below(20); write(file(number), article(number)); }],
  [10, () => { const number = below(20); write(file(number), article(number, `Soaked ${number} again ${below(1e6)}`)); }],
  [6, () => { const number = below(20); write(file(number), article(number, undefined, `2026-0${1 + below(9)}-1${below(9)}`)); }],
  [4, () => { const number = below(20); write(file(number), article(number, undefined, undefined, `topics: [Topic ${below(9)}]\n`)); }],
  [3, () => { const number = below(20); write(file(number), below(2) ? '---\ntitle: [\n---\nBroken.\n' : article(number)); }],
  [6, () => {
    const number = 20 + below(10);
    if (comesAndGoes.delete(number)) return rmSync(path(file(number)));
    comesAndGoes.add(number);
    write(file(number), article(number));
  }],
  [3, () => {
    const [from] = comesAndGoes;
    const to = 30 + below(1000);
    if (from === undefined || comesAndGoes.has(to)) return write(file(0), article(0));
    comesAndGoes.delete(from);
    comesAndGoes.add(to);
    renameSync(path(file(from)), path(file(to)));
  }],
  [2, () => write('templates/partials/footer.html', broken.delete('footer') || below(2) ? `<footer><p>Footer ${below(1e6)}</p></footer>\n` : (broken.add('footer'), '{% if %}'))],
  [1, () => write('assets/extra.css', `h1 { color: rgb(${below(255)}, 0, 0) }\n`)],
  [1, () => write('byline.yaml', settings.replace(/^title:.*$/m, `title: The Soaked Review ${below(1e6)}`))],
];
const all = kinds.reduce((sum, [weight]) => sum + weight, 0);
function change() {
  let drawn = below(all);
  kinds.find(([weight]) => (drawn -= weight) < 0)[1]();
}
function mend() {
  for (let number = 0; number < 20; number++) write(file(number), article(number));
  write('templates/partials/footer.html', '<footer><p>The last footer</p></footer>\n');
  write('byline.yaml', settings);
}

const { child, address } = await serve(given.byline, given.root, 4800);

/** Hears how often the site has been made anew. */
let revision = 0;
let heard = () => {};
const hearing = new AbortController();
const stream = await fetch(new URL('/_byline/events?/', address), { signal: hearing.signal });
(async () => {
  let rest = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      revision = JSON.parse(rest.slice(6, end)).revision;
      rest = rest.slice(end + 2);
      heard();
    }
  }
})().catch(() => {});

/** Waits until a change has been heard of, or none comes: what was written may be what was there. */
const heardOf = (before) => new Promise((resolve) => {
  const late = setTimeout(resolve, 1000);
  heard = () => revision > before && (clearTimeout(late), resolve());
  heard();
});

const browser = await browse(given.chromium);
const tab = await browser.newPage();
tab.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
await tab.goto(new URL('/soak/soaked-1/', address).href, { waitUntil: 'load' });
const protocol = await tab.createCDPSession();

/** What the server and the page hold: memory in KB, watches, connections, bytes of the page's scripts, and its nodes. */
async function held() {
  const process = `/proc/${child.pid}`;
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`${process}/status`, 'utf8'))[1]);
  const watches = readdirSync(`${process}/fdinfo`).flatMap((fd) => {
    try { return readFileSync(`${process}/fdinfo/${fd}`, 'utf8').match(/^inotify wd:/gm) ?? []; } catch { return []; }
  }).length;
  const sockets = readdirSync(`${process}/fd`).filter((fd) => {
    try { return readlinkSync(`${process}/fd/${fd}`).startsWith('socket:'); } catch { return false; }
  }).length;
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  const { nodes } = await protocol.send('Memory.getDOMCounters');
  return { resident, watches, sockets, heap: usedSize, nodes };
}

const marks = [];
try {
  for (let number = 1; number <= count; number++) {
    const before = revision;
    change();
    await heardOf(before);
    if (number % Math.floor(count / 5) === 0 || number === count) {
      mend();
      await tab.waitForFunction(() => document.body.innerText.includes('The last footer'), { timeout: 60_000, polling: 50 });
      marks.push(await held());
    }
  }
  // The first part fills what is filled once.
  const [early, late] = [marks[1] ?? marks[0], marks.at(-1)];
  marks.forEach((mark) => console.log(JSON.stringify(mark)));
  console.log(`${count} edits, ${revision} revisions; above, what was held after each fifth`);
  const flat = (what, most) => late[what] <= early[what] * most[0] + most[1] || faults.push(`${what} grew from ${early[what]} to ${late[what]}`);
  flat('resident', [1.1, 8 << 10]);
  flat('watches', [1, 0]);
  flat('sockets', [1, 4]);
  flat('heap', [1.2, 1 << 20]);
  flat('nodes', [1.5, 2000]);

  const fresh = await browser.newPage();
  await fresh.goto(tab.url(), { waitUntil: 'load' });
  const dom = () => document.body.innerHTML.replace(/<script src="\/_byline[^]*$/, '');
  const wanted = await fresh.evaluate(dom);
  await tab.waitForFunction((text) => document.body.innerHTML.replace(/<script src="\/_byline[^]*$/, '') === text, { timeout: 20_000, polling: 50 }, wanted)
    .catch(() => faults.push('the page is not that of a fresh load'));
} finally {
  hearing.abort();
  await browser.close();
  await interrupt(child);
}
const build = (output, ...more) => execFileSync(given.byline, ['build', '--quiet', '--root', given.root, '--output', output, '--at', MOMENT, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
try {
  build(`${given.root}-built`);
  build(`${given.root}-clean`, '--fresh');
  execFileSync('diff', ['-r', `${given.root}-built`, `${given.root}-clean`]);
} catch (error) {
  faults.push(`the build after it is not a clean one: ${error.stdout ?? ''}${error.stderr ?? ''}`);
}
faults.forEach((fault) => console.log(fault));
console.log(`${count} edits, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
