import type { CodeBlock, Document } from '../page/document.ts';
import type { Existence } from '../rust/crate/crate-model.ts';
import { preludePath } from '../rust/crate/prelude.ts';
import { commandsIn, isConsoleBlock } from './console.ts';
import { speaksOfThePast } from './installation.ts';
import { readSnippet, type Snippet, type SnippetPath } from './rust-snippet.ts';

/** A code block outside the installation. */
export interface UsageBlock {
  block: CodeBlock;
  snippet: Snippet;
}

export interface Usage {
  /** Blocks of Rust. */
  rust: UsageBlock[];
  /** Commands of console blocks. */
  commands: { words: string[]; line: number }[];
}

const INSTALLATION = /^(?:\W|\d)*(?:install\w*|installing|getting it|dependenc\w+|requirements|prerequisites)\b/i;

/** Blocks that show how the module is used: everything but what stands under an installation heading. */
export function readUsage(document: Document): Usage {
  const rust: UsageBlock[] = [];
  const commands: Usage['commands'] = [];
  for (const section of document.sections) {
    if (speaksOfThePast(document, section)) continue;
    if (INSTALLATION.test(section.title)) continue;
    for (const block of section.blocks) {
      if (block.kind !== 'code') continue;
      if (isRust(block)) rust.push({ block, snippet: readSnippet(block.text) });
      else if (isConsoleBlock(block)) commands.push(...commandsIn(block));
    }
  }
  return { rust, commands };
}

function isRust(block: CodeBlock): boolean {
  if (/^(?:rust|rs)$/.test(block.language)) return true;
  return block.language === '' && /^\s*(?:pub )?use [a-z_]\w*(?:::[\w{}, *:]+)?;/m.test(block.text);
}

