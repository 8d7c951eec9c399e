import type { CodeBlock, Document } from '../page/document.ts';
import type { Existence } from '../rust/crate/crate-model.ts';
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
  return blocks.flatMap(({ snippet }) => [
    ...snippet.paths.map(({ segments }) => segments).filter(([first]) => crates.has(first!)),
    ...snippet.throughGlobs.flatMap(({ globs, segments }) =>
      globs
        .filter(([first]) => crates.has(first!))
        .flatMap((glob) => [
          [...glob, segments[0]!],
          [...glob, ...segments],
        ]),
    ),
  ]);
}

/** What the blocks take from the crates, and what of it is not there. `compile_fail` blocks use nothing. */
export function judgeUsage(blocks: readonly UsageBlock[], exists: PathLookup): UsageFindings {
  const uses: UsageBlock[] = [];
  const missing = new Map<string, { path: string; line: number }>();
  for (const one of blocks) {
    if (one.block.attributes.includes('compile_fail')) continue;
    const paths = [...one.snippet.paths, ...globPaths(one.snippet, exists)].filter(
      ({ segments }) => exists(segments) !== undefined,
    );
    if (paths.length > 0) uses.push(one);
    for (const { segments, line, inert } of paths) {
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
function globPaths(snippet: Snippet, exists: PathLookup): SnippetPath[] {
  return snippet.throughGlobs.flatMap(({ globs, segments, line }) => {
    const from = globs.find((glob) => exists([...glob, segments[0]!]) === 'yes');
    return from ? [{ segments: [...from, ...segments], line, imported: false }] : [];
  });
}
