import type { CodeBlock, Document, Section } from '../page/document.ts';
import { parseToml, stringOf, type TomlTable, type TomlValue, tableOf } from '../toml/toml.ts';
import { commandsIn, isConsoleBlock, splitCommands } from './console.ts';

/** One way that a README shows to get a crate. */
export interface Installation {
  kind: 'dependency' | 'cargo add' | 'cargo install' | 'flake';
  /** The package's name; for a flake the repository's. */
  crate: string;
  /** As written: `0.5`, `=1.2.3`. */
  requirement?: string;
  git?: { url: string; tag?: string; branch?: string; rev?: string };
  path?: string;
  line: number;
}

/** Sections that speak of other versions than the current one. */
const PAST =
  /\b(?:migrat\w*|upgrad\w*|changelog|change log|release notes|history|breaking changes|what's new|older versions?)\b/i;

/** Prose that says how it cannot be got. */
const NOT_YET =
  /\b(?:cannot|can't|can’t|can not)\b[^.]{0,40}\b(?:add|install|cargo)\b|\bnot (?:yet )?(?:been )?(?:published|available on|on crates\.io)\b/i;

/**
 * Every way the page shows to get one of these crates: dependency lines in TOML blocks and code spans, `cargo add`, `cargo install`,
 * flake inputs and `nix run`. Sections on upgrading from other versions are left out.
 * @param names package names of the module
 */
export function findInstallations(document: Document, names: readonly string[]): Installation[] {
  const found: Installation[] = [];
  const wanted = new Set(names);
  for (const section of document.sections) {
    if (speaksOfThePast(document, section)) continue;
    for (const block of section.blocks) {
      if (block.kind === 'code') found.push(...inBlock(block));
      else if (block.kind === 'prose' && !NOT_YET.test(block.text))
        for (const span of block.codeSpans) found.push(...inSpan(span, block.line));
    }
  }
  return found.filter(
    (one) => one.kind === 'flake' || wanted.has(one.crate) || (one.crate === '' && one.path !== undefined),
  );
}

/** Whether the section, or one it lies in, is about older versions: migration, upgrading, history. */
export function speaksOfThePast(document: Document, section: Section): boolean {
  for (
    let at: Section | undefined = section;
    at;
    at = at.parent === undefined ? undefined : document.sections[at.parent]
  ) {
    if (at.level > 1 && PAST.test(at.title)) return true;
  }
  return false;
}

function inBlock(block: CodeBlock): Installation[] {
  if (block.language === 'nix') return inNix(block.text, block.line);
  if (
    block.language === 'toml' ||
    (isConsoleBlock(block) && /^\s*(?:\[[\w.'"-]*dependencies|[\w-]+\s*=\s*["{])/m.test(block.text))
  ) {
    return inToml(block.text, block.line);
  }
  return isConsoleBlock(block) ? commandsIn(block).flatMap(({ words, line }) => inCommand(words, line)) : [];
}

function inSpan(span: string, line: number): Installation[] {
  if (/^[\w-]+\s*=\s*["{]/.test(span)) return inToml(span, line);
  return splitCommands(span).flatMap((words) => inCommand(words, line));
}

/** Tables that cargo reads dependencies from; the root counts, since READMEs often leave the header out. */
const TABLE = /^(?:(?:target\..+\.)?(?:dev-|build-)?dependencies|workspace\.dependencies|)$/;

function inToml(text: string, line: number): Installation[] {
  const whole = parseToml(text);
  if (whole.ok) {
    const place = (path: string[]) => line + (whole.document.places.at(path)?.line ?? 1) - 1;
    return inTable(whole.document.value, [], place);
  }
  return inBrokenToml(text, line);
}

function inTable(table: TomlTable, path: string[], place: (path: string[]) => number): Installation[] {
  const inside = TABLE.test(path.join('.'));
  return Object.entries(table).flatMap(([key, value]) => {
    const here = [...path, key];
    const dependency = inside ? readDependency(key, value, place(here)) : undefined;
    if (dependency) return [dependency];
    const below = tableOf(value);
    return below && here.length < 5 ? inTable(below, here, place) : [];
  });
}

function readDependency(key: string, value: TomlValue, line: number): Installation | undefined {
  if (typeof value === 'string')
    return /\d|^\*$/.test(value) ? { kind: 'dependency', crate: key, requirement: value, line } : undefined;
  const table = tableOf(value);
  if (!table) return undefined;
  const version = stringOf(table.version);
  const url = stringOf(table.git);
  const path = stringOf(table.path);
  if (version === undefined && url === undefined && path === undefined) return undefined;
  return {
    kind: 'dependency',
    crate: stringOf(table.package) ?? key,
    ...(version === undefined ? {} : { requirement: version }),
    ...(url === undefined ? {} : { git: gitOf(url, stringOf(table.tag), stringOf(table.branch), stringOf(table.rev)) }),
    ...(path === undefined ? {} : { path }),
    line,
  };
}

/** READMEs abridge (`...`): what does not parse as a whole is read line by line under the last header. */
function inBrokenToml(text: string, line: number): Installation[] {
  let header = '';
  return text.split('\n').flatMap((source, at) => {
    header = /^\s*\[[^[\]]+\]\s*$/.test(source) ? `${source}\n` : header;
    if (!/^\s*[\w"'-]+\s*=/.test(source)) return [];
    const one = parseToml(header + source);
    return one.ok ? inTable(one.document.value, [], () => line + at) : [];
  });
}

function inCommand(words: readonly string[], line: number): Installation[] {
  const at = words.findIndex((word) => word === 'cargo' || word === 'nix');
  if (at < 0 || at > 3) return [];
  const rest = words.slice(at + 1).filter((word) => !word.startsWith('+'));
  if (words[at] === 'nix') return inNix(rest.map((word) => `"${word}"`).join(' '), line);
  const kind =
    rest[0] === 'add' ? 'cargo add' : rest[0] === 'install' || rest[0] === 'binstall' ? 'cargo install' : undefined;
  return kind ? readCargo(kind, rest.slice(1), line) : [];
}

/** Options of `cargo add` and `cargo install` that take a value; all others are flags. */
const VALUED = new Set(
  '--git --tag --branch --rev --path --version --vers --features -F --rename --target --root --registry --index --profile -j --jobs --bin --example --manifest-path -p --package --config -Z --target-dir'.split(
    ' ',
  ),
);

function readCargo(kind: 'cargo add' | 'cargo install', words: readonly string[], line: number): Installation[] {
  const options = new Map<string, string>();
  const crates: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [option, joined] = words[at]!.split(/=(.*)/s);
    if (!option!.startsWith('-')) crates.push(words[at]!);
    else if (joined !== undefined) options.set(option!, joined);
    else if (VALUED.has(option!)) {
      options.set(option!, words[at + 1] ?? '');
      at += 1;
    }
  }
  const url = options.get('--git');
  const path = options.get('--path');
  if (crates.length === 0 && (path !== undefined || url !== undefined))
    crates.push(url === undefined ? '' : nameOf(url));
  return crates.map((word) => {
    const [crate = '', version] = word.split('@');
    // `cargo install x@1.2.3` and `--version 1.2.3` mean exactly that version; `cargo add` means a requirement
    const requirement = version ?? options.get('--version') ?? options.get('--vers');
    return {
      kind,
      crate,
      ...(requirement === undefined
        ? {}
        : { requirement: kind === 'cargo install' && /^\d/.test(requirement) ? `=${requirement}` : requirement }),
      ...(url === undefined
        ? {}
        : { git: gitOf(url, options.get('--tag'), options.get('--branch'), options.get('--rev')) }),
      ...(path === undefined ? {} : { path }),
      line,
    };
  });
}

const FLAKE =
  /["\s(](github|gitlab|sourcehut):([\w.~-]+)\/([\w.-]+)(?:\/([^\s"#?]+))?|["\s](?:git\+)?((?:https|ssh):\/\/[^\s"#?]+\/([\w.-]+?))(?:\.git)?(?:\?([^\s"#]*))?(?=["#\s])/g;

/** Flake references in Nix source: `github:owner/name[/ref]` and `git+https://…?ref=…`. */
function inNix(text: string, line: number): Installation[] {
  return text.split('\n').flatMap((source, at) => {
    const code = source.replace(/(^|\s)#.*$/, '');
    return [...` ${code} `.matchAll(FLAKE)].map(([, forge, owner, name, ref, url, last, query]): Installation => {
      const address = forge ? `https://${forge === 'sourcehut' ? 'git.sr.ht' : `${forge}.com`}/${owner}/${name}` : url!;
      const pinned = ref ?? /(?:^|&)(?:ref|tag)=(?:refs\/tags\/)?([^&]+)/.exec(query ?? '')?.[1];
      const version = pinned !== undefined && /^v?\d+\.\d+/.test(pinned);
      const git = gitOf(address, version ? pinned : undefined, version ? undefined : pinned, undefined);
      return { kind: 'flake', crate: (name ?? last ?? '').replace(/\.git$/, ''), git, line: line + at };
    });
  });
}

function gitOf(url: string, tag?: string, branch?: string, rev?: string): NonNullable<Installation['git']> {
  return {
    url,
    ...(tag === undefined ? {} : { tag }),
    ...(branch === undefined ? {} : { branch }),
    ...(rev === undefined ? {} : { rev }),
  };
}

function nameOf(url: string): string {
  return (
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}
