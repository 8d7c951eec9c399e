import { shortened } from '../text/shortened.ts';
import { expandText, expandWord, substitutionsIn } from './expand.ts';
import type { WordToken } from './lexer.ts';
import { type Command, type Pipeline, parseShell, type SimpleCommand, type Statement } from './parser.ts';
import { nameOf, printed, printedPlain } from './print.ts';
import { type Asked, assign, copyOf, runBuiltin, type ShellOptions, type State } from './state.ts';
import { endsInFailure, failsSurely, isTest, recordedIn, staticStatus, usesStatus } from './status.ts';

export type { Asked };

/** A program that a script starts. */
export interface Invocation {
  readonly argv: readonly string[];
  /** Lines of the script, counted from 0. */
  readonly line: number;
  /** Why a failure of it would not make the script fail; undefined when it would. */
  readonly mask: string | undefined;
  readonly asked: readonly Asked[];
  readonly variables: ReadonlyMap<string, string>;
  /** Relative to where the script started; undefined when a `cd` went somewhere unknown. */
  readonly folder: string | undefined;
  readonly heredoc: string | undefined;
  /** The options at that point, for files that are sourced. */
  readonly options: ShellOptions;
}

interface Context {
  /** Why nothing that fails in here matters. */
  readonly mask: string | undefined;
  /** Why `set -e` does nothing in here. */
  readonly unchecked: string | undefined;
  /** Why the status of the list's last statement is lost; undefined when it is what the list gives. */
  readonly tail: string | undefined;
  readonly asked: readonly Asked[];
  /** The statements that come after, in this list and those around it. */
  readonly later: readonly Statement[];
  readonly depth: number;
}

const GOES_ON = 'the script goes on when it fails (no `set -e`)';
const ENTERED: Asked = { text: 'the loop is entered', holds: true };
const MAX_DEPTH = 50;
const MAX_INVOCATIONS = 5_000;

/**
 * The programs that a shell script starts, with what would become of their failure.
 * @throws Unavailable when it is too long
 */
export function invocationsOf(
  source: string,
  options: ShellOptions,
  variables: ReadonlyMap<string, string> = new Map(),
): { invocations: Invocation[]; complete: boolean } {
  const script = parseShell(source);
  const walk = new Walk();
  const state: State = {
    ...options,
    variables: new Map(variables),
    functions: new Map(),
    folder: '',
    exited: false,
    forgiving: undefined,
    early: [],
  };
  walk.list(script.statements, state, {
    mask: undefined,
    unchecked: undefined,
    tail: undefined,
    asked: [],
    later: [],
    depth: 0,
  });
  return { invocations: walk.found, complete: script.complete && walk.found.length < MAX_INVOCATIONS };
}

function forgivenBy({ forgiving }: State): string | undefined {
  return forgiving === undefined ? undefined : `\`trap '${shortened(forgiving, 40)}'\` takes its failure away`;
}

/** A script can ask for very many things before it goes on: each once, and beyond the bound all as one that is not known. */
function withEarly(early: readonly Asked[], next: Asked): readonly Asked[] {
  if (early.some(({ text, holds }) => text === next.text && holds === next.holds)) return early;
  if (early.length < MAX_EARLY) return [...early, next];
  return early.at(-1) === REST ? early : [...early, REST];
}

const MAX_EARLY = 40;
const REST: Asked = { text: 'a condition of the script', holds: true };

class Walk {
  readonly found: Invocation[] = [];

  list(statements: readonly Statement[], state: State, context: Context): void {
    if (context.depth > MAX_DEPTH) return;
    statements.forEach((statement, n) => {
      if (state.exited || this.found.length >= MAX_INVOCATIONS) return;
      const rest = statements.slice(n + 1);
      const last = rest.length === 0;
      this.#statement(statement, state, { ...context, later: [...rest, ...context.later] }, last);
    });
  }