/** Whether a command runs one of these binaries: by name, by path, as a cargo subcommand, or through `cargo run` and `nix run`. */
export function runsBinary(words: readonly string[], binaries: readonly string[]): boolean {
  const rest = words.filter((word, at) => !(at === 0 && word === 'sudo') && !/^[A-Z_][A-Z0-9_]*=/.test(word));
  const program = rest[0]?.replace(/^.*\//, '').replace(/\.exe$/, '');
  if (program === undefined) return false;
  if (binaries.includes(program)) return true;
  if (program === 'cargo')
    return binaries.some((name) => name === `cargo-${rest[1]}`) || (rest[1] === 'run' && !rest.includes('--example'));
  return program === 'nix' && rest[1] === 'run';
}

/** Whether another crate can write a path into a library of the module; undefined for paths into anything else. */
export type PathLookup = (segments: readonly string[]) => Existence | undefined;

export interface UsageFindings {
  /** Blocks that use one of the crates. */
  uses: UsageBlock[];
  /** Those among them that import from it and do nothing else. */
  imports: UsageBlock[];
  /** Paths into the crates that do not exist, each once, at its line of the page. */
  missing: { path: string; line: number }[];
}

/** Every path of the blocks that may lead into one of the crates, in the order of the page. */
export function pathsToLookUp(blocks: readonly UsageBlock[], crates: ReadonlySet<string>): (readonly string[])[] {
  const shared = importsOfPage(blocks);
  return blocks.flatMap(({ snippet }) => [
    ...snippet.paths.map(({ segments }) => segments).filter(([first]) => crates.has(first!)),
    ...continued(snippet, shared)
      .map(({ segments }) => segments)
      .filter(([first]) => crates.has(first!)),
    ...snippet.loose.flatMap(({ segments }) =>
      snippet.globs
        .filter(([first]) => crates.has(first!))
        .flatMap((glob) => [
          [...glob, segments[0]!],
          [...glob, ...segments],
        ]),
    ),
  ]);
}

/** Names of types that a program takes from nowhere but a glob. */
export function namesOfPrograms(blocks: readonly UsageBlock[]): string[] {
  const looked = blocks.filter(({ snippet }) => snippet.isProgram && snippet.globs.length > 0);
  return [...new Set(looked.flatMap(({ snippet }) => snippet.loose.map(({ segments }) => segments[0]!)))];
}

/**
 * What the blocks take from the crates, and what of it is not there. `compile_fail` blocks use nothing.
 * @param others names that are known to be other crates'
 */
export function judgeUsage(
  blocks: readonly UsageBlock[],
  exists: PathLookup,
  others: ReadonlySet<string> = new Set(),
): UsageFindings {
  const uses: UsageBlock[] = [];
  const shared = importsOfPage(blocks);
  const onPage = blocks.flatMap(({ snippet }) => [...snippet.names.keys(), ...snippet.declared]);
  const elsewhere = new Set([...others, ...onPage]);
  const missing = new Map<string, { path: string; line: number }>();
  for (const one of blocks) {
    if (one.block.attributes.includes('compile_fail')) continue;
    const paths = [...one.snippet.paths, ...globPaths(one.snippet, exists)].filter(
      ({ segments }) => exists(segments) !== undefined,
    );
    if (paths.length > 0) uses.push(one);
    const doubtful = [
      ...paths,
      ...continued(one.snippet, shared),
      ...broughtByNobody(one.snippet, exists).filter(({ segments }) => !elsewhere.has(segments.at(-1)!)),
    ];
    for (const { segments, line, inert } of doubtful) {
      const path = segments.join('::');
      const gone = segments.length > 1 && inert !== true && exists(segments) === 'no';
      if (gone && !missing.has(path)) missing.set(path, { path, line: one.block.line + line - 1 });
    }
  }
  const imports = uses.filter(({ block }) => onlyImports(block.text));
  return { uses, imports, missing: [...missing.values()] };
}

/** Nothing but `use`, `extern crate`, attributes and comments, in a `main` perhaps. */
function onlyImports(text: string): boolean {
  const rest = text
    .replace(/\/\/.*$/gm, '')
    .replace(/\b(?:pub\s+)?use\s[^;]*;|\bextern\s+crate\s[^;]*;|#!?\[[^\]]*\]/g, '')
    .replace(/\bfn\s+main\s*\(\s*\)\s*\{\s*\}/, '');
  return !/[\w(]/.test(rest);
}

/** Names that a glob of a crate brings: only those that it surely brings can be judged further. */
function globPaths({ globs, loose }: Snippet, exists: PathLookup): SnippetPath[] {
  return loose.flatMap(({ segments, line }) => {
    const from = globs.find((glob) => exists([...glob, segments[0]!]) === 'yes');
    return from ? [{ segments: [...from, ...segments], line, imported: false }] : [];
  });
}

/** Types that a reader is to put in, and those of the standard library that examples often leave without an import. */
const NOT_OF_THE_CRATE =
  /^(?:(?:My|Your|Our|Foo|Bar|Baz|Example)\w*|Self|Arc|Rc|Weak|(?:Ref|Once|Unsafe)?Cell|Mutex|RwLock|OnceLock|LazyLock|Atomic\w+|(?:Hash|BTree)(?:Map|Set)|VecDeque|BinaryHeap|Duration|Instant|SystemTime|Path|PathBuf|Cow|File|OpenOptions|PhantomData|Ordering|Command|Pin|Context|Poll|(?:Ip|Ipv4|Ipv6|Socket)Addr|Tcp\w+|Udp\w+|NonZero\w*|Wrapping|Layout|OsStr(?:ing)?|CStr(?:ing)?|Error|ErrorKind|BufReader|BufWriter|Cursor|Stdio|ExitCode|Uuid|Utc|Local|DateTime)$/;

/**
 * Types that a program calls and that nothing brings: all it takes everything of are these crates, and they have no such name.
 * Answers with the name behind the first of the globs.
 */
function broughtByNobody({ globs, loose, declared, isProgram, error }: Snippet, exists: PathLookup): SnippetPath[] {
  const [glob] = globs;
  if (glob === undefined || !isProgram || error !== undefined) return [];
  return loose.flatMap(({ segments, line }) => {
    const name = segments[0]!;
    const isType = /^[A-Z]\w*[a-z]/.test(name) && preludePath(name) === undefined && !NOT_OF_THE_CRATE.test(name);
    if (!isType || isMadeOf(name, declared)) return [];
    if (globs.some((one) => exists([...one, name]) !== 'no')) return [];
    return [{ segments: [...glob, name], line, imported: false }];
  });
}

/** What derives and attributes make of a type has its name in it: `ThingBuilder`, `MockThing`. */
function isMadeOf(name: string, declared: ReadonlySet<string>): boolean {
  const words = name.match(/[A-Z][^A-Z]*/g) ?? [];
  // a name with more words is not looked at
  if (words.length > 12) return true;
  return words.some((_, from) => words.some((__, to) => declared.has(words.slice(from, to + 1).join(''))));
}

/** What the names of the page stand for, where all its imports agree and no block declares one of its own. */
function importsOfPage(blocks: readonly UsageBlock[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const ambiguous = new Set(blocks.flatMap(({ snippet }) => [...snippet.declared]));
  for (const { snippet } of blocks) {
    for (const [name, path] of snippet.names) {
      if ((found.get(name) ?? path).join('::') !== path.join('::')) ambiguous.add(name);
      found.set(name, path);
    }
  }
  for (const name of ambiguous) found.delete(name);
  return found;
}

/** Paths of a block that imports nothing, by names that other blocks of the page import. */
function continued({ names, globs, loose }: Snippet, shared: ReadonlyMap<string, readonly string[]>): SnippetPath[] {
  if (names.size > 0 || globs.length > 0) return [];
  return loose.flatMap(({ segments, line }) => {
    const start = shared.get(segments[0]!);
    return start ? [{ segments: [...start, ...segments.slice(1)], line, imported: false }] : [];
  });
}
