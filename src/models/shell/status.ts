import { expandText, type Variables } from './expand.ts';
import type { WordToken } from './lexer.ts';
import type { Command, Pipeline, SimpleCommand, Statement } from './parser.ts';

const TESTS = new Set(['[', '[[', 'test']);

/** Whether a command only asks something, so that its result steers what comes after. */
export function isTest(command: Command | undefined): boolean {
  return command?.kind === 'simple' && TESTS.has(command.words[0]?.source ?? '');
}

/** What a pipeline gives, where that can be told without running it: `[ a = b ]` on known words, `true`, `false`. */
export function staticStatus(pipeline: Pipeline, variables: Variables): boolean | undefined {
  const [command] = pipeline.commands;
  if (pipeline.commands.length !== 1 || command?.kind !== 'simple') return undefined;
  const status = simpleStatus(command, variables);
  return status === undefined ? undefined : status !== pipeline.negated;
}

function simpleStatus(command: SimpleCommand, variables: Variables): boolean | undefined {
  const name = command.words[0]?.source;
  if (name === 'true' || name === ':') return true;
  if (name === 'false') return false;
  if (name === undefined || !TESTS.has(name)) return undefined;
  const words = command.words.slice(1).filter((word) => word.source !== ']' && word.source !== ']]');
  return testStatus(words, variables);
}

function testStatus(words: readonly WordToken[], variables: Variables): boolean | undefined {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (first.source === '!') {
    const inner = testStatus(words.slice(1), variables);
    return inner === undefined ? undefined : !inner;
  }
  if (words.length === 1) return negatable(expandText(first, variables), (text) => text !== '');
  if (words.length === 2 && second !== undefined && (first.source === '-n' || first.source === '-z')) {
    return negatable(expandText(second, variables), (text) => (text !== '') === (first.source === '-n'));
  }
  if (words.length !== 3 || second === undefined || third === undefined) return undefined;
  const left = expandText(first, variables);
  const right = expandText(third, variables);
  if (left === undefined || right === undefined) return undefined;
  const equal = /[*?[]/.test(right) ? globEqual(third, right, left) : left === right;
  if (['=', '==', '-eq'].includes(second.source)) return equal;
  return ['!=', '-ne'].includes(second.source) ? negatable(equal, (same) => !same) : undefined;
}

/** `windows-*` unquoted in `[[ ]]`; other patterns are not decided. */
function globEqual(word: WordToken, pattern: string, text: string): boolean | undefined {
  if (word.parts.some((part) => part.kind === 'text' && part.quoted)) return text === pattern;
  return /^[^*?[]*\*$/.test(pattern) ? text.startsWith(pattern.slice(0, -1)) : undefined;
}

function negatable<T>(known: T | undefined, test: (known: T) => boolean): boolean | undefined {
  return known === undefined ? undefined : test(known);
}

export type Functions = ReadonlyMap<string, Command>;

/** Whether a list of statements surely ends with a failure: `exit 1`, `false`, a function that does so. */
export function endsInFailure(statements: readonly Statement[], functions: Functions, depth = 0): boolean {
  return statements.some((statement, n) => {
    if (statement.background || statement.operators.length > 0) return false;
    return failsSurely(statement.pipelines[0], functions, n === statements.length - 1, depth);
  });
}

/** As above for one pipeline; `last` says that its own status is what is left in the end. */
export function failsSurely(pipeline: Pipeline | undefined, functions: Functions, last: boolean, depth = 0): boolean {
  const command = pipeline?.commands.length === 1 && !pipeline.negated ? pipeline.commands[0] : undefined;
  if (command === undefined || depth > 8) return false;
  if (command.kind === 'group') return (last || !command.subshell) && endsInFailure(command.body, functions, depth + 1);
  if (command.kind !== 'simple') return false;
  const [name, code] = command.words.map((word) => word.source);
  if (name === 'exit' || name === 'return') return (name === 'exit' || last) && code !== '0' && code !== '"0"';
  if (name === 'false') return last;
  const body = functions.get(name ?? '');
  return body !== undefined && failsSurely({ negated: false, commands: [body] }, functions, last, depth + 1);
}

/** The words of the first `exit` that a list of statements surely comes to, in a function that it calls too: `['exit', '0']`. */
export function sureExit(
  statements: readonly Statement[],
  functions: Functions,
  depth = 0,
): readonly string[] | undefined {
  for (const { pipelines, operators, background } of statements) {
    const [command, ...piped] = pipelines[0]?.commands ?? [];
    if (command === undefined || piped.length + operators.length > 0 || background || depth > 8) continue;
    const words = command.kind === 'simple' ? command.words.map((word) => word.source) : [];
    if (words[0] === 'exit') return words;
    const body = command.kind === 'group' && !command.subshell ? command : functions.get(words[0] ?? '');
    const found = body?.kind === 'group' ? sureExit(body.body, functions, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The variable into which a statement puts a failure: `STATUS=$?`, `FAILED=1`. */
export function recordedIn(pipeline: Pipeline | undefined, afterFailure: boolean): string | undefined {
  const [command] = pipeline?.commands ?? [];
  if (command?.kind === 'group' && command.body.length > 0) {
    return command.body
      .map((statement) => recordedIn(statement.pipelines[0], afterFailure))
      .find((name) => name !== undefined);
  }
  if (command?.kind !== 'simple' || command.words.length > 0) return undefined;
  for (const assignment of command.assignments) {
    const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(assignment.source) ?? [];
    const plain = value.replace(/^"(.*)"$/, '$1');
    const status = plain === '$?' || /^\$\{PIPESTATUS\[0\]\}$/.test(plain);
    if (name !== undefined && (status || (afterFailure && /^([1-9]\d*|true)$/.test(plain)))) return name;
  }
  return undefined;
}

/** Whether later statements make the script fail by a recorded status: `exit $STATUS`, or `exit 1` under an `if` that asks it. */
export function usesStatus(statements: readonly Statement[], name: string, functions: Functions): boolean {
  const mentions = new RegExp(`\\$\\{?${name.replace(/[^\w?]/g, '').replace('?', '\\?')}(?!\\w)`);
  return statements.some((statement) => {
    const [first, second] = statement.pipelines;
    const command = first?.commands[0];
    if (command?.kind === 'simple' && ['exit', 'return'].includes(command.words[0]?.source ?? '')) {
      return mentions.test(command.words[1]?.source ?? '');
    }
    if (command?.kind === 'if') {
      const [branch] = command.branches;
      const asks = branch !== undefined && textOf(branch.condition).some((word) => mentions.test(word));
      return asks && (endsInFailure(branch.body, functions) || endsInFailure(command.otherwise ?? [], functions));
    }
    const asks =
      command?.kind === 'simple' && isTest(command) && command.words.some((word) => mentions.test(word.source));
    return asks && second !== undefined && failsSurely(second, functions, true);
  });
}

function textOf(statements: readonly Statement[]): string[] {
  return statements.flatMap((statement) =>
    statement.pipelines.flatMap((pipeline) =>
      pipeline.commands.flatMap((command) =>
        command.kind === 'simple' ? command.words.map((word) => word.source) : [],
      ),
    ),
  );
}
