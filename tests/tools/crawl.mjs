// Crawls a served site: every page that is linked or lies in the folder, and everything that they name.
//
//   node crawl.mjs --server URL --folder DIR [--base URL] [--min-pages N] [--min-links N]
//
// SERVER is where the site is served, with its path; DIR is what is served; BASE is the address that the site calls its
// own, where that is another one. Prints each fault and a line of counts; exits with 1 where there are faults.

import { options } from './options.mjs';
import { htmlFiles } from './files.mjs';
import { linksOfPage, linksOfStyle } from './extract.mjs';

const given = options(['server', 'folder', 'base', 'min-pages', 'min-links']);
const server = new URL(given.server);
const own = given.base ? new URL(given.base) : server;
const AT_ONCE = 8;
const MOST_REDIRECTS = 5;

const faults = new Set();
const visits = new Map();
const fragments = [];
const queue = [];
const counts = { pages: 0, files: 0, links: 0, outside: 0, redirected: 0 };

/** The address on the server of a link on the page `from`; null where it leads to another site or is no address. */
function onServer(from, link) {
  let url;
  try {
    url = new URL(link, from);
  } catch {
    faults.add(`${from}: \`${link}\` is no address`);
    return null;
  }
  if (!/^https?:$/.test(url.protocol)) return null;
  if (url.origin === own.origin && url.pathname.startsWith(own.pathname)) {
    return new URL(server.pathname + url.pathname.slice(own.pathname.length) + url.search + url.hash, server);
  }
  if (url.origin === server.origin || url.origin === own.origin) {
    if (url.origin === server.origin && url.pathname.startsWith(server.pathname)) return url;
    faults.add(`${from}: \`${link}\` leaves the site's base ${server.pathname}`);
    return null;
  }
  counts.outside += 1;
  return null;
}

function follow(from, link) {
  const url = onServer(from, link);
  if (!url) return;
  counts.links += 1;
  const fragment = url.hash.slice(1);
  url.hash = '';
  visit(url, `${from}: \`${link}\``);
  if (fragment && fragment !== 'top' && !fragment.startsWith(':~:')) fragments.push({ from, link, to: url.href, fragment });
}

/** Queues an address that was not seen yet; `who` names it in a fault. */
function visit(url, who) {
  if (!visits.has(url.href)) {
    visits.set(url.href, { ids: null });
    queue.push({ url, who });
  }
}

async function fetched(url) {
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const answer = await fetch(url, { redirect: 'manual' });
    if (answer.status < 300 || answer.status > 399) return { answer, url };
    await answer.arrayBuffer();
    counts.redirected += 1;
    url = new URL(answer.headers.get('location'), url);
  }
  throw new Error('is redirected without end');
}

async function read({ url, who }) {
  try {
    const { answer, url: final } = await fetched(url);
    if (answer.status !== 200) faults.add(`${who} answers ${answer.status}`);
    else visits.get(url.href).ids = await take(answer, final);
    if (!answer.bodyUsed) await answer.arrayBuffer();
  } catch (error) {
    faults.add(`${who} cannot be fetched: ${error.cause?.message ?? error.message}`);
  }
}

/** Follows what an answer names; returns the ids that a fragment may lead to, or null where it is no page. */
async function take(answer, url) {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  if (type === 'text/html') {
    counts.pages += 1;
    const { links, ids, problems } = linksOfPage(await answer.text(), url.href);
    problems.forEach((problem) => faults.add(`${url.href}: ${problem}`));
    links.forEach(({ base, link }) => follow(base, link));
    return ids;
  }
  counts.files += 1;
  if (type === 'text/css') linksOfStyle(await answer.text()).forEach((link) => follow(url.href, link));
  return null;
}

async function drain() {
  let busy = 0;
  await new Promise((resolve) => {
    const start = () => {
      while (queue.length && busy < AT_ONCE) {
        busy += 1;
        read(queue.shift()).then(() => {
          busy -= 1;
          start();
        });
      }
      if (!queue.length && busy === 0) resolve();
    };
    start();
  });
}

/** The page for addresses that do not exist is asked for deep in the site, so that relative links in it would break. */
async function checkMissingPage() {
  const url = new URL('no/such/page/', server);
  const answer = await fetch(url);
  const text = await answer.text();
  if (answer.status !== 404) faults.add(`${url} answers ${answer.status}, not 404`);
  const { links, ids } = linksOfPage(text, url.href);
  if (links.length < 3) faults.add(`${url}: the page for missing addresses has ${links.length} links`);
  for (const { base, link } of links) {
    if (!link.startsWith('#')) follow(base, link);
    else if (!ids.has(link.slice(1))) faults.add(`${url}: \`${link}\` leads to a part that is not there`);
  }
}

visit(server, 'the front page');
for (const file of await htmlFiles(given.folder)) {
  const path = file.split('/').map(encodeURIComponent).join('/').replace(/(^|\/)index\.html$/, '$1');
  visit(new URL(server.pathname + path, server), `the file ${file}`);
}
await drain();
await checkMissingPage();
await drain();
for (const { from, link, to, fragment } of fragments) {
  const ids = visits.get(to)?.ids;
  if (ids && !ids.has(fragment) && !ids.has(decodeURIComponent(fragment))) faults.add(`${from}: \`${link}\` leads to a part that is not there`);
}
for (const [name, least] of [['pages', given['min-pages']], ['links', given['min-links']]]) {
  if (counts[name] < Number(least ?? 1)) faults.add(`only ${counts[name]} ${name} were seen, expected at least ${least ?? 1}`);
}
[...faults].sort().forEach((fault) => console.log(fault));
console.log(
  `${counts.pages} pages, ${counts.files} other files, ${counts.links} links followed, ${counts.outside} to other sites, ` +
    `${counts.redirected} redirected, ${fragments.length} to parts of pages, ${faults.size} faults`,
);
process.exitCode = faults.size ? 1 : 0;
