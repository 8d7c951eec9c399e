import { Unavailable } from '../../verdict.ts';
import { memo } from '../collections/memo.ts';

/** One line of a recipe. */
export interface RecipeLine {
  readonly text: string;
  /** Lines are counted from 1. */
  readonly line: number;
  /** True with the prefix `-`: make goes on when it fails. */
  readonly ignored: boolean;
}

export interface MakeRule {
  readonly target: string;
  readonly prerequisites: readonly string[];
  readonly recipe: readonly RecipeLine[];
}

export interface Makefile {
  /** By target, in the order of the file. */
  readonly rules: ReadonlyMap<string, MakeRule>;
  readonly variables: ReadonlyMap<string, string>;
  readonly includes: readonly string[];
  /** True when make goes on after every failure: `.IGNORE:` or `MAKEFLAGS += -i`. */
  readonly ignoresAll: boolean;
  /** Whether the shell of the recipes is told to stop: `.SHELLFLAGS` with -e, and with pipefail. */
  readonly shell: { readonly errexit: boolean; readonly pipefail: boolean };
}

/** The expressions below go back and forth over a line. */
const MAX_LINE = 5_000;

const DIRECTIVE = /^\s*-?(?:ifeq|ifneq|ifdef|ifndef|else|endif|export|unexport|override|define|endef|undefine|vpath)\b/;

/** Prerequisites and lines of recipes, those of each target of a rule counted. */
const MAX_SIZE = 200_000;

/**
 * Reads a Makefile: explicit rules, prerequisites, recipes, plain variables. Conditionals are read through: both sides count as written.
 * @throws Unavailable when it has too many rules
 */
export function parseMakefile(source: string): Makefile {
  const reader = new MakefileReader();
  for (const { text, line } of logicalLines(source)) reader.read(text, line);
  const { rules, variables, includes } = reader;
  const flags = variables.get('.SHELLFLAGS') ?? '';
  const isIgnoring = /(^|\s)(-\w*i\w*|--ignore-errors)(\s|$)/.test(variables.get('MAKEFLAGS') ?? '');
  return {
    rules,
    variables,
    includes,
    ignoresAll: reader.ignoresAll || isIgnoring,
    shell: { errexit: /(^|\s)-\w*e/.test(flags), pipefail: flags.includes('pipefail') },
  };
}

class MakefileReader {
  readonly rules = new Map<string, OpenRule>();
  readonly variables = new Map<string, string>();
  readonly includes: string[] = [];
  ignoresAll = false;
  /** Targets of the rule that lines of a recipe now belong to. */
  #targets: string[] = [];
  #size = 0;

