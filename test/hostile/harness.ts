/** Runs the real, built command on an attack, under a watchdog that proves what it did not do. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type RunnerTask, test } from 'vitest';
import type { Report, ReportItem } from '../../src/report.ts';
import { CANARY, Place } from './place.ts';

const root = join(import.meta.dirname, '../..');
export const bin = join(root, 'bin/cim-ready.cjs');
const guard = pathToFileURL(join(import.meta.dirname, 'guard.mjs')).href;

export interface Expected {
  readonly code?: 0 | 1 | 2;
  /** What an item must say: `verdict: first message`. */
  readonly items?: Readonly<Record<string, RegExp>>;
  /** A note of the report. */
  readonly note?: RegExp;
  readonly stderr?: RegExp;
  /** Must not stand in any form of the report. */
  readonly hides?: RegExp;
  /** Files beside the module, from its `outside`, that must be read to decide that they are not followed. */
  readonly looksAt?: readonly string[];
  /** Peak memory in MiB. */
  readonly memory?: number;
}

export interface Attack {
  readonly name: string;
  build(place: Place): void;
  readonly args?: readonly string[];
  /** Folder to judge, in the module. */
  readonly folder?: string;
  readonly expect?: Expected;
  /** As who: for what root could read anyway. */
  readonly uid?: number;
}

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the guard wrote down. */
  readonly log: readonly (readonly [string, string | number])[];
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
  /** Called when the child runs. */
  readonly during?: (child: ChildProcess) => void;
}

