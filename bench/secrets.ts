/**
 * Measures the secret scanner.
 *
 *     node bench/run.js secrets SAMPLES.json [DIR…]
 *
 * SAMPLES.json: `{ positive: [{ rule, text, path? }], negative: [{ rule, text, path? }] }`, any peer's own samples.
 * With SECRETLINT naming a node_modules that holds @secretlint/core and its recommended preset, the same samples are given to it.
 * Prints how many positives are found, which negatives are flagged, and the speed over the directories' text files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scanSecrets } from '../src/models/secrets/scan.ts';

interface Sample {
  readonly rule: string;
  readonly text: string;
  readonly path?: string;
}

const [samplesPath, ...directories] = process.argv.slice(2);
const samples: { positive: Sample[]; negative: Sample[] } | undefined =
  samplesPath === undefined ? undefined : JSON.parse(readFileSync(samplesPath, 'utf8'));
if (samples !== undefined) measureSamples(samples);
if (samples !== undefined && process.env.SECRETLINT !== undefined) await secondOpinion(samples, process.env.SECRETLINT);
for (const directory of directories) measureSpeed(directory);

function measureSamples({ positive, negative }: { positive: Sample[]; negative: Sample[] }): void {
  const missed = new Map<string, number>();
  let byVendor = 0;
  for (const { rule, text, path } of positive) {
    const { findings } = scanSecrets(text, path);
    if (findings.length === 0) missed.set(rule, (missed.get(rule) ?? 0) + 1);
    if (findings.some(({ kind }) => !isGeneric(kind))) byVendor += 1;
  }
  const lost = [...missed.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `positives found: ${positive.length - lost} of ${positive.length} (${share(positive.length - lost, positive.length)}), by a kind of their own ${share(byVendor, positive.length)}`,
  );
  for (const [rule, count] of [...missed].sort((a, b) => b[1] - a[1])) console.log(`  missed ${count} of ${rule}`);
  const own = kindsByRule(positive);
  const judged = negative.map((sample) => ({
    ...sample,
    kinds: scanSecrets(sample.text, sample.path).findings.map(({ kind }) => kind),
  }));
  const flagged = judged.filter(({ kinds }) => kinds.length > 0);
  const wrong = flagged.filter(({ rule, kinds }) => kinds.some((kind) => own.get(rule)?.has(kind)));
  console.log(
    `negatives flagged: ${wrong.length} of ${negative.length} by a kind that finds their rule's positives, ${flagged.length - wrong.length} more as something else`,
  );
  for (const { rule, kinds, text } of flagged) {
    console.log(
      `  ${wrong.some((sample) => sample.text === text) ? 'WRONG ' : ''}${rule} as ${kinds.join(', ')}: ${text.slice(0, 120).replaceAll('\n', '\\n')}`,
    );
  }
}

/** For each of the peer's rules the kinds of ours that find its positives; the generic ones only for its generic rule. */
function kindsByRule(positive: readonly Sample[]): Map<string, Set<string>> {
  const byRule = new Map<string, Set<string>>();
  for (const { rule, text, path } of positive) {
    const kinds = byRule.get(rule) ?? new Set();
    for (const { kind } of scanSecrets(text, path).findings)
      if (!isGeneric(kind) || rule.startsWith('generic')) kinds.add(kind);
    byRule.set(rule, kinds);
  }
  return byRule;
}

function isGeneric(kind: string): boolean {
  return kind === 'generic-credential' || kind === 'password';
}

function measureSpeed(directory: string): void {
  const texts = [...textFiles(directory)]
    .map((path) => ({ path, text: readFileSync(path, 'latin1') }))
    .filter(({ text }) => !text.includes('\0'));
  const bytes = texts.reduce((sum, { text }) => sum + text.length, 0);
  const start = performance.now();
  const found = texts.flatMap(({ path, text }) =>
    scanSecrets(text, path).findings.map((finding) => ({ path, ...finding })),
  );
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${directory}: ${texts.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s, ${found.length} findings`,
  );
  if (process.env.VERBOSE)
    for (const { path, line, kind, what, redacted } of found)
      console.log(`  ${path}:${line} ${kind} ${what} ${redacted}`);
}

function* textFiles(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !['.git', 'target', 'node_modules', 'vendor'].includes(entry.name))
      yield* textFiles(path);
    else if (entry.isFile()) yield path;
  }
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

interface Secretlint {
  lintSource(options: object): Promise<{ readonly messages: readonly unknown[] }>;
}

async function secondOpinion(
  { positive, negative }: { positive: Sample[]; negative: Sample[] },
  modules: string,
): Promise<void> {
  const { lintSource }: Secretlint = await import(
    pathToFileURL(join(modules, '@secretlint/core/module/index.js')).href
  );
  const preset = await import(
    pathToFileURL(join(modules, '@secretlint/secretlint-rule-preset-recommend/module/index.js')).href
  );
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset.creator }] };
  const flags = async ({ text, path = 'sample.txt' }: Sample): Promise<boolean> => {
    const source = { filePath: path, content: text, ext: '.txt', contentType: 'text' };
    return (await lintSource({ source, options: { config } })).messages.length > 0;
  };
  let [found, both, flagged] = [0, 0, 0];
  for (const sample of positive) {
    if (!(await flags(sample))) continue;
    found += 1;
    if (scanSecrets(sample.text, sample.path).findings.length > 0) both += 1;
  }
  for (const sample of negative) if (await flags(sample)) flagged += 1;
  console.log(
    `secretlint: ${found} of ${positive.length} positives (${share(found, positive.length)}), of which we find ${both}; ${flagged} of ${negative.length} negatives flagged`,
  );
}
