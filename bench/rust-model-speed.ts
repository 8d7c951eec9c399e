/**
 * Time and memory of the whole Rust model, cold: every crate under a folder, from reading files to all findings, one crate after
 * the other as an audit reads them.
 *
 *     node bench/run.js --compiled rust-model-speed DIR…
 */
import { modelAll } from './rust-model.ts';

for (const folder of process.argv.slice(2)) {
  const { files, bytes, definitions, findings, crates, took } = modelAll(folder);
  const cpu = Math.round(process.cpuUsage().user / 1e3);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${definitions} definitions, ${findings} findings, ${took} ms (${cpu} ms of CPU since the start), ${memory} MB`,
  );
  for (const [ms, root] of [...crates].sort((a, b) => b[0] - a[0]).slice(0, 5)) console.log(`  ${ms} ms ${root}`);
}
