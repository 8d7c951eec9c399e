/** Runs the command on a mutant, in this process or as one, and says what does not hold. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main } from '../../src/cli.ts';
import { checkForms, checkReport, type Said } from './check-report.ts';
import { must } from './must.ts';
import { mutateTree, type Seeds } from './mutate-tree.ts';
import { nameOf } from './name-of.ts';
import { Random } from './random.ts';
import type { Tree } from './tree.ts';

export interface Mutant {
  readonly seed: string;
  readonly steps: readonly number[];
}

const MOST_CPU = 20_000;
const MOST_MEMORY = 700;
const FORMS = ['text', 'github', 'sarif', 'badge', 'html', 'junit', 'markdown'];

export class Runner {
  readonly #out: string;
  readonly #home: string;
  readonly counts = { runs: 0, 'as the real command': 0 };
  slowest = 0;
  peak = 0;

  constructor(scratch: string) {
    [this.#out, this.#home] = [join(scratch, 'out'), join(scratch, 'home')];
    for (const folder of [this.#out, this.#home, join(scratch, 'tmp')]) mkdirSync(folder);
  }

  /** @returns what is wrong; undefined when nothing is */
  async run(tree: Tree, { steps }: Mutant, seeds: Seeds): Promise<string | undefined> {
    try {
      for (const step of steps) mutateTree(tree, new Random(step), seeds);
      const began = process.cpuUsage();
      const number = this.counts.runs++;
      const forms = number % 4 === 0 ? FORMS.flatMap((form) => ['--report', `${form}=${join(this.#out, form)}`]) : [];
      const said = await inProcess(['check', tree.root, '--format', 'json', ...forms]);
      const used = process.cpuUsage(began);
      const took = (used.user + used.system) / 1000;
      this.slowest = Math.max(this.slowest, took);
      checkReport(said, tree.root);
      if (forms.length > 0) checkForms(this.#out);
      must(took < MOST_CPU, `it takes more than ${MOST_CPU} ms of CPU`);
      if (number % 6 === 0) {
        const again = await inProcess(['check', tree.root, '--format', 'json']);
        must(again.stdout === said.stdout, `the second run says otherwise: ${difference(said.stdout, again.stdout)}`);
      }
      if (number % 15 === 0) this.#asCommand(tree, said);
      return undefined;
    } catch (thrown) {
      return nameOf(thrown);
    } finally {
      tree.revert();
    }
  }

  #asCommand(tree: Tree, said: Said): void {
    this.counts['as the real command']++;
    const log = join(this.#home, '..', 'log');
    rmSync(log, { force: true });
    const guard = pathToFileURL(resolve('test/hostile/guard.mjs')).href;
    const ran = spawnSync(
      process.execPath,
      ['bin/cim-ready.cjs', 'check', tree.root, '--format', 'json', '--no-cache'],
      {
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
        timeout: 60_000,
        env: {
          ...{ PATH: process.env.PATH, HOME: this.#home, TMPDIR: join(this.#home, '../tmp'), GUARD_LOG: log },
          ...{ NODE_OPTIONS: `--import=${guard} --max-old-space-size=512`, NODE_DISABLE_COMPILE_CACHE: '1' },
        },
      },
    );
    // Built, it has a version.
    const plain = (text: string) => text.replace(/("name": ?"cim-ready",\s*"version": ?")[^"]*/, '$1');
    must(
      ran.status === said.code,
      `as a process it ends with ${ran.status ?? ran.signal}: ${ran.stderr.slice(0, 300)}`,
    );
    must(
      plain(ran.stdout) === plain(said.stdout),
      `as a process it says otherwise: ${difference(said.stdout, ran.stdout)}`,
    );
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
    const noted = lines.map((line) => JSON.parse(line) as [string, string | number]);
    const refused = noted.find(([kind]) => kind === 'refused');
    must(refused === undefined, `the guard refused ${refused?.[1]}`);
    must(readdirSync(join(this.#home, '../tmp')).length === 0, 'something is left in the temporary folder');
    const peak = Number(noted.find(([kind]) => kind === 'peak')?.[1]) / 2 ** 20;
    this.peak = Math.max(this.peak, peak);
    must(peak < MOST_MEMORY, `it takes more than ${MOST_MEMORY} MiB`);
  }
}

/** Nothing of the user's own configuration is seen. */
export async function inProcess(words: readonly string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const code = await main(words, {
    out: async (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    width: 80,
    env: {},
  });
  return { code, ...said };
}

/** The first line that differs. */
function difference(one: string, two: string): string {
  const [a, b] = [one.split('\n'), two.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  return `${a[at]?.trim().slice(0, 160)} / ${b[at]?.trim().slice(0, 160)}`;
}
