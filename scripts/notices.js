// The licences of the packages whose code is in the bundle: they ask to go with every copy of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param inputs paths of the files that esbuild bundled
 * @returns the licence of each package among them, by name
 * @throws Error for a package that names none
 */
export function noticesOf(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  const notices = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license, author, repository } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)\b/i.test(entry));
    if (license === undefined) throw new Error(`${name} has no licence: its code must not be bundled`);
    // Some name their licence only, which asks that the author is named: https://spdx.org/licenses has the texts.
    const by = `by ${author?.name ?? author ?? 'its authors'}, ${repository?.url ?? repository ?? ''}`;
    const text = file === undefined ? by : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return notices.join(`\n${'-'.repeat(80)}\n\n`);
}
