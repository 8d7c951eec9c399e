/** Dockerfiles and Containerfiles: stages, what they copy in, what they run. Parsed by dockerfile-ast, the parser of VS Code's Docker support. */
import { type Copy, DockerfileParser, type From, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { Unavailable } from '../../verdict.ts';

export interface CopiedSource {
  /** As written, variables filled in where the file gives their value. */
  readonly path: string;
  readonly line: number;
  /** False when a variable in it has no value in the file. */
  readonly known: boolean;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly line: number;
  /** Sources in the build's context; those of other stages, of images, URLs and heredocs are left out. */
  readonly sources: readonly CopiedSource[];
  /** What cargo wrote into `target/` of another stage, or of an image, that is copied from there. */
  readonly built: readonly BuiltFile[];
  /** Files that the stage gets, whatever from: their last path segments. */
  readonly destinations: readonly string[];
  /** It runs commands while it is built, which may bring anything. */
  readonly builds: boolean;
  /** Words of ENTRYPOINT and CMD, the last of each. */
  readonly entrypoint: Command | undefined;
  readonly command: Command | undefined;
}

export interface BuiltFile {
  /** Name or number of the stage, in lower case; or an image. */
  readonly from: string;
  readonly path: string;
  readonly line: number;
}

export interface Command {
  readonly words: readonly string[];
  /** The programs that are started: the first word of each command of a shell. */
  readonly programs: readonly string[];
  readonly line: number;
}

export interface Dockerfile {
  readonly path: string;
  readonly stages: readonly Stage[];
  readonly problems: readonly { readonly message: string; readonly line: number }[];
}

const KNOWN = new Set(
  'FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL'.split(
    ' ',
  ),
);
const MAX_LENGTH = 262_144;
const MAX_LINE = 8_192;
const MAX_STAGES = 500;

/** True for the names that docker and podman give such files. */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(?:rs|md|txt|ya?ml|json|toml|sh|py|js|ts|nix|dockerignore)$/i.test(name)) return false;
  return (
    /^(?:Dockerfile|dockerfile|Containerfile)(?:[.-][\w.-]+)?$/.test(name) ||
    /\.(?:dockerfile|containerfile)$/i.test(name)
  );
}