  #statement(statement: Statement, state: State, context: Context, last: boolean): void {
    let { asked } = context;
    let status: boolean | undefined = true;
    statement.pipelines.forEach((pipeline, n) => {
      const operator = statement.operators[n - 1];
      const before = statement.pipelines[n - 1];
      if (operator !== undefined && before !== undefined) {
        if (status === (operator === '||')) return;
        if (status === undefined && !(operator === '&&' && !isTest(before.commands[0]))) {
          asked = [...asked, { text: printed(before), holds: operator === '&&' }];
        }
      }
      const fate = statement.background ? 'it runs in the background' : this.#fate(statement, n, state, context, last);
      const unchecked =
        n < statement.pipelines.length - 1 ? (fate ?? 'it stands before `&&` or `||`') : context.unchecked;
      this.#pipeline(pipeline, state, { ...context, asked, unchecked, tail: fate });
      status = staticStatus(pipeline, state.variables);
    });
  }

  /** Why a failure of the n-th pipeline would be lost; undefined when the script would fail by it. */
  #fate(statement: Statement, n: number, state: State, context: Context, last: boolean): string | undefined {
    const or = statement.operators.indexOf('||', n);
    if (or >= 0) {
      const handler = statement.pipelines[or + 1];
      const name = recordedIn(handler, true);
      const kept = name !== undefined && usesStatus(context.later, name, state.functions);
      return kept || failsSurely(handler, state.functions, last)
        ? undefined
        : `\`|| ${printed(handler)}\` takes its failure away`;
    }
    const checked = state.errexit && context.unchecked === undefined && n === statement.pipelines.length - 1;
    if (checked) return undefined;
    if (last) return context.tail;
    const [next, ...after] = context.later;
    const name = recordedIn(next?.pipelines[0], false);
    if (name !== undefined && usesStatus(after, name, state.functions)) return undefined;
    if (next !== undefined && usesStatus([next], '?', state.functions)) return undefined;
    return context.unchecked ?? (state.errexit ? 'a failure before `&&` does not end the script' : GOES_ON);
  }

  #pipeline(pipeline: Pipeline, state: State, context: Context): void {
    const { commands } = pipeline;
    commands.forEach((command, n) => {
      const piped = n < commands.length - 1 && !state.pipefail;
      const lost = piped
        ? `its result is lost in the pipe to \`${nameOf(commands[commands.length - 1])}\` (no pipefail)`
        : pipeline.negated
          ? 'its result is turned round by `!`'
          : undefined;
      const inner = lost === undefined ? context : { ...context, mask: context.mask ?? lost };
      this.#command(command, commands.length > 1 ? copyOf(state) : state, inner);
    });
  }

  #command(command: Command, state: State, context: Context): void {
    const deeper = { ...context, depth: context.depth + 1 };
    switch (command.kind) {
      case 'simple':
        this.#simple(command, state, deeper);
        break;
      case 'group':
        // A subshell gives its status to what stands around it, so that what is lost there is lost here.
        if (command.subshell) this.list(command.body, copyOf(state), { ...deeper, mask: context.mask ?? context.tail });
        else this.list(command.body, state, deeper);
        break;
      case 'function':
        state.functions.set(command.name, command.body);
        break;
      case 'if':
        this.#if(command, state, deeper);
        break;
      case 'while':
        this.#condition(command.condition, state, deeper, false);
        this.list(command.body, state, { ...deeper, asked: [...deeper.asked, ENTERED] });
        break;
      case 'for':
        this.#for(command, state, deeper);
        break;
      case 'case':
        this.#case(command, state, deeper);
    }
  }

  #condition(statements: readonly Statement[], state: State, context: Context, kept: boolean): void {
    const lost = kept ? undefined : (context.mask ?? 'its result only steers an `if`');
    const turned = statements.map((statement) =>
      kept
        ? { ...statement, pipelines: statement.pipelines.map((pipeline) => ({ ...pipeline, negated: false })) }
        : statement,
    );
    this.list(turned, state, { ...context, mask: lost ?? context.mask, unchecked: 'it stands in a condition' });
  }

  #if(command: Extract<Command, { kind: 'if' }>, state: State, context: Context): void {
    let { asked } = context;
    const exits: boolean[] = [];
    for (const branch of command.branches) {
      const only =
        branch.condition.length === 1 && branch.condition[0]?.operators.length === 0
          ? branch.condition[0].pipelines[0]
          : undefined;
      const failure = only?.negated
        ? branch.body
        : only && command.branches.length === 1
          ? command.otherwise
          : undefined;
      this.#condition(branch.condition, state, { ...context, asked }, endsInFailure(failure ?? [], state.functions));
      const status = only && staticStatus(only, state.variables);
      if (status === false) continue;
      const guard = {
        text: only === undefined ? 'a condition of the script' : printedPlain(only),
        holds: only?.negated !== true,
      };
      const ends = this.#branch(branch.body, state, { ...context, asked: status ? asked : [...asked, guard] });
      exits.push(ends);
      if (ends && !status && !endsInFailure(branch.body, state.functions)) {
        state.early = withEarly(state.early, { ...guard, holds: !guard.holds });
      }
      if (status) {
        state.exited = exits.every(Boolean);
        return;
      }
      asked = [...asked, { ...guard, holds: !guard.holds }];
    }
    exits.push(this.#branch(command.otherwise ?? [], state, { ...context, asked }));
    state.exited = exits.every(Boolean);
  }

  /** Walks a branch that may or may not be taken; whether the script ends in it. */
  #branch(body: readonly Statement[], state: State, context: Context): boolean {
    const own = copyOf(state);
    this.list(body, own, context);
    for (const [name, value] of own.variables) if (state.variables.get(name) !== value) state.variables.delete(name);
    if (own.folder !== state.folder && !own.exited) state.folder = undefined;
    return own.exited;
  }

  #for(command: Extract<Command, { kind: 'for' }>, state: State, context: Context): void {
    const words = command.words.flatMap((word) => expandWord(word, state.variables));
    const entered = command.words.length > 0;
    const once = words.length === 1 && !/[$*?]/.test(words[0] ?? '$');
    if (once) state.variables.set(command.variable, words[0] as string);
    else state.variables.delete(command.variable);
    const asked = entered ? context.asked : [...context.asked, ENTERED];
    this.list(command.body, state, {
      ...context,
      asked,
      tail: once ? context.tail : (context.tail ?? 'only the last turn of the loop counts'),
    });
  }

  #case(command: Extract<Command, { kind: 'case' }>, state: State, context: Context): void {
    const word = expandText(command.word, state.variables);
    let { asked } = context;
    for (const arm of command.arms) {
      const patterns = arm.patterns.map((pattern) => pattern.source.replaceAll(/["']/g, ''));
      const plain = patterns.every((pattern) => !/[?[$]|\*./.test(pattern));
      const known = word !== undefined && plain;
      const hit = patterns.some(
        (pattern) =>
          pattern === '*' ||
          pattern === word ||
          (pattern.endsWith('*') && (word ?? '').startsWith(pattern.slice(0, -1))),
      );
      if (known && !hit) continue;
      const guard = { text: `${command.word.source} is ${patterns.join(' or ')}`, holds: true };
      const sure = known || patterns.includes('*');
      this.#branch(arm.body, state, { ...context, asked: sure ? asked : [...asked, guard] });
      if (sure) return;
      asked = [...asked, { ...guard, holds: false }];
    }
  }

  #simple(command: SimpleCommand, state: State, context: Context): void {
    const alone = command.words.length === 0;
    const within = command.words.length > 0 ? 'its output is put into another command' : undefined;
    for (const word of [...command.assignments, ...command.words])
      this.#substitutions(word, state, context, alone ? undefined : within);
    const variables = alone ? state.variables : new Map(state.variables);
    for (const assignment of command.assignments) assign(assignment, variables);
    if (alone) return;
    const argv = command.words.flatMap((word) => expandWord(word, state.variables));
    const [name = ''] = argv;
    const body = state.functions.get(name);
    if (body !== undefined) this.#call(body, argv, state, context);
    if (body !== undefined || runBuiltin(argv, command.words, state)) return;
    this.found.push({
      argv,
      line: command.line,
      mask: context.mask ?? context.tail ?? forgivenBy(state),
      asked: [...context.asked, ...state.early],
      variables,
      folder: state.folder,
      heredoc: command.heredoc,
      options: { errexit: state.errexit && context.unchecked === undefined, pipefail: state.pipefail },
    });
    if (name === 'exec') state.exited = true;
  }

  #call(body: Command, argv: readonly string[], state: State, context: Context): void {
    for (let n = 1; n <= 9; n += 1) {
      const value = argv[n];
      if (value === undefined || value.startsWith('$')) state.variables.delete(String(n));
      else state.variables.set(String(n), value);
    }
    for (const all of ['@', '*']) state.variables.set(all, argv.slice(1).join(' '));
    this.#command(body, state, { ...context, later: [] });
  }

  /** A substitution is a subshell without `set -e`; alone in an assignment its status is that of the statement. */
  #substitutions(word: WordToken, state: State, context: Context, lost: string | undefined): void {
    for (const { source, line } of substitutionsIn(word)) {
      const inner = copyOf(state);
      inner.errexit = false;
      this.list(parseShell(source, line).statements, inner, {
        ...context,
        mask: context.mask ?? lost ?? context.tail,
        tail: undefined,
        later: [],
      });
    }
  }
}
