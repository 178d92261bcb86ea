// Looks at the live preview in Chromium while the sources of a site change: each change is seen in the page, and how soon.
//
//   node serve.mjs --byline FILE --root DIR --chromium PATH --edits N --most MS --ends MS
//
// DIR is a site with an article `content/live/first.md` (title First), another `second.md`, and many others elsewhere; it is changed. N edits of a
// body and as many of a title are timed, from the close of the saved file to the changed page; their medians are held to `--most`,
// and the end of the server after an interruption to `--ends`.

import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browse, interrupt, serve } from './live.mjs';
import { options } from './options.mjs';

const given = options(['byline', 'root', 'chromium', 'edits', 'most', 'ends']);
const LONGEST = 60_000;
const faults = [];
const done = [];

const path = (name) => join(given.root, name);
const write = (name, text) => {
  mkdirSync(join(path(name), '..'), { recursive: true });
  writeFileSync(path(name), text);
};
const article = ({ title = 'First', date = '2026-01-05', body = 'A body.', more = '' } = {}) => `---\ntitle: ${title}\ndate: ${date}\n${more}---\n${body}\n`;
const paragraphs = Array.from({ length: 40 }, (_, index) => `Paragraph ${index} of a text that is long enough to be scrolled.`).join('\n\n');

const [browser, another] = [await browse(given.chromium), await browse(given.chromium)];

let server = await serve(given.byline, given.root, 4600);
const port = Number(new URL(server.address).port);
const at = (place) => new URL(place, server.address).href;

/** Opens a page; what its console says is a fault, but that a server is away. */
async function open(place, where = browser) {
  const tab = await where.newPage();
  tab.on('console', (message) => message.type() === 'error' && !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(message.text()) && !message.location().url?.endsWith('favicon.ico')
    && faults.push(`console: ${message.text()} ${message.location().url}`));
  tab.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  await tab.goto(at(place), { waitUntil: 'load', timeout: 30_000 });
  await tab.evaluate(() => { window.loadedOnce = true; });
  return tab;
}

/** Waits until a function of the page is true; what was waited for is noted. */
async function seen(what, tab, is, ...values) {
  try {
    await tab.waitForFunction(is, { timeout: LONGEST, polling: 20 }, ...values);
    done.push(what);
  } catch {
    faults.push(`not seen: ${what}`);
  }
}
const says = (text) => document.body.innerText.includes(text);
const overlay = () => document.querySelector('byline-preview')?.shadowRoot.querySelector('.overlay')?.innerText ?? '';
const hold = (what, is) => (is ? done : faults).push(what);

