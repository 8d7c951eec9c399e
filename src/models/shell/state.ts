import { expandText } from './expand.ts';
import type { WordToken } from './lexer.ts';
import { type Command, parseShell } from './parser.ts';
import { sureExit } from './status.ts';

/** A condition inside a script that only the run can decide. */
export interface Asked {
  readonly text: string;
  readonly holds: boolean;
}

export interface ShellOptions {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** A shell at one point of its script. */
export interface State extends Record<keyof ShellOptions, boolean> {
  variables: Map<string, string>;
  functions: Map<string, Command>;
  /** Relative to where the script started; undefined when a `cd` went somewhere unknown. */
  folder: string | undefined;
  /** True after an `exit` that is surely reached. */
  exited: boolean;
  /** The action of a trap that ends the script well, whatever failed. */
  forgiving: string | undefined;
  /** What must hold for the script not to have ended, without a failure, further up. */
  early: readonly Asked[];
}

/** For what runs in a shell of its own. */
export function copyOf(state: State): State {
  return { ...state, variables: new Map(state.variables), functions: new Map(state.functions) };
}

/** Applies `NAME=value` to the variables. */
export function assign(assignment: WordToken, variables: Map<string, string>): void {
  const name = /^([A-Za-z_]\w*)=/.exec(assignment.source)?.[1];
  if (name === undefined) {
    const changed = /^[A-Za-z_]\w*/.exec(assignment.source)?.[0];
    if (changed !== undefined) variables.delete(changed);
    return;
  }
  const text = expandText(assignment, variables)?.slice(name.length + 1);
  if (text === undefined) variables.delete(name);
  else variables.set(name, text);
}

const ENDS = new Set(['exit', 'return']);
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);

/** What the shell does itself; true when nothing is started by it. */
export function runBuiltin(argv: readonly string[], words: readonly WordToken[], state: State): boolean {
  const [name = ''] = argv;
  if (ENDS.has(name)) state.exited = true;
  else if (name === 'set') setOptions(argv.slice(1), state);
  else if (DECLARES.has(name)) for (const word of words.slice(1)) assign(word, state.variables);
  else if (name === 'unset') for (const variable of argv.slice(1)) state.variables.delete(variable);
  else if (name === 'read' || name === 'mapfile')
    for (const variable of argv.slice(1)) state.variables.delete(variable);
  else if (name === 'cd' || name === 'pushd') state.folder = changed(state.folder, argv[1]);
  else if (name === 'popd') state.folder = undefined;
  else if (name === 'trap') setTrap(argv.slice(1), state);
  else return false;
  return true;
}

function changed(folder: string | undefined, to: string | undefined): string | undefined {
  if (folder === undefined || to === undefined || /[$~⟪]|^-/.test(to) || to.startsWith('/')) return undefined;
  return folder === '' ? to : `${folder}/${to}`;
}

/** Applies `trap ACTION SIGNAL…`: the script's status is that of an `exit` in the action, and without one what it was. */
function setTrap(args: readonly string[], state: State): void {
  const [action = '', ...signals] = args[0] === '--' ? args.slice(1) : args;
  if (!signals.some((signal) => /^(?:0|(?:SIG)?(?:EXIT|ERR))$/i.test(signal))) return;
  const code = sureExit(parseShell(action).statements, state.functions)?.[1];
  state.forgiving = code !== undefined && /^["']?0["']?$/.test(code) ? action : undefined;
}

/** Applies `set -euo pipefail` and its like to the options. */
function setOptions(args: readonly string[], state: State): void {
  for (let n = 0; n < args.length; n += 1) {
    const arg = args[n] as string;
    const on = arg.startsWith('-');
    if (!on && !arg.startsWith('+')) continue;
    if (arg.includes('e')) state.errexit = on;
    if (!arg.includes('o')) continue;
    if (args[n + 1] === 'pipefail') state.pipefail = on;
    if (args[n + 1] === 'errexit') state.errexit = on;
    n += 1;
  }
}
