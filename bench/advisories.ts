/**
 * Compares the advisories found in lock files with cargo-audit's.
 *
 *     node bench/run.js advisories DB CARGO_AUDIT Cargo.lock…
 *
 * DB is a checkout of RustSec's advisory-db, CARGO_AUDIT the program's path. Prints a table; exit code 1 when an id differs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseAdvisory } from '../src/models/advisory/advisory.ts';
import { matchAdvisories } from '../src/models/advisory/match.ts';
import { parseLockfile } from '../src/models/cargo/lockfile.ts';
import { openAdvisories } from '../src/sources/advisories.ts';

interface AuditReport {
  readonly vulnerabilities: {
    readonly list: readonly {
      readonly advisory: { readonly id: string };
      readonly package: { readonly name: string; readonly version: string };
    }[];
  };
  readonly warnings: Readonly<
    Record<
      string,
      readonly {
        readonly advisory: { readonly id: string } | null;
        readonly package: { readonly name: string; readonly version: string };
      }[]
    >
  >;
}

const [database, cargoAudit, ...lockfiles] = process.argv.slice(2);
if (database === undefined || cargoAudit === undefined) throw new Error('see --help');
const folder = openAdvisories(database);
console.log(`database up to ${folder.newest}\n`);
console.log(
  '| lock file | packages | ours | cargo-audit | only ours | only theirs | ms |\n| --- | --- | --- | --- | --- | --- | --- |',
);
let different = 0;
for (const path of lockfiles) {
  const start = performance.now();
  const lockfile = parseLockfile(readFileSync(path, 'utf8'), path);
  const texts = (crate: string) => folder.textsOf(crate).flatMap((text) => parseAdvisory(text) ?? []);
  const ours = new Set(
    matchAdvisories(lockfile, texts).map(
      ({ advisory, package: { name, version } }) => `${advisory.id} ${name} ${version}`,
    ),
  );
  const milliseconds = performance.now() - start;
  const theirs = audited(database, cargoAudit, path);
  const extra = [...ours].filter((hit) => !theirs.has(hit));
  const missing = [...theirs].filter((hit) => !ours.has(hit));
  different += extra.length + missing.length;
  const name = path.split('/').slice(-2).join('/');
  console.log(
    `| ${name} | ${lockfile.packages.length} | ${ours.size} | ${theirs.size} | ${extra.join(', ') || '-'} | ${missing.join(', ') || '-'} | ${milliseconds.toFixed(0)} |`,
  );
}
process.exitCode = different === 0 ? 0 : 1;

function audited(db: string, program: string, path: string): Set<string> {
  const { stdout, stderr } = spawnSync(program, ['audit', '--json', '--no-fetch', '--db', db, '--file', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (stdout === '') throw new Error(`cargo-audit said nothing about ${path}: ${stderr}`);
  const { vulnerabilities, warnings }: AuditReport = JSON.parse(stdout);
  const all = [...vulnerabilities.list, ...Object.values(warnings).flat()];
  return new Set(
    all.flatMap(({ advisory, package: { name, version } }) =>
      advisory === null ? [] : [`${advisory.id} ${name} ${version}`],
    ),
  );
}
