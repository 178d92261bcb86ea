// The files of a folder.

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The HTML files below `folder`, relative to it, with `/` between the names, sorted. */
export async function htmlFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.html'));
  return files.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/')).sort();
}