/** The words of an exec form; empty for the shell form. The library's own reading drops blanks in strings. */
function jsonWords(instruction: Instruction): string[] {
  const content = (instruction.getArgumentsContent() ?? '').trim();
  const list = content.slice(content.indexOf('['));
  if (!/^(?:--\S+\s+)*\[/.test(content)) return [];
  try {
    const words: unknown = JSON.parse(list);
    return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * What docker would refuse is among the problems.
 * @throws Unavailable for too many stages, and for a text or a line that is too long: over a line of many `#` the parser goes again for each
 */
export function readDockerfile(text: string, path: string): Dockerfile {
  if (text.length > MAX_LENGTH)
    throw new Unavailable(`${path} is longer than the ${MAX_LENGTH} characters that are read`);
  if (text.split('\n').some((line) => line.length > MAX_LINE))
    throw new Unavailable(`${path} has a line longer than the ${MAX_LINE} characters that are read`);
  const instructions = DockerfileParser.parse(text).getInstructions();
  const problems = instructions
    .filter((instruction) => !KNOWN.has(instruction.getKeyword()))
    .map((instruction) => ({
      message: `${instruction.getInstruction().slice(0, 30)} is no instruction`,
      line: lineOf(instruction),
    }));
  if (!instructions.some((instruction) => instruction.getKeyword() === 'FROM'))
    problems.push({ message: 'no FROM: there is nothing to build', line: 1 });
  return { path, stages: stagesOf(instructions), problems };
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}

type Open = { -readonly [K in keyof Stage]: Stage[K] } & {
  sources: CopiedSource[];
  built: BuiltFile[];
  destinations: string[];
};

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const stages: Open[] = [];
  const variables = new Map<string, string>();
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    const stage = stages.at(-1);
    if (stages.length > MAX_STAGES) throw new Unavailable('a Dockerfile has too many stages to be followed');
    if (keyword === 'FROM') stages.push(openStage(instruction as From, stages));
    else if (keyword === 'ARG' || keyword === 'ENV') remember(instruction, variables);
    else if (stage === undefined) continue;
    else if (keyword === 'COPY' || keyword === 'ADD') copy(instruction as Copy, stage, variables);
    else if (keyword === 'RUN') stage.builds = true;
    else if (keyword === 'ENTRYPOINT') {
      stage.entrypoint = commandOf(instruction as JSONInstruction, variables);
      stage.command = undefined;
    } else if (keyword === 'CMD') stage.command = commandOf(instruction as JSONInstruction, variables);
  }
  return stages;
}

/** A stage begins with what its base has, when that is a stage of the same file. */
function openStage(from: From, stages: readonly Open[]): Open {
  const image = from.getImage() ?? '';
  const base = stages.find(({ name }) => name !== undefined && name === image.toLowerCase());
  return {
    image: base?.image ?? image,
    name: from.getBuildStage()?.toLowerCase(),
    line: lineOf(from),
    sources: [],
    built: [...(base?.built ?? [])],
    destinations: [...(base?.destinations ?? [])],
    builds: base?.builds ?? false,
    entrypoint: base?.entrypoint,
    command: base?.command,
  };
}

function remember(instruction: Instruction, variables: Map<string, string>): void {
  for (const argument of instruction.getArguments()) {
    const [name, ...value] = argument.getValue().split('=');
    if (name !== undefined && value.length > 0) variables.set(name, value.join('=').replace(/^["']|["']$/g, ''));
  }
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
      variables.get(braced ?? bare ?? '') ?? fallback ?? whole,
  );
}

function copy(instruction: Copy, stage: Open, variables: ReadonlyMap<string, string>): void {
  const json = jsonWords(instruction);
  const words = (json.length > 0 ? json : instruction.getArguments().map((argument) => argument.getValue())).map(
    (word) => fill(word, variables),
  );
  const target = words.at(-1) ?? '';
  const heredoc = instruction.getHeredocs().length > 0;
  const sources = heredoc ? [] : words.slice(0, -1);
  for (const source of [...sources, target])
    stage.destinations.push(source.replace(/\/+$/, '').split('/').at(-1) ?? '');
  const from = instruction.getFlags().find((flag) => flag.getName() === 'from');
  if (from !== undefined) {
    const stageName = fill(from.getValue() ?? '', variables).toLowerCase();
    const built = sources.filter((path) => /(?:^|\/)target\/(?:[\w-]+\/){1,2}[\w-]+$/.test(path));
    stage.built.push(...built.map((path) => ({ from: stageName, path, line: lineOf(instruction) })));
  }
  if (heredoc || from !== undefined) return;
  for (const path of sources) {
    if (/^[a-z]+:\/\/|^git@/.test(path)) continue;
    stage.sources.push({ path, line: lineOf(instruction), known: !path.includes('$') });
  }
}

function commandOf(instruction: JSONInstruction, variables: ReadonlyMap<string, string>): Command {
  const json = jsonWords(instruction);
  const words =
    json.length > 0
      ? json
      : (instruction.getArgumentsContent() ?? '').split(/[\s;&|"']+/).filter((word) => word !== '');
  const filled = words.map((word) => fill(word, variables));
  const line = json.length > 0 ? shellLine(filled) : (instruction.getArgumentsContent() ?? '');
  const programs =
    line === undefined
      ? filled.slice(0, 1)
      : line.split(/&&|\|\||[;|\n]/).flatMap((part) => /^\s*["']?([^\s"']+)/.exec(part)?.[1] ?? []);
  return { words: filled, programs, line: lineOf(instruction) };
}

/** What `["sh", "-c", "…"]` has a shell run. */
function shellLine([program, flag, line]: readonly string[]): string | undefined {
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(program ?? '') && flag === '-c' ? line : undefined;
}