try {
  write('content/live/first.md', article({ body: `${paragraphs}\n\n<details><summary>More</summary>\n\nInside.\n\n</details>\n\nAn end.` }));
  write('content/live/second.md', article({ title: 'Second', date: '2026-01-04' }));
  const first = await open('/live/first/');
  const section = await open('/live/');
  await seen('the first page', first, says, 'Paragraph 39');

  // A body: scroll, open details and the page itself stay.
  await first.evaluate(() => { document.querySelector('details').open = true; scrollTo(0, 900); });
  const before = await first.evaluate(() => scrollY);
  const long = (end) => article({ body: `${paragraphs}\n\n<details><summary>More</summary>\n\nInside.\n\n</details>\n\n${end}` });
  write('content/live/first.md', long('Another end.'));
  await seen('an edited body', first, says, 'Another end.');
  hold('the scroll position stays', Math.abs((await first.evaluate(() => scrollY)) - before) <= 1);
  hold('open details stay open', await first.evaluate(() => document.querySelector('details').open));
  hold('the page is not loaded again', await first.evaluate(() => window.loadedOnce === true));

  // A title, on another page.
  write('content/live/second.md', article({ title: 'Second thoughts', date: '2026-01-04', body: `${paragraphs}\n\nA part.` }));
  await seen('a title on a list', section, says, 'Second thoughts');
  await seen('a note of the article that changed', first, () => document.querySelector('byline-preview').shadowRoot.querySelector('a.note')?.textContent === 'Changed: Second thoughts');

  // Following.
  await first.bringToFront();
  await first.keyboard.press('f');
  await seen('the mode that follows', first, () => document.querySelector('byline-preview').shadowRoot.textContent.includes('Following edits'));
  write('content/live/second.md', article({ title: 'Second thoughts', date: '2026-01-04', body: `${paragraphs}\n\nThe part that was edited.` }));
  await first.waitForNavigation({ timeout: LONGEST }).catch(() => {});
  await seen('the article that is followed', first, () => location.pathname === '/live/second/');
  await seen('the part that was edited, in view', first, () => {
    const part = [...document.querySelectorAll('p')].find((one) => one.textContent === 'The part that was edited.');
    const box = part?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  });
  await first.keyboard.press('f');
  await first.goto(at('/live/first/'), { waitUntil: 'load' });

  // A template, the style sheet, a picture.
  write('templates/partials/footer.html', '<footer><p>A footer of my own</p></footer>\n');
  await seen('an edited template', first, says, 'A footer of my own');
  write('assets/site.css', 'h1 { color: rgb(1, 2, 3) }\n');
  await seen('an edited style sheet', first, () => getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)');
  rmSync(path('assets'), { recursive: true });
  await seen('the style sheet of the theme again', first, () => getComputedStyle(document.querySelector('h1')).color !== 'rgb(1, 2, 3)');
  const picture = (size) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="${size}" height="${size}"/></svg>`;
  write('content/live/square.svg', picture(40));
  write('content/live/first.md', long('![A square](square.svg)'));
  const width = (wanted) => { const image = document.querySelector('.prose img'); return image?.complete && image.naturalWidth === wanted; };
  const painted = async (what, wanted) => {
    await first.evaluate(() => { const image = document.querySelector('.prose img'); if (image) image.loading = 'eager'; });
    try { await first.waitForFunction(width, { timeout: LONGEST, polling: 50 }, wanted); done.push(what); } catch { faults.push(`not seen: ${what}`); }
  };
  await seen('a picture', first, () => document.querySelector('.prose img'));
  await painted('the picture', 40);
  write('content/live/square.svg', picture(80));
  await painted('an edited picture', 80);

  // Mistakes: shown with where they are, the last good page behind them, gone when mended.
  const mistakes = [
    ['front matter', 'content/live/first.md', '---\ntitle: [\n---\nBroken.\n', long('Mended.'), 'content/live/first.md:'],
    ['a template', 'templates/partials/footer.html', '{% if %}', '<footer><p>A footer of my own</p></footer>\n', 'templates/partials/footer.html:'],
    ['the configuration', 'byline.yaml', `${readFileSync(path('byline.yaml'), 'utf8')}paginate: none\n`, readFileSync(path('byline.yaml'), 'utf8'), 'byline.yaml:'],
  ];
  for (const [what, file, broken, mended, place] of mistakes) {
    write(file, broken);
    try { await first.waitForFunction((text) => document.querySelector('byline-preview').shadowRoot.querySelector('.overlay')?.innerText.includes(text), { timeout: LONGEST, polling: 20 }, place); done.push(`a mistake in ${what}`); } catch { faults.push(`no overlay for ${what}`); }
    hold(`the last good page behind a mistake in ${what}`, await first.evaluate(() => document.body.innerText.includes('Paragraph 39')));
    write(file, mended);
    try { await first.waitForFunction(() => !document.querySelector('byline-preview').shadowRoot.querySelector('.overlay'), { timeout: LONGEST, polling: 20 }); done.push(`${what} mended`); } catch { faults.push(`the overlay stays for ${what}: ${await first.evaluate(overlay)}`); }
  }
  write('content/live/second.md', '---\ntitle: [\n---\nBroken.\n');
  try { await first.waitForFunction(() => document.querySelector('byline-preview').shadowRoot.querySelector('summary')?.textContent.startsWith('1 error'), { timeout: LONGEST, polling: 20 }); done.push('a badge for a mistake elsewhere'); } catch { faults.push('no badge for a mistake elsewhere'); }
  hold('no overlay for a mistake elsewhere', (await first.evaluate(overlay)) === '');
  write('content/live/second.md', article({ title: 'Second thoughts', date: '2026-01-04' }));

  // Articles come, are renamed and go.
  write('content/live/third.md', article({ title: 'A third', date: '2026-01-06' }));
  await seen('an article that came', section, says, 'A third');
  renameSync(path('content/live/third.md'), path('content/live/fourth.md'));
  await seen('an article that was renamed', section, () => [...document.links].some((link) => link.pathname === '/live/fourth/') && ![...document.links].some((link) => link.pathname === '/live/third/'));
  rmSync(path('content/live/fourth.md'));
  await seen('an article that went', section, () => !document.body.innerText.includes('A third'));

  // Ways to save: written beside and renamed over; truncated and written in pieces; two within a millisecond; with a lock file beside.
  const over = (name, text) => { write(`${name}.tmp`, text); renameSync(path(`${name}.tmp`), path(name)); };
  over('content/live/first.md', long('Renamed over.'));
  await seen('a file renamed over', first, says, 'Renamed over.');
  write('content/live/first.md', long('Twice, first.'));
  write('content/live/first.md', long('Twice, second.'));
  await seen('two saves within a millisecond', first, says, 'Twice, second.');
  copyFileSync(path('content/live/first.md'), path('content/live/first.md~'));
  write('content/live/.#first.md', 'lock');
  over('content/live/first.md', long('With a backup and a lock.'));
  rmSync(path('content/live/.#first.md'));
  await seen('a save with a backup and a lock file', first, says, 'With a backup and a lock.');
  hold('a backup is no article', !existsSync(path('public')));

  // A second browser, which looks at the same article and at the list that it stands in.
  const beside = await open('/live/first/', another);
  const list = await open('/live/', another);
  const titled = (title) => article({ title, body: `${paragraphs}\n\nThe body of ${title}.` });
  write('content/live/first.md', titled('For both browsers'));
  await seen('an edit in one browser', first, says, 'The body of For both browsers.');
  await seen('the same edit in another', beside, says, 'The body of For both browsers.');
  await seen('the same edit on another page', list, says, 'For both browsers');

  // The server goes and comes back: the pages catch up by themselves.
  const ended = new Promise((resolve) => server.child.once('exit', resolve));
  server.child.kill('SIGKILL');
  await ended;
  write('content/live/first.md', titled('Written while nobody served'));
  server = await serve(given.byline, given.root, port);
  hold('the server comes back at its port', Number(new URL(server.address).port) === port);
  await seen('the page after a restart', first, says, 'The body of Written while nobody served.');
  await seen('that of the other browser', beside, says, 'The body of Written while nobody served.');
  await seen('another page of the other browser', list, says, 'Written while nobody served');
  await another.close();

  // How soon: from the close of the saved file to the changed page.
  const times = { body: [], title: [] };
  await first.bringToFront();
  const timed = async (kind, number) => {
    const word = `${kind}${number}`;
    const waiting = first.evaluate((text) => new Promise((resolve) => {
      const look = () => document.body.textContent.includes(text) && (observer.disconnect(), resolve(performance.timeOrigin + performance.now()));
      const observer = new MutationObserver(look);
      observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true });
    }), word);
    await first.evaluate(() => true);
    writeFileSync(path('content/live/first.md'), kind === 'body' ? long(word) : article({ title: `First ${word}`, body: paragraphs }));
    const closed = performance.timeOrigin + performance.now();
    times[kind].push((await waiting) - closed);
  };
  for (const kind of ['body', 'title']) for (let number = 0; number < Number(given.edits); number++) await timed(kind, number);
  const at99 = (all) => all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.99) - 1];
  const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
  for (const [kind, all] of Object.entries(times)) {
    console.log(`${kind}: ${all.length} edits, median ${median(all).toFixed(1)} ms, 99th percentile ${at99(all).toFixed(1)} ms`);
    hold(`a changed ${kind} within ${given.most} ms in the median`, median(all) <= Number(given.most));
  }

  const fresh = await open('/live/first/');
  const dom = () => document.querySelector('main').outerHTML;
  const [edited, loaded] = [await first.evaluate(dom), await fresh.evaluate(dom)];
  const differs = [...loaded].findIndex((letter, index) => letter !== edited[index]);
  hold(edited === loaded ? 'the edited page is that of a fresh load' : `the edited page is not that of a fresh load: ${edited.slice(differs - 60, differs + 60)} | ${loaded.slice(differs - 60, differs + 60)}`, edited === loaded);
} finally {
  await Promise.all([browser.close(), another.close()]);
  const asked = performance.now();
  await interrupt(server.child);
  const took = performance.now() - asked;
  console.log(`ended ${took.toFixed(0)} ms after an interruption`);
  hold(`an interruption ends the server within ${given.ends} ms`, took < Number(given.ends));
}
faults.forEach((fault) => console.log(fault));
console.log(`${done.length} changes and laws seen, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
