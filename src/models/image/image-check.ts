/** Whether a Dockerfile can be built from what is tracked, and runs a program of the module. */
import type { Evidence } from '../../verdict.ts';
import { matchesGlob } from '../text/glob.ts';
import type { Command, CopiedSource, Dockerfile, Stage } from './dockerfile.ts';

export interface ImageWorld {
  /** Tracked files, from the module's root. */
  readonly paths: readonly string[];
  /** From the repository's root, where the module is a folder in it: images may be built from there. */
  readonly around: readonly string[];
  text(path: string): string | undefined;
  /** Names of the module's binaries. */
  readonly binaries: readonly string[];
}

export interface ImageJudgement {
  readonly path: string;
  readonly problems: readonly Evidence[];
  /** The line that runs a binary. */
  readonly runs: Evidence | undefined;
}

/** Judges one Dockerfile; the last stage is what docker builds by itself. */
export function checkDockerfile(file: Dockerfile, world: ImageWorld): ImageJudgement {
  const { path } = file;
  const problems: Evidence[] = file.problems.map(({ message, line }) => ({ message, path, line }));
  const missing = missingSources(file, world);
  problems.push(...missing.map(({ path: source, line }) => ({ message: `${source} is not tracked`, path, line })));
  const last = file.stages.at(-1);
  if (last === undefined) return { path, problems, runs: undefined };
  problems.push(...neverBuilt(last, file, world).map((problem) => ({ ...problem, path })));
  const absent = isAbsent(last);
  const runs = absent ? undefined : runsBinary(last, file, world);
  if (runs === undefined)
    problems.push({
      message: absent
        ? `nothing puts ${world.binaries.join(' or ')} into the image`
        : `the image runs none of ${world.binaries.join(', ')}`,
      path,
      line: (last.entrypoint ?? last.command ?? last).line,
    });
  return { path, problems, runs };
}

/** What the last stage takes out of another's `target/` and is not there: the stage has another name, or every program has. */
function neverBuilt({ built }: Stage, { stages }: Dockerfile, { binaries }: ImageWorld) {
  const isStage = (from: string) =>
    /[$/:.]/.test(from) || stages.some(({ name }, at) => name === from || from === `${at}`);
  const lost = built.filter(({ from }) => !isStage(from));
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const others = built.filter(({ path }) => !binaries.includes(nameOf(path)));
  return [
    ...lost.map(({ from, line }) => ({ message: `no stage is called ${from}`, line })),
    ...(others.length < built.length ? [] : others).map(({ path, line }) => ({
      message: `cargo builds no ${nameOf(path)}: the binaries are ${binaries.join(', ')}`,
      line,
    })),
  ];
}

/** In the module's root or beside the Dockerfile: the two contexts that people build in. */
/** What COPY and ADD take and git does not track, seen from the folder that the image is most likely built from. */
function missingSources({ path, stages }: Dockerfile, { paths, around }: ImageWorld): readonly CopiedSource[] {
  const sources = stages.flatMap((stage) => stage.sources);
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const here = sources.filter((source) => !exists(source, paths, ['', folder]));
  if (here.length === 0 || around.length === 0) return here;
  const above = sources.filter((source) => !exists(source, around, ['']));
  return above.length < here.length ? above : here;
}

function exists({ path, known }: CopiedSource, paths: readonly string[], contexts: readonly string[]): boolean {
  if (!known) return true;
  const clean = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (clean === '' || clean === '.') return true;
  return contexts.some((context) => {
    const wanted = `${context}${clean}`;
    if (!/[*?[]/.test(clean)) return paths.some((one) => one === wanted || one.startsWith(`${wanted}/`));
    return paths.some((one) => [one, ...prefixes(one)].some((candidate) => matchesGlob(wanted, candidate)));
  });
}

function prefixes(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** An image of a bare system that gets nothing, or only files with an extension, as no program on Linux has one. */
const isAbsent = ({ image, builds, destinations }: Stage): boolean =>
  BARE.test(image) && !builds && destinations.every((name) => /\.[a-z]\w{0,5}$/i.test(name));

/** Programs that start no other, whatever words stand behind them. */
const IDLE = /(?:^|\/)(?:echo|printf|sleep|tail|cat|ls|ldd|file|which|true|false|test|strip|sha256sum)$/;
/** Images in which nobody's programs are but the system's. */
const BARE =
  /^(?:docker\.io\/)?(?:library\/)?(?:scratch|debian|ubuntu|alpine|busybox|fedora|archlinux)(?:[:@]|$)|(?:^|\/)distroless\//;

/** ENTRYPOINT and CMD name a binary, call cargo, or a tracked script that does. */
function runsBinary(stage: Stage, { path }: Dockerfile, world: ImageWorld): Evidence | undefined {
  const isIdle = (command: Command): boolean => command.programs.every((program) => IDLE.test(program));
  // What CMD names is an argument where there is an ENTRYPOINT.
  if (stage.entrypoint !== undefined && isIdle(stage.entrypoint)) return undefined;
  for (const command of [stage.entrypoint, stage.command]) {
    if (command === undefined || (isIdle(command) && stage.entrypoint === undefined)) continue;
    const names = command.words.map((word) => word.slice(word.lastIndexOf('/') + 1));
    const binary = names.find((name) => world.binaries.includes(name));
    if (binary !== undefined) return { message: `runs ${binary}`, path, line: command.line };
    if (names.includes('cargo') && names.includes('run'))
      return { message: 'runs cargo run', path, line: command.line };
    const script = names.flatMap((name) => scriptWith(name, world)).at(0);
    if (script !== undefined) return { message: `runs ${script}`, path, line: command.line };
  }
  return undefined;
}

/** A tracked script of that name in which a binary stands as a word. */
function scriptWith(name: string, { paths, text, binaries }: ImageWorld): string[] {
  if (!/\.(?:sh|bash)$/.test(name) && !/entrypoint|start|run/.test(name)) return [];
  const found = paths.filter((path) => path === name || path.endsWith(`/${name}`));
  return found.flatMap((path) => {
    const words = new Set((text(path) ?? '').split(/[^\w.-]+/));
    const binary = binaries.find((one) => words.has(one));
    return binary === undefined ? [] : [`${binary} by ${path}`];
  });
}
