/**
 * Our items against tree-sitter's, file by file, with every disagreement.
 *
 *     node bench/run.js syntax-differential [--rustc] DIR…
 *
 * Compared on files that tree-sitter parses without error: kind, name, start and end of each item, recursively, and the parts of its header.
 * Then, with --rustc: whether we report an error exactly where rustc's parser does.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import type { SourceFile } from '../src/models/rust/syntax.ts';
import { describeOurs, describeTheirs } from '../test/models/rust/tree-sitter.ts';
import { type RustFile, rustFiles } from './rust-files.ts';

const args = process.argv.slice(2);
const askRustc = args.includes('--rustc');
const files = rustFiles(args.filter((arg) => arg !== '--rustc'));

await Parser.init();
const wasm = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(wasm));

const tally = {
  files: 0,
  theirErrors: 0,
  same: 0,
  different: 0,
  ourErrors: 0,
  falseErrors: 0,
  missedErrors: 0,
  bothErrors: 0,
};

for (const file of files) {
  tally.files++;
  const ours = parseSourceFile(file.path, file.text);
  if (ours.errors.length > 0) tally.ourErrors++;
  const tree = parser.parse(file.text);
  if (tree !== null && !tree.rootNode.hasError) compare(ours, tree.rootNode);
  else tally.theirErrors++;
  tree?.delete();
  if (askRustc) compareWithRustc(file, ours);
}
console.log(JSON.stringify(tally));

function compare(ours: SourceFile, root: Node): void {
  const mine = describeOurs(ours);
  const theirs = describeTheirs(root, ours.text);
  const missing = theirs.filter((line) => !mine.includes(line));
  const extra = mine.filter((line) => !theirs.includes(line));
  if (missing.length + extra.length === 0) {
    tally.same++;
    return;
  }
  tally.different++;
  console.log(`differs: ${ours.path}`);
  for (const line of extra.slice(0, 5)) console.log(`  ours:   ${line.slice(0, 300)}`);
  for (const line of missing.slice(0, 5)) console.log(`  theirs: ${line.slice(0, 300)}`);
}

function compareWithRustc(file: RustFile, ours: SourceFile): void {
  const refused = !acceptedByRustc(file.path);
  const found = ours.errors.length > 0;
  if (refused && found) tally.bothErrors++;
  if (found && !refused) {
    tally.falseErrors++;
    const first = ours.errors[0]!;
    console.log(`false error: ${file.path}:${first.line}:${first.column} ${first.message}`);
  }
  if (refused && !found) {
    tally.missedErrors++;
    console.log(`missed error: ${file.path}`);
  }
}

/** Whether the parser of rustc accepts the file in some edition. */
function acceptedByRustc(path: string): boolean {
  return ['2021', '2024', '2018', '2015'].some((edition) => {
    const run = spawnSync('rustc', ['--edition', edition, '-Zparse-crate-root-only', path], {
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
      stdio: 'ignore',
    });
    return run.status === 0;
  });
}
