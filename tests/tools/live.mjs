// A running `byline serve`, and the browser that looks at it.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

/** The moment for which sites are shown and built, behind the date of every article here. */
export const MOMENT = '2026-12-31T00:00:00Z';

/** Starts the preview of a site; gives its process and its address. */
export async function serve(byline, root, port) {
  const child = spawn(byline, ['serve', '--root', root, '--port', String(port), '--at', MOMENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`byline serve ended with ${code}`)));
  });
  return { child, address };
}

/** Ends a preview as an author does; resolves when its process is gone. */
export function interrupt(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  return ended;
}

/** Starts Chromium, which asks nobody but the preview; `more` are further options of it. */
export const browse = (executablePath, ...more) => puppeteer.launch({
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
});
