/**
 * Megabytes per second of the syntax layer, cold and warm, in processor time (all threads, garbage collection included), and the memory it takes.
 *
 *     node bench/run.js syntax-speed DIR…
 */
import { parseSourceFile } from '../src/models/rust/parse.ts';
import { rustFiles } from './rust-files.ts';

const files = [...rustFiles(process.argv.slice(2))];
const bytes = files.reduce((sum, file) => sum + file.text.length, 0);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} M characters`);
for (let round = 0; round < 5; round++) {
  const begin = process.cpuUsage();
  let items = 0;
  let errors = 0;
  for (const file of files) {
    const parsed = parseSourceFile(file.path, file.text);
    items += parsed.items.length;
    errors += parsed.errors.length;
    if (round === 0)
      for (const error of parsed.errors) console.log(`${file.path}:${error.line}:${error.column} ${error.message}`);
  }
  const { user, system } = process.cpuUsage(begin);
  const ms = (user + system) / 1000;
  console.log(
    `round ${round}: ${ms.toFixed(0)} ms (${(system / 1000).toFixed(0)} of them in the kernel), ${(bytes / 1e3 / ms).toFixed(0)} MB/s, ${items} items, ${errors} errors, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  );
}