/** Runs the command; all that it may need of the world is in the place. */
export async function runCommand(place: Place, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const log = join(place.base, `log-${Math.random().toString(36).slice(2)}`);
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: place.base,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 100_000,
    killSignal: 'SIGKILL',
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    env: {
      ...{ PATH: place.programs, HOME: place.home, TMPDIR: place.temporary, GUARD_LOG: log },
      ...{
        NODE_OPTIONS: `--import=${guard} --max-old-space-size=512`,
        GITHUB_TOKEN: CANARY,
        CI: 'true',
        NODE_DISABLE_COMPILE_CACHE: '1',
      },
      ...{ GIT_EXTERNAL_DIFF: place.trap, GIT_SSH_COMMAND: place.trap, PAGER: place.trap, EDITOR: place.trap },
      ...options.env,
    },
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  options.during?.(child);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once('close', (...end) => done(end)),
  );
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return {
    ...{ code, signal, stdout: stdout(), stderr: stderr() },
    log: lines.filter(Boolean).map((line) => JSON.parse(line)),
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** Processes that this place's programs left behind. */
export const leftRunning = (place: Place): string[] =>
  execFileSync('/bin/ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(place.programs));

/** Interrupts the command when it has opened so many modules, each with a folder: children gone, folders gone, nothing half-written. */
export async function endsCleanly(
  place: Place,
  args: readonly string[],
  { signal, code, folders }: { signal: NodeJS.Signals; code: number; folders: number },
): Promise<void> {
  const opened = () => readdirSync(place.temporary).filter((name) => name.startsWith('cim-ready-')).length;
  const ran = await runCommand(place, args, {
    during: (child) => {
      const seen = setInterval(() => {
        if (opened() < folders) return;
        clearInterval(seen);
        setTimeout(() => child.kill(signal), 200);
      }, 20);
      child.once('close', () => clearInterval(seen));
    },
  });
  expect(ran).toMatchObject({ code, signal: null, stdout: '', stderr: '' });
  expect(readdirSync(place.out)).toEqual([]);
  expect(readdirSync(place.temporary)).toEqual([]);
  expect(leftRunning(place)).toEqual([]);
}

/** Every attack as a test: built, run, and everything looked at that the command must leave alone. */
export function attacks(list: readonly Attack[]): void {
  test.concurrent.each(list.map((attack) => [attack.name, attack] as const))(
    '%s',
    async (_, attack) => {
      const place = new Place();
      try {
        attack.build(place);
        await withstands(place, attack);
      } finally {
        place.dispose();
      }
    },
    180_000,
  );
}

async function withstands(place: Place, attack: Attack): Promise<void> {
  const { code, items = {}, note, stderr = /^$/, hides, memory = 320 } = attack.expect ?? {};
  const folder = join(place.module, attack.folder ?? '');
  const forms = code === 2 ? [] : ['--report', `json=${place.out}/r.json`, '--report', `html=${place.out}/r.html`];
  const before = snapshot(place);
  const ran = await runCommand(place, ['check', folder, '--verbose', ...forms, ...(attack.args ?? [])], {
    uid: attack.uid,
  });
  expect([ran.signal, [0, 1, 2].includes(ran.code ?? -1)], ran.stderr).toEqual([null, true]);
  if (code !== undefined) expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(stderr);
  expect(snapshot(place), 'nothing of the module or beside it changed').toEqual(before);
  stayedInside(place, ran, memory, attack.expect?.looksAt);
  isInert(ran.stdout);
  if (code === 2) return;
  const json = readFileSync(join(place.out, 'r.json'), 'utf8');
  const html = readFileSync(join(place.out, 'r.html'), 'utf8');
  isInertHtml(html);
  for (const text of [ran.stdout, json, html]) {
    expect(text.includes(CANARY), 'something of outside is shown').toBe(false);
    if (hides !== undefined) expect(hides.exec(text)?.[0]).toBeUndefined();
  }
  const report = JSON.parse(json).reports?.[0] ?? JSON.parse(json);
  judgedSoundly(report);
  expect(ran.code).toBe(report.items.some(({ verdict }: ReportItem) => verdict === 'fail') ? 1 : 0);
  const said = new Map(report.items.map((item: ReportItem) => [item.id, saidOf(item)]));
  for (const [id, pattern] of Object.entries(items)) expect(said.get(id), id).toMatch(pattern);
  if (note !== undefined)
    expect(report.notes.map(({ message }: { message: string }) => message).join('\n')).toMatch(note);
}

export const saidOf = ({ verdict, evidence }: ReportItem): string => `${verdict}: ${evidence[0]?.message}`;

function judgedSoundly({ items }: Report): void {
  expect(items.length).toBe(92);
  expect(items.filter(({ verdict }) => verdict === 'error').map(saidOf)).toEqual([]);
}

/** Answers that are kept, under names that nothing of a module can choose. */
const ANSWERS = /^\.cache(?:\/cim-ready(?:\/answers(?:\/(?:tidied|[0-9a-f]{16}(?:\/[\w-]{43})?))?)?)?$/;

/** From Node 24 on, V8 lets what is young grow larger before it collects. */
const laxity = Number.parseInt(process.versions.node, 10) < 24 ? 1 : 1.5;

/** No process but git, none by git, no connection, no file outside, nothing left behind, and not much memory. */
export function stayedInside(place: Place, { log }: Ran, memory: number, looksAt: readonly string[] = []): void {
  expect(existsSync(place.mark) && readFileSync(place.mark, 'utf8'), 'a program was run').toBe(false);
  const of = (kind: string) => log.filter(([found]) => found === kind).map(([, what]) => String(what));
  expect(of('refused')).toEqual([]);
  const started = existsSync(place.trace) ? readFileSync(place.trace, 'utf8').split('\n') : [];
  expect(started.filter((line) => /"event":"(?:child_start|exec)"/.test(line))).toEqual([]);
  const isIn =
    (...folders: string[]) =>
    (path: string) =>
      folders.some((one) => path === one || path.startsWith(`${one}/`));
  const own = isIn(join(root, 'dist'), join(root, 'bin'), join(root, 'package.json'), place.temporary, place.out);
  const cache = isIn(join(place.home, '.cache'));
  const readable = isIn(place.module, place.home, ...looksAt.map((path) => join(place.outside, path)));
  expect(
    of('read').filter((path) => !own(path) && !readable(path)),
    'read',
  ).toEqual([]);
  expect(
    of('write').filter((path) => !own(path) && !cache(path)),
    'written',
  ).toEqual([]);
  const left = readdirSync(place.home, { recursive: true }).map(String);
  expect(
    left.filter((path) => !ANSWERS.test(path)),
    'left in HOME',
  ).toEqual([]);
  expect(readdirSync(place.temporary), 'left in TMPDIR').toEqual([]);
  const peak = Number(log.find(([kind]) => kind === 'peak')?.[1]);
  expect(peak / 2 ** 20, 'peak memory in MiB').toBeLessThan(memory * laxity);
  // Of the processor, not of the clock: other tests run at the same time.
  expect(Number(log.find(([kind]) => kind === 'cpu')?.[1]), 'seconds of CPU').toBeLessThan(30);
}

/** Nothing that could steer a terminal. */
export function isInert(text: string): void {
  const found = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u.exec(text);
  expect(found && text.slice(Math.max(0, found.index - 40), found.index + 40)).toBeNull();
}

/** No element, attribute or address that came from the module: only what the report itself is made of. */
function isInertHtml(html: string): void {
  const tags = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '').match(/<[a-z!][^>]*>/gi) ?? [];
  const foreign =
    /^<(?:script|style|img|iframe|object|embed|base|math|video|meta\s+http-equiv="?refresh)\b|\son[a-z]+\s*=|(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript):/i;
  expect(tags.filter((tag) => foreign.test(tag))).toEqual([]);
}

/** Every file with its size, kind and times; of large trees the folders only, which change with what is in them. */
function snapshot(place: Place): string[] {
  const found: string[] = [];
  const visit = (folder: Buffer): void => {
    const names = readdirSync(folder, { encoding: 'buffer' });
    for (const name of names.length > 2_000 ? [] : names) {
      const path = Buffer.concat([folder, Buffer.from('/'), name]);
      const stats = lstatSync(path);
      found.push(`${path} ${stats.mode} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}`);
      if (stats.isDirectory()) visit(path);
    }
  };
  for (const folder of [place.module, place.outside]) visit(Buffer.from(folder));
  return found.sort();
}

/**
 * The last test of each file of the suite: docs/hostile/NAME.md lists the file's cases and says how many there are.
 * `npx vitest run test/hostile -u` writes the pages.
 * @param but a case that runs only when it is asked for
 */
export function listsItsCases(name: string, what: string, but?: string): void {
  test('the page lists these cases', async ({ task }) => {
    const lines = task.file.tasks.filter((one) => one !== task).flatMap((one) => linesOf(one, 0));
    const cases = lines.filter((line) => line !== `- ${but}`).join('\n');
    const count = cases.split('\n').filter((line) => line.startsWith('- ')).length;
    const page = `# ${what}\n\n${count} cases of \`test/hostile/${name}.test.ts\`, in its order.\n\n${cases}\n`;
    await expect(page).toMatchFileSnapshot(join(root, 'docs/hostile', `${name}.md`));
  });
}

/** A heading for each group, a line for each case; what would steer a terminal or a page is escaped. */
function linesOf(task: RunnerTask, depth: number): string[] {
  const name = task.name.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
  if (task.type !== 'suite') return [`- ${name.replace(/[<>*_`[\]]/g, '\\$&')}`];
  return [...(depth === 0 ? [`## ${name}`, ''] : []), ...task.tasks.flatMap((one) => linesOf(one, depth + 1)), ''];
}
