import type { RecipeLine } from './makefile.ts';

export interface JustRecipe {
  readonly name: string;
  readonly parameters: readonly JustParameter[];
  /** Recipes that run before, each with its arguments. */
  readonly dependencies: readonly string[];
  readonly after: readonly string[];
  readonly lines: readonly RecipeLine[];
  /** The first line of a recipe that is a script of its own: `#!/usr/bin/env bash`. */
  readonly shebang: string | undefined;
  /** The systems that an attribute restricts it to; empty for all. */
  readonly systems: readonly string[];
}

interface JustParameter {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly rest: boolean;
}

export interface Justfile {
  /** In the order of the file; a name stands several times when attributes tell systems apart. */
  readonly recipes: readonly JustRecipe[];
  readonly variables: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly imports: readonly string[];
  readonly shell: { readonly errexit: boolean; readonly pipefail: boolean };
}

/** A recipe while the file is read: a line that goes on with `\\` is kept in its parts. */
interface OpenRecipe extends Omit<JustRecipe, 'lines' | 'shebang'> {
  readonly written: { readonly parts: string[]; readonly line: number; readonly ignored: boolean }[];
  shebang: string | undefined;
}

/** The expressions below go back and forth over a line. */
const MAX_LINE = 5_000;

const HEADER =
  /^(@?)([A-Za-z_][\w-]*)((?:\s+[*+$]*[A-Za-z_][\w-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s:]+))?)*)\s*:(?!=)(.*)$/;

/** Reads a justfile: recipes with dependencies and parameters, variables, aliases, imports, attributes of systems. */
export function parseJustfile(source: string): Justfile {
  const recipes: OpenRecipe[] = [];
  const variables = new Map<string, string>();
  const aliases = new Map<string, string>();
  const imports: string[] = [];
  let shell = { errexit: false, pipefail: false };
  let systems: string[] = [];
  let open: OpenRecipe | undefined;
  source.split(/\r?\n/).forEach((text, n) => {
    if (/^[ \t]/.test(text) && open !== undefined) {
      addLine(open, text, n + 1);
      return;
    }
    if (text.trim() === '' || text.startsWith('#') || text.length > MAX_LINE) return;
    const attribute = /^\[(.+)\]\s*$/.exec(text)?.[1];
    if (attribute !== undefined) {
      systems.push(...(attribute.match(/\b(?:linux|macos|windows|unix)\b/g) ?? []));
      return;
    }
    open = undefined;
    const [, alias, target] = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(text) ?? [];
    const [, variable, value] = /^(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.*)$/.exec(text) ?? [];
    const flags = /^set\s+(?:bash-)?shell\s*:=\s*\[(.*)\]/.exec(text)?.[1];
    const imported = /^import\??\s+["'](.+?)["']/.exec(text)?.[1];
    if (alias !== undefined && target !== undefined) aliases.set(alias, target);
    else if (flags !== undefined) shell = { errexit: /["']-\w*e/.test(flags), pipefail: flags.includes('pipefail') };
    else if (imported !== undefined) imports.push(imported);
    else if (variable !== undefined && value !== undefined) setVariable(variables, variable, value);
    else {
      const header = HEADER.exec(text);
      if (header !== null) {
        open = recipeOf(header, systems);
        recipes.push(open);
      }
    }
    systems = [];
  });
  return { recipes: recipes.map(closed), variables, aliases, imports, shell };
}

function setVariable(variables: Map<string, string>, name: string, value: string): void {
  const text = /^(?:"([^"]*)"|'([^']*)')\s*(?:#.*)?$/.exec(value.trim());
  if (text !== null) variables.set(name, text[1] ?? text[2] ?? '');
}

function recipeOf(header: RegExpExecArray, systems: readonly string[]): OpenRecipe {
  const [, , name = '', parameters = '', rest = ''] = header;
  const [before = '', after = ''] = rest.replace(/\s#.*$/, '').split('&&');
  return {
    name,
    parameters: [...parameters.matchAll(/([*+$]*)([A-Za-z_][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s:]+)))?/g)].map(
      (match) => ({
        name: match[2] ?? '',
        fallback: match[3] ?? match[4] ?? match[5],
        rest: /[*+]/.test(match[1] ?? ''),
      }),
    ),
    dependencies: namesIn(before),
    after: namesIn(after),
    written: [],
    shebang: undefined,
    systems,
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\(([^)]*)\)|([A-Za-z_][\w-]*)/g)].map((match) => (match[1] ?? match[2] ?? '').trim());
}

function addLine(recipe: OpenRecipe, text: string, line: number): void {
  const trimmed = text.trim();
  if (trimmed === '') return;
  const last = recipe.written.at(-1);
  if (last === undefined && recipe.shebang === undefined && trimmed.startsWith('#!')) recipe.shebang = trimmed;
  else if (recipe.shebang !== undefined) recipe.written.push({ parts: [trimmed], line, ignored: false });
  else if (last?.parts.at(-1)?.endsWith('\\')) last.parts.push(trimmed);
  else if (!trimmed.startsWith('#')) {
    const prefix = /^[@-]*/.exec(trimmed)?.[0] ?? '';
    recipe.written.push({ parts: [trimmed.slice(prefix.length)], line, ignored: prefix.includes('-') });
  }
}

function closed({ written, ...recipe }: OpenRecipe): JustRecipe {
  return { ...recipe, lines: written.map(({ parts, line, ignored }) => ({ text: parts.join('\n'), line, ignored })) };
}

/** Fills in `{{name}}`; what is no plain variable stays as an unknown word. */
export function fillRecipe(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{\s*([^}]*?)\s*\}\}/g, (_, name: string) => variables.get(name) ?? '\u27eajust\u27eb');
}

/** What a command line asks of just. */
export interface JustArguments {
  readonly file: string | undefined;
  readonly folder: string | undefined;
  /** Recipes with their arguments. */
  readonly words: readonly string[];
  /** True when just only says what there is or what it would do. */
  readonly idle: boolean;
  readonly variables: ReadonlyMap<string, string>;
}

const IDLE = new Set([
  ...['-n', '--dry-run', '-l', '--list', '-s', '--show', '--summary', '--evaluate', '--dump', '--fmt', '--groups'],
  ...['--variables', '--completions', '--init', '-e', '--edit', '-V', '--version', '-h', '--help'],
]);

/** Reads the arguments after `just`. */
export function justArguments(args: readonly string[]): JustArguments {
  let file: string | undefined;
  let folder: string | undefined;
  const variables = new Map<string, string>();
  let idle = false;
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/.exec(arg) ?? [];
    if (arg === '-f' || arg === '--justfile') file = left.shift();
    else if (arg === '-d' || arg === '--working-directory') folder = left.shift();
    else if (IDLE.has(arg)) idle = true;
    else if (arg === '--set') variables.set(left.shift() ?? '', left.shift() ?? '');
    else if (name !== undefined) variables.set(name, value ?? '');
    else if (!arg.startsWith('-')) return { file, folder, words: [arg, ...left], idle, variables };
  }
  return { file, folder, words: [], idle, variables };
}
