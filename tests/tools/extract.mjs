// What a page or style sheet names: links, pictures, scripts, styles.

import { parse } from 'parse5';

/** Attributes that hold one address. */
const ADDRESSES = ['src', 'poster', 'href', 'xlink:href', 'data', 'action', 'formaction'];
/** Attributes that hold a list of addresses with sizes. */
const SETS = ['srcset', 'imagesrcset'];
/** Relations of `link` that name a host, not a file. */
const HOST_RELATIONS = ['preconnect', 'dns-prefetch'];
/** Names of `meta` whose content is an address. */
const META = /^(og:(url|image|audio|video)(:url|:secure_url)?|twitter:(image|player)|msapplication-.*image)$/;

/** The addresses that a style names by `url()` and `@import`. */
export function linksOfStyle(text) {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const found = [...plain.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"\s]+))\s*\)/g), ...plain.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)];
  return found.map((match) => match[1] ?? match[2] ?? match[3] ?? '').filter((link) => link && !link.startsWith('data:'));
}

/** The addresses in a `srcset`. */
function linksOfSet(value) {
  return [...value.matchAll(/(?:^|,)\s*([^\s,]\S*)/g)].map((match) => match[1].replace(/,+$/, ''));
}

function linksOfElement(name, attributes) {
  const links = [];
  const get = (key) => attributes.get(key);
  if (name === 'link' && HOST_RELATIONS.some((relation) => (get('rel') ?? '').split(/\s+/).includes(relation))) return links;
  for (const key of ADDRESSES) {
    const value = get(key);
    if (value !== undefined && !(name === 'base' && key === 'href')) links.push(value);
  }
  for (const key of SETS) if (get(key)) links.push(...linksOfSet(get(key)));
  if (get('style')) links.push(...linksOfStyle(get('style')));
  if (name === 'meta') {
    const property = get('property') ?? get('name') ?? '';
    if (META.test(property)) links.push(get('content') ?? '');
    const refresh = /^\s*\d+\s*;\s*url=(.*)$/i.exec((get('http-equiv') ?? '').toLowerCase() === 'refresh' ? (get('content') ?? '') : '');
    if (refresh) links.push(refresh[1].trim().replace(/^['"]|['"]$/g, ''));
  }
  return links;
}

/** The links of an HTML page at `url`, each with the address that it is relative to; its ids; what is wrong with it. */
export function linksOfPage(html, url) {
  const links = [];
  const ids = new Set();
  const problems = [];
  let base = url;
  const walk = (node) => {
    const attributes = new Map((node.attrs ?? []).map((one) => [one.prefix ? `${one.prefix}:${one.name}` : one.name, one.value]));
    const name = node.tagName ?? '';
    if (name === 'base' && attributes.has('href')) base = new URL(attributes.get('href'), url).href;
    const id = attributes.get('id');
    if (id !== undefined) {
      if (ids.has(id)) problems.push(`the id \`${id}\` stands more than once`);
      ids.add(id);
    }
    if (name === 'a' && attributes.get('name')) ids.add(attributes.get('name'));
    const found = linksOfElement(name, attributes);
    if (name === 'style') found.push(...linksOfStyle((node.childNodes ?? []).map((child) => child.value ?? '').join('')));
    links.push(...found.map((link) => ({ base, link })));
    for (const child of node.childNodes ?? []) walk(child);
    if (node.content) walk(node.content);
  };
  walk(parse(html));
  return { links, ids, problems };
}
