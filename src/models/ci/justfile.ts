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

export interface JustParameter {
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

/** The expressions below go back and forth over a line. */
const MAX_LINE = 5_000;

const HEADER =
  /^(@?)([A-Za-z_][\w-]*)((?:\s+[*+$]*[A-Za-z_][\w-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s:]+))?)*)\s*:(?!=)(.*)$/;

/** Reads a justfile: recipes with dependencies and parameters, variables, aliases, imports, attributes of systems. */
export function parseJustfile(source: string): Justfile {
  const recipes: JustRecipe[] = [];
  const variables = new Map<string, string>();
  const aliases = new Map<string, string>();
  const imports: string[] = [];
  let shell = { errexit: false, pipefail: false };
  let systems: string[] = [];
  let open: JustRecipe | undefined;
  source.split(/\r?\n/).forEach((text, n) => {
    if (/^[ \t]/.test(text) && open !== undefined) {
      open = withLine(open, text, n + 1);
      recipes[recipes.length - 1] = open;
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
  return { recipes, variables, aliases, imports, shell };
}

function setVariable(variables: Map<string, string>, name: string, value: string): void {
  const text = /^(?:"([^"]*)"|'([^']*)')\s*(?:#.*)?$/.exec(value.trim());
  if (text !== null) variables.set(name, text[1] ?? text[2] ?? '');
}

function recipeOf(header: RegExpExecArray, systems: readonly string[]): JustRecipe {
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
    lines: [],
    shebang: undefined,
    systems,
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\(([^)]*)\)|([A-Za-z_][\w-]*)/g)].map((match) => (match[1] ?? match[2] ?? '').trim());
}

function withLine(recipe: JustRecipe, text: string, line: number): JustRecipe {
  const trimmed = text.trim();
  if (trimmed === '') return recipe;
  if (recipe.lines.length === 0 && recipe.shebang === undefined && trimmed.startsWith('#!'))
    return { ...recipe, shebang: trimmed };
  if (recipe.shebang !== undefined)
    return { ...recipe, lines: [...recipe.lines, { text: trimmed, line, ignored: false }] };
  const last = recipe.lines.at(-1);
  if (last?.text.endsWith('\\')) {
    const joined = { ...last, text: `${last.text}\n${trimmed}` };
    return { ...recipe, lines: [...recipe.lines.slice(0, -1), joined] };
  }
  if (trimmed.startsWith('#')) return recipe;
  const prefix = /^[@-]*/.exec(trimmed)?.[0] ?? '';
  return {
    ...recipe,
    lines: [...recipe.lines, { text: trimmed.slice(prefix.length), line, ignored: prefix.includes('-') }],
  };
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
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads the arguments after `just`. */
export function justArguments(args: readonly string[]): JustArguments {
  let file: string | undefined;
  let folder: string | undefined;
  const variables = new Map<string, string>();
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/.exec(arg) ?? [];
    if (arg === '-f' || arg === '--justfile') file = left.shift();
    else if (arg === '-d' || arg === '--working-directory') folder = left.shift();
    else if (arg === '--set') variables.set(left.shift() ?? '', left.shift() ?? '');
    else if (name !== undefined) variables.set(name, value ?? '');
    else if (!arg.startsWith('-')) return { file, folder, words: [arg, ...left], variables };
  }
  return { file, folder, words: [], variables };
}
