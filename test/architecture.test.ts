/** Who may import whom, read from the imports themselves (docs/adr, "The house"). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  /** Loaded when it is needed. */
  readonly isLazy: boolean;
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...found].map((match) => {
    const name = match[2] ?? match[3] ?? '';
    const to = name.startsWith('.') ? relative(root, resolve(root, file, '..', name)).replaceAll('\\', '/') : name;
    return { from: file, to, typeOnly: match[1] !== undefined, isLazy: match[3] !== undefined };
  });
}

const all = [...filesOf('src'), ...filesOf('rules')].flatMap(importsOf);
const show = (found: readonly Import[]) => found.map(({ from, to }) => `${from} → ${to}`);
const isNode = (to: string) => to.startsWith('node:');

describe('who may import whom', () => {
  test('rules know rule, predicates, types of repo and models, pure models, and never each other', () => {
    const bad = all.filter(
      ({ from, to, typeOnly, isLazy }) =>
        from.startsWith('rules/') &&
        from !== 'rules/index.ts' &&
        !(
          to === 'src/rule.ts' ||
          to === 'src/in-order.ts' ||
          to.startsWith('src/predicates/') ||
          to.startsWith('src/models/') ||
          (isLazy && to.startsWith('src/questions/')) ||
          (typeOnly && to === 'src/repo.ts')
        ),
    );
    expect(show(bad)).toEqual([]);
  });

  test('models are pure: no file system, process, network, sources, rules', () => {
    const bad = all.filter(
      ({ from, to }) =>
        from.startsWith('src/models/') &&
        (isNode(to) || to === 'simple-git' || /^src\/(?!models\/|verdict\.ts|fact\.ts|in-order\.ts)/.test(to)),
    );
    expect(show(bad)).toEqual([]);
  });

  test('what reads crates is loaded when a crate is asked, and by nobody else', () => {
    const bad = all.filter(
      ({ from, to, typeOnly, isLazy }) =>
        !(from.startsWith('src/questions/') || typeOnly || isLazy) && to.startsWith('src/questions/'),
    );
    expect(show(bad)).toEqual([]);
  });

  test('a question sees nothing but the crate and its parameters: it is defined outside of functions', () => {
    const places = [...filesOf('rules'), ...filesOf('src/predicates'), ...filesOf('src/repo')].flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => /\b(?:question|moduleQuestion)(?:Of)?\(/.test(line) && !/^(?:export )?const \w+ =/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(places).toEqual([
      // They name all that they see, which is no data.
      expect.stringMatching(/^src\/predicates\/operations\.ts: moduleQuestion\($/),
      expect.stringMatching(/^src\/predicates\/stability\.ts: return question\(/),
    ]);
  });

  // A report is told again when its sources answer as they did (docs/adr/0808-reports-told-again.md): nothing else may reach it.
  test('the bench of slopes asks every question', async () => {
    const { asked } = await import('../bench/slopes/ask.ts');
    expect(asked.length).toBeGreaterThan(30);
  });

  test('what judges asks no clock, no chance, no language and no environment', () => {
    const judging = [
      ...['rules', 'src/models', 'src/predicates', 'src/questions', 'src/repo', 'src/decisions'].flatMap(filesOf),
      ...['audit', 'fact', 'fingerprint', 'in-order', 'report', 'repo', 'rule', 'verdict'].map(
        (name) => `src/${name}.ts`,
      ),
    ];
    const bad = judging.filter((file) =>
      /\bDate\.now\(|new Date\(|\bprocess\.(?:env|argv|cwd|version|platform|arch|pid|title|release|hrtime|uptime|memoryUsage)\b|\bfetch\(|\bMath\.random\(|\bperformance\.now\(|\bIntl\.|\.localeCompare\(|\.toLocale/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
    expect(bad).toEqual([]);
  });

  test('what judges is told of the world by its sources only, and by a database of advisories', () => {
    const told = ['files', 'files-at', 'files-view', 'releases'].map((name) => `src/sources/${name}.ts`);
    const bad = all.filter(
      ({ from, to, typeOnly }) =>
        (!/^src\/(sources|commands)\//.test(from) &&
          to.startsWith('src/sources/') &&
          !(typeOnly || told.includes(to) || to === 'src/sources/advisories.ts')) ||
        (told.includes(from) && isNode(to)),
    );
    expect(show(bad)).toEqual([]);
  });

  test('only sources, commands and the command line touch node', () => {
    const bad = all.filter(
      ({ from, to }) => isNode(to) && to !== 'node:crypto' && !/^src\/(sources|commands)\/|^src\/cli\.ts$/.test(from),
    );
    expect(show(bad)).toEqual([]);
  });

  test('reporters know the report only', () => {
    const bad = all.filter(
      ({ from, to }) =>
        from.startsWith('src/reporters/') &&
        /^(src|rules)\//.test(to) &&
        !/^src\/(report\.ts|compare\.ts|fingerprint\.ts|reporters\/)/.test(to),
    );
    expect(show(bad)).toEqual([]);
  });

  test('nothing imports tests', () => {
    expect(show(all.filter(({ to }) => to.startsWith('test/')))).toEqual([]);
  });
});
