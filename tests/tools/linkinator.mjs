// A second opinion on the links: linkinator, over a served site.
//
//   node linkinator.mjs --server URL [--base URL] [--min-links N]

import { LinkChecker } from 'linkinator';
import { options } from './options.mjs';

const given = options(['server', 'base', 'min-links']);
const server = new URL(given.server);
const own = given.base ?? given.server;
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const result = await new LinkChecker().check({
  path: server.href,
  recurse: true,
  checkFragments: true,
  concurrency: 16,
  timeout: 20_000,
  urlRewriteExpressions: own === server.href ? [] : [{ pattern: new RegExp(`^${literal(own)}`), replacement: server.href }],
  linksToSkip: async (link) => !link.startsWith(server.origin) && !link.startsWith(own),
});
const checked = result.links.filter((link) => link.state !== 'SKIPPED');
const broken = checked.filter((link) => link.state === 'BROKEN');
broken.forEach((link) => console.log(`${link.parent}: ${link.url} answers ${link.status}`));
const least = Number(given['min-links'] ?? 1);
if (checked.length < least) console.log(`only ${checked.length} links were seen, expected at least ${least}`);
console.log(`${checked.length} links, ${broken.length} broken`);
process.exitCode = broken.length || checked.length < least ? 1 : 0;
