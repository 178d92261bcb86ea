// Crawls a served site: every page that is linked or lies in the folder, and everything that they name.
//
//   node crawl.mjs --server URL --folder DIR [--base URL] [--known FILE] [--min-pages N] [--min-links N]
//
// SERVER is where the site is served, with its path; DIR is what is served; BASE is the address that the site calls its
// own, where that is another one; FILE is byline's own report as JSON: what it has reported is counted and is no fault.
// Prints each fault and a line of counts; exits with 1 where there are faults.

import { readFileSync } from 'node:fs';
import { options } from './options.mjs';
import { htmlFiles } from './files.mjs';
import { linksOfPage, linksOfStyle } from './extract.mjs';

const given = options(['server', 'folder', 'base', 'known', 'min-pages', 'min-links']);
const server = new URL(given.server);
const own = given.base ? new URL(given.base) : server;
const AT_ONCE = 8;
const MOST_REDIRECTS = 5;

const faults = new Set();
const visits = new Map();
const fragments = [];
const queue = [];
const counts = { pages: 0, files: 0, links: 0, outside: 0, redirected: 0, known: 0 };

/** Whether byline has reported a link itself: by its text, or as a tag of another generator that it left as it was. */
const isKnown = (() => {
  const lines = given.known ? readFileSync(given.known, 'utf8').split('\n').filter(Boolean) : [];
  const reports = lines.map((line) => JSON.parse(line)).filter((report) => report.type === 'diagnostic');
  const named = new Set(reports.flatMap((report) => [...report.message.matchAll(/`([^`]*)`/g)].map((match) => match[1])));
  const hasTags = reports.some((report) => report.code === 'foreign-tag');
  return (link) => {
    const plain = decodeURI(link);
    return named.has(plain) || named.has(own.origin + plain) || (hasTags && /\{[{%]/.test(plain));
  };
})();

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

/** Notes a fault of a link, unless byline has reported the link. */
function add(fault, link) {
  if (link !== undefined && isKnown(link)) counts.known += 1;
  else faults.add(fault);
}

function follow(from, link) {
  const url = onServer(from, link);
  if (!url) return;
  counts.links += 1;
  const fragment = url.hash.slice(1);
  url.hash = '';
  visit(url, `${from}: \`${link}\``, link);
  if (fragment && fragment !== 'top' && !fragment.startsWith(':~:')) fragments.push({ from, link, to: url.href, fragment });
}

/** Queues an address that was not seen yet; `who` names it in a fault. */
function visit(url, who, link) {
  if (!visits.has(url.href)) {
    visits.set(url.href, { ids: null });
    queue.push({ url, who, link });
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

async function read({ url, who, link }) {
  try {
    const { answer, url: final } = await fetched(url);
    if (answer.status !== 200) add(`${who} answers ${answer.status}`, link);
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
  if (ids && !ids.has(fragment) && !ids.has(decodeURIComponent(fragment))) add(`${from}: \`${link}\` leads to a part that is not there`, link);
}
for (const [name, least] of [['pages', given['min-pages']], ['links', given['min-links']]]) {
  if (counts[name] < Number(least ?? 1)) faults.add(`only ${counts[name]} ${name} were seen, expected at least ${least ?? 1}`);
}
[...faults].sort().forEach((fault) => console.log(fault));
console.log(
  `${counts.pages} pages, ${counts.files} other files, ${counts.links} links followed, ${counts.outside} to other sites, ` +
    `${counts.redirected} redirected, ${fragments.length} to parts of pages, ${given.known ? `${counts.known} broken as byline said, ` : ''}${faults.size} faults`,
);
process.exitCode = faults.size ? 1 : 0;