  read(text: string, line: number): void {
    if (text.startsWith('\t')) {
      this.#grow(this.#targets.length);
      for (const target of this.#targets) addLine(this.rules, target, text.slice(1), line);
      return;
    }
    const plain = withoutComment(text);
    if (plain.trim() === '' || plain.length > MAX_LINE) return;
    const included = /^-?include\s+(.+)$/.exec(plain);
    if (included?.[1] !== undefined) this.includes.push(...wordsOf(included[1]));
    else if (!assign(plain, this.variables) && !DIRECTIVE.test(plain)) this.#rule(plain, line);
  }

  #rule(plain: string, line: number): void {
    const rule = /^([^:=]+?)\s*::?(?!=)\s*([^;]*)(?:;(.*))?$/.exec(plain);
    if (rule === null) return;
    const filled = (text = '') => expand(text, this.variables);
    const prerequisites = wordsOf(filled(rule[2]).replace('|', ' ')).filter(Boolean);
    this.#targets = wordsOf(filled(rule[1]));
    if (this.#targets.includes('.IGNORE') && prerequisites.length === 0) this.ignoresAll = true;
    this.#grow(this.#targets.length * (prerequisites.length + 1));
    for (const target of this.#targets) {
      const before = this.rules.get(target);
      if (before === undefined) this.rules.set(target, { target, prerequisites: [...prerequisites], recipe: [] });
      else before.prerequisites.push(...prerequisites);
      if (rule[3] !== undefined) addLine(this.rules, target, rule[3], line);
    }
  }

  #grow(count: number): void {
    this.#size += count;
    if (this.#size > MAX_SIZE) throw new Unavailable('a Makefile has too many rules to be followed');
  }
}

/**
 * Whether make takes a target for made: there is a file or folder of that name, it is not declared phony, and nothing it is made from
 * could be newer (GNU make, "Phony Targets").
 */
export function isMade({ rules }: Makefile, rule: MakeRule, target: string, has: (name: string) => boolean): boolean {
  if (rules.get('.PHONY')?.prerequisites.includes(target) || rule.target.includes('%')) return false;
  return rule.prerequisites.length === 0 && rule.recipe.length > 0 && has(target);
}

/** The rule that makes a target: its own, else that of a pattern (`test-%`), with what `%` stands for. */
export function ruleFor(makefile: Makefile, target: string): { rule: MakeRule; stem: string } | undefined {
  const own = makefile.rules.get(target);
  if (own !== undefined) return { rule: own, stem: '' };
  for (const rule of patternsIn(makefile.rules)) {
    const [before = '', after, more] = rule.target.split('%');
    if (after === undefined || more !== undefined || before + after === '') continue;
    const fits = target.length > before.length + after.length && target.startsWith(before) && target.endsWith(after);
    if (fits) return { rule, stem: target.slice(before.length, target.length - after.length) };
  }
  return undefined;
}

const patternsIn = memo((rules: ReadonlyMap<string, MakeRule>): readonly MakeRule[] =>
  [...rules.values()].filter(({ target }) => target.includes('%')),
);

/** The first target that is no special one: what `make` alone makes. */
export function defaultTarget(makefile: Makefile): string | undefined {
  return makefile.variables.get('.DEFAULT_GOAL') ?? [...makefile.rules.keys()].find((target) => !/^\.|%/.test(target));
}

function* logicalLines(source: string): Generator<{ text: string; line: number }> {
  const lines = source.split(/\r?\n/);
  for (let n = 0; n < lines.length; n += 1) {
    const line = n + 1;
    const first = lines[n] as string;
    const separator = first.startsWith('\t') ? '\\\n' : '';
    const parts = [first];
    while (parts.at(-1)?.endsWith('\\') && n + 1 < lines.length) {
      n += 1;
      const last = parts.pop() ?? '';
      const next = lines[n] as string;
      if (separator === '') parts.push(last.slice(0, -1), ` ${next.trim()}`);
      else parts.push(`${last}\n`, next);
    }
    const text = parts.join('');
    yield { text, line };
  }
}

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

function withoutComment(text: string): string {
  const at = text.search(/(?<!\\)#/);
  return at < 0 ? text : text.slice(0, at);
}

function assign(text: string, variables: Map<string, string>): boolean {
  const [, name, operator, value] =
    /^\s*(?:export\s+|override\s+)?([\w.]+)\s*(\+=|\?=|::?=|=)\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || operator === undefined || value === undefined) return false;
  const before = variables.get(name);
  if (operator === '?=' && before !== undefined) return true;
  variables.set(name, operator === '+=' && before !== undefined ? `${before} ${value.trim()}` : value.trim());
  return true;
}

/** A rule while the file is read. */
interface OpenRule extends MakeRule {
  readonly prerequisites: string[];
  readonly recipe: RecipeLine[];
}

function addLine(rules: ReadonlyMap<string, OpenRule>, target: string, written: string, line: number): void {
  const rule = rules.get(target);
  if (rule === undefined) return;
  const prefix = /^\s*[@+-]*/.exec(written)?.[0] ?? '';
  const text = written.slice(prefix.length);
  if (text.trim() === '' || text.startsWith('#')) return;
  rule.recipe.push({ text, line, ignored: prefix.includes('-') });
}

/** A variable can name another twice, and that one the next: what is filled in for one text is bounded. */
const MAX_FILLED = 200;
const UNKNOWN = '\u27eamake\u27eb';
const REFERENCE = /\$(\$|@|\*|\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\})/g;

/**
 * Fills in `$(NAME)`, `${NAME}`, `$@` and `$*`; what a function makes, and what is beyond the bound, stays as an unknown word.
 * `$$` is the shell's dollar.
 */
export function expand(text: string, variables: ReadonlyMap<string, string>, target = '', stem = ''): string {
  let left = MAX_FILLED;
  const fill = (part: string, depth: number): string =>
    part.replace(REFERENCE, (all, sign: string, round?: string, curly?: string) => {
      if (sign === '$') return '$';
      if (sign === '@') return target;
      if (sign === '*') return stem;
      const name = round ?? curly ?? '';
      if (name === 'MAKE') return 'make';
      const value = variables.get(name);
      if (value === undefined) return /^\w+$/.test(name) ? '' : UNKNOWN;
      if (depth > 10) return all;
      left -= 1;
      return left < 0 ? UNKNOWN : fill(value, depth + 1);
    });
  return fill(text, 0);
}

/** What a command line asks of make. */
export interface MakeArguments {
  readonly targets: readonly string[];
  readonly folder: string | undefined;
  readonly file: string | undefined;
  readonly ignores: boolean;
  /** True when make only says what it would do. */
  readonly idle: boolean;
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads the arguments after `make`. */
export function makeArguments(args: readonly string[]): MakeArguments {
  const targets: string[] = [];
  const variables = new Map<string, string>();
  let folder: string | undefined;
  let file: string | undefined;
  let ignores = false;
  let idle = false;
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(arg) ?? [];
    if (name !== undefined) variables.set(name, value ?? '');
    else if (arg === '-C' || arg === '--directory') folder = left.shift();
    else if (arg === '-f' || arg === '--file') file = left.shift();
    else if (arg.startsWith('-C')) folder = arg.slice(2);
    else if (arg.startsWith('--directory=')) folder = arg.slice(12);
    else if (arg === '-i' || arg === '--ignore-errors') ignores = true;
    else if (
      /^(?:--(?:dry-run|just-print|recon|question|touch|version|help)|-[bBdeikmprRsSwL]*[nqtvh][a-zA-Z]*)$/.test(arg)
    )
      idle = true;
    else if (arg === '-j' && /^\d+$/.test(left[0] ?? '')) left.shift();
    else if (!arg.startsWith('-')) targets.push(arg);
  }
  return { targets, folder, file, ignores, idle, variables };
}
