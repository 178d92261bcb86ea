// A page asks no other host for anything until the reader opens an embed; then it asks for that one's page.
//
//   node embeds.mjs --url URL --hosts HOST,HOST --chromium PATH
//
// HOSTS are those of the page's embeds, in their order. No request leaves this machine: those to other hosts are answered here.

import puppeteer from 'puppeteer-core';
import { options } from './options.mjs';

const given = options(['url', 'hosts', 'chromium']);
const own = new URL(given.url).host;
const hosts = given.hosts.split(',');
const faults = [];
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 900 });
  const asked = [];
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (host === own || !protocol.startsWith('http')) return request.continue();
    asked.push(host);
    return request.respond({ status: 200, contentType: 'text/html', body: '<!doctype html><title>there</title>' });
  });
  await tab.goto(given.url, { waitUntil: 'networkidle0', timeout: 30_000 });
  // Lazy frames load as they come near the window: each is brought into it.
  for (const frame of await tab.$$('.embed')) {
    await frame.evaluate((one) => one.scrollIntoView({ block: 'center' }));
    await tab.waitForNetworkIdle({ idleTime: 300 });
  }
  if (asked.length) faults.push(`asks ${asked.join(', ')} before anything was opened`);
  const summaries = await tab.$$('.embed summary');
  if (summaries.length !== hosts.length) faults.push(`has ${summaries.length} embeds, not ${hosts.length}`);
  for (const [number, summary] of summaries.entries()) {
    const answered = tab.waitForResponse((answer) => new URL(answer.url()).host === hosts[number], { timeout: 10_000 });
    await summary.click();
    await answered.catch(() => faults.push(`does not ask ${hosts[number]} once its embed is open`));
  }
} finally {
  await browser.close();
}
faults.forEach((fault) => console.log(fault));
console.log(`${hosts.length} embeds, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
