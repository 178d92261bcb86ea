// Holds a built site against the raw files of the 18F collection: every article at its old address, with title, date, authors and topics.
//
//   node articles.mjs --content DIR --site DIR --articles N --raw FILE
//
// Reads the files by itself: it shares nothing with byline. Writes to FILE, as JSON, the pages of the articles that hold HTML of their own.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'js-yaml';
import { parse as parseHtml, parseFragment } from 'parse5';
import { options } from './options.mjs';

const given = options(['content', 'site', 'articles', 'raw']);
const NAME = /^(\d{4})-(\d{1,2})-(\d{1,2})-(.+)\.md$/;

/** The front matter and the body of a file. */
function read(file) {
  const text = readFileSync(join(given.content, file), 'utf8');
  const end = text.indexOf('\n---', 3);
  // A tab behind a value is white space to some readers of YAML and an error to others.
  const head = text.slice(text.indexOf('\n'), end).replace(/\t+$/gm, '');
  return { head: yaml.load(head, { schema: yaml.FAILSAFE_SCHEMA }), body: text.slice(text.indexOf('\n', end + 1) + 1) };
}

const pad = (number) => String(number).padStart(2, '0');

/** The written day: of the key `date`, else of the file's name. */
function dayOf(head, file) {
  const written = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(head.date ?? '') ?? NAME.exec(file);
  return [written[1], pad(written[2]), pad(written[3])];
}

function addressOf(head, file) {
  if (head.permalink) return head.permalink.replace(/^\/|\/$/g, '');
  return [...dayOf(head, file), NAME.exec(file)[4]].join('/');
}

function textOf(node) {
  if (node.nodeName === '#text') return node.value;
  return (node.childNodes ?? []).map(textOf).join('');
}

/** Text without what typography and Markdown change: quotes, dashes, ellipses, spaces, marks of emphasis and code. */
function plain(text) {
  return text
    .normalize('NFC')
    .replace(/[‘’‚′]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/…/g, '...')
    .replace(/[–—-]+/g, '-')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/[`*_\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const list = (value) => (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined && item !== null && item !== '').map(String);

/** Elements below a node for which `test` holds. */
function* elements(node, test) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName && test(child)) yield child;
    yield* elements(child, test);
  }
}

const attribute = (node, name) => node.attrs.find((one) => one.name === name)?.value;

function faultsOf(file, head) {
  const address = addressOf(head, file);
  const page = join(given.site, address, 'index.html');
  if (!existsSync(page)) return [`has no page at /${address}/`];
  const html = parseHtml(readFileSync(page, 'utf8'));
  const [main] = elements(html, (node) => node.tagName === 'main');
  const faults = [];
  const titles = [...elements(main, (node) => node.tagName === 'h1')].map((node) => plain(textOf(node)));
  const title = plain(textOf(parseFragment(head.title ?? '')));
  if (head.title && !titles.includes(title)) faults.push(`has the title \`${titles.join(' | ')}\`, not \`${title}\``);
  const day = dayOf(head, file).join('-');
  const times = [...elements(main, (node) => node.tagName === 'time')].map((node) => attribute(node, 'datetime') ?? '');
  if (!times.some((time) => time.startsWith(day))) faults.push(`does not show the date ${day}, but ${times.join(', ')}`);
  const links = [...elements(main, (node) => node.tagName === 'a')];
  const authors = links.filter((node) => (attribute(node, 'rel') ?? '').split(' ').includes('author')).map((node) => plain(textOf(node)));
  for (const author of list(head.authors)) {
    if (!authors.includes(plain(author))) faults.push(`does not name the author \`${author}\`, but ${authors.join(', ')}`);
  }
  const topics = links.filter((node) => (attribute(node, 'href') ?? '').includes('/topics/')).map((node) => plain(textOf(node)).toLowerCase());
  for (const topic of list(head.tags)) {
    if (!topics.includes(plain(topic).toLowerCase())) faults.push(`does not name the topic \`${topic}\``);
  }
  return faults;
}

/** Whether a body holds HTML outside of code. */
function hasHtml(body) {
  const prose = body.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]+`/g, '');
  return /<\/?[a-zA-Z][^>]*>|<!--/.test(prose.replace(/<(https?:|mailto:)[^>]*>|<[^\s>]+@[^\s>]+>/g, ''));
}

const files = readdirSync(given.content).filter((name) => name.endsWith('.md')).sort();
const raw = [];
let bad = 0;
for (const file of files) {
  const { head, body } = read(file);
  const faults = faultsOf(file, head);
  faults.forEach((fault) => console.log(`${file} ${fault}`));
  bad += faults.length;
  if (hasHtml(body)) raw.push(`${addressOf(head, file)}/index.html`);
}
if (files.length !== Number(given.articles)) {
  console.log(`there are ${files.length} articles, expected ${given.articles}`);
  bad += 1;
}
writeFileSync(given.raw, JSON.stringify(raw));
console.log(`${files.length} articles at their addresses with title, date, authors and topics, ${raw.length} with HTML of their own, ${bad} faults`);
process.exitCode = bad ? 1 : 0;
