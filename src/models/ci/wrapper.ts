/** What a program that only starts another one starts: arguments, or a script for a shell. */
export type Wrapped =
  | { readonly kind: 'argv'; readonly argv: readonly string[] }
  | { readonly kind: 'script'; readonly source: string; readonly errexit: boolean; readonly pipefail: boolean }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly args: readonly string[];
      readonly errexit: boolean;
      readonly pipefail: boolean;
    };

/** Programs that run the rest of their arguments and hand on its exit code, with the options of theirs that take a value. */
const PREFIXES = new Map<string, readonly string[]>([
  ['sudo', ['-u', '-g', '-p', '-C', '-D']],
  ['env', ['-u', '-C', '-S']],
  ['nice', ['-n']],
  ['ionice', ['-c', '-n']],
  ['nohup', []],
  ['time', ['-f', '-o']],
  ['command', []],
  ['exec', ['-a']],
  ['builtin', []],
  ['stdbuf', ['-i', '-o', '-e']],
  ['unbuffer', []],
  ['chronic', []],
  ['catchsegv', []],
  ['xvfb-run', ['-n', '-s', '-e', '-f', '-p', '--server-args', '--server-num']],
  ['timeout', ['-k', '-s', '--signal', '--kill-after']],
  ['gtimeout', ['-k', '-s']],
  ['faketime', []],
  ['setarch', []],
  ['taskset', []],
  ['dbus-run-session', []],
  ['winpty', []],
  ['devbox', []],
]);

/** Words that must stand before the command itself: a duration, a toolchain. */
const POSITIONALS = new Map([
  ['timeout', 1],
  ['gtimeout', 1],
  ['faketime', 1],
  ['setarch', 1],
  ['taskset', 1],
]);

const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh', 'ksh']);

/** Unwraps one layer; undefined when the program is the one meant. */
export function unwrap(argv: readonly string[], heredoc: string | undefined): Wrapped | undefined {
  const name = programOf(argv[0] ?? '');
  const args = argv.slice(1);
  const prefix = PREFIXES.get(name);
  // `command -v cargo-audit` asks where a program is, and starts none.
  if (name === 'command' && /^-\w*[vV]/.test(args[0] ?? '')) return undefined;
  if (prefix !== undefined) return inner(skipOptions(args, prefix).slice(POSITIONALS.get(name) ?? 0));
  if (SHELLS.has(name)) return shell(args, heredoc);
  if (/^(pwsh|powershell)$/i.test(name)) return powershell(args);
  if (name === 'rustup' && args[0] === 'run') return inner(args.slice(2));
  if (name === 'nix') return nix(args);
  if (name === 'nix-shell') return after(args, ['--run', '--command'], true);
  if (name === 'direnv' && args[0] === 'exec') return inner(args.slice(2));
  if ((name === 'mise' || name === 'rtx') && (args[0] === 'exec' || args[0] === 'x')) return after(args, ['--'], false);
  if (name === 'devenv' && args[0] === 'shell') return inner(args.slice(args[1] === '--' ? 2 : 1));
  if (['op', 'doppler', 'infisical'].includes(name) && args[0] === 'run') return after(args, ['--'], false);
  if (name === 'cachix' && args[0] === 'watch-exec') return after(args, ['--'], false);
  return undefined;
}

/** The name of a program without its folder and `.exe`. */
export function programOf(word: string): string {
  return (word.split(/[/\\]/).at(-1) ?? word).replace(/\.exe$/i, '');
}

function inner(argv: readonly string[]): Wrapped | undefined {
  return argv.length === 0 ? undefined : { kind: 'argv', argv };
}

function skipOptions(args: readonly string[], valued: readonly string[]): readonly string[] {
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] as string;
    if (arg === '--') return args.slice(at + 1);
    if (valued.includes(arg)) at += 1;
    else if (!arg.startsWith('-') && !/^[A-Za-z_]\w*=/.test(arg)) break;
  }
  return args.slice(at);
}

function after(args: readonly string[], flags: readonly string[], asScript: boolean): Wrapped | undefined {
  const at = args.findIndex((arg) => flags.includes(arg));
  if (at < 0) return undefined;
  const rest = args.slice(at + 1);
  if (!asScript) return inner(rest);
  return rest[0] === undefined ? undefined : { kind: 'script', source: rest[0], errexit: false, pipefail: false };
}

/** `powershell -Command "cargo test"`. */
function powershell(args: readonly string[]): Wrapped | undefined {
  const at = args.findIndex((arg) => /^-c(ommand)?$/i.test(arg));
  const source = at < 0 ? '' : args.slice(at + 1).join(' ');
  return source === '' ? undefined : { kind: 'script', source, errexit: false, pipefail: false };
}

function nix(args: readonly string[]): Wrapped | undefined {
  if (!args.some((arg) => ['develop', 'shell', 'run'].includes(arg))) return undefined;
  const command = after(args, ['-c', '--command'], false);
  if (command !== undefined) return command;
  // `nix run nixpkgs#cargo -- test` runs a package's own program, named as the package.
  const from = args.find((arg) => /^nixpkgs(\/[\w.-]+)?#[\w.-]+$/.test(arg));
  const rest = args.indexOf('--');
  return from !== undefined && args.includes('run')
    ? inner([from.split('#')[1] as string, ...(rest < 0 ? [] : args.slice(rest + 1))])
    : undefined;
}

/** `bash -euo pipefail -c '…'`, `bash -e script.sh`, `bash <<EOF`. */
function shell(args: readonly string[], heredoc: string | undefined): Wrapped | undefined {
  let errexit = false;
  let pipefail = false;
  let command = false;
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] as string;
    if (!/^[-+]/.test(arg) || arg === '--') break;
    if (arg.startsWith('--')) continue;
    if (arg.includes('e')) errexit = arg.startsWith('-');
    if (arg.includes('c')) command = true;
    if (arg.includes('o') || arg.includes('O')) {
      at += 1;
      if (args[at] === 'pipefail') pipefail = true;
      if (args[at] === 'errexit') errexit = true;
    }
  }
  const [first, ...rest] = args.slice(at);
  if (command) return first === undefined ? undefined : { kind: 'script', source: first, errexit, pipefail };
  if (first !== undefined && first !== '-') return { kind: 'file', path: first, args: rest, errexit, pipefail };
  return heredoc === undefined ? undefined : { kind: 'script', source: heredoc, errexit, pipefail };
}

/** How a step's `shell:` runs the script; undefined for languages that are no shell. */
export function shellOptions(
  shell: string | undefined,
  windows: boolean,
): { kind: 'posix' | 'windows'; errexit: boolean; pipefail: boolean } | undefined {
  const words = (shell ?? (windows ? 'pwsh' : 'default')).trim().split(/\s+/);
  if (words.length === 1) {
    if (words[0] === 'default' || words[0] === 'sh') return { kind: 'posix', errexit: true, pipefail: false };
    if (words[0] === 'bash') return { kind: 'posix', errexit: true, pipefail: true };
    if (['pwsh', 'powershell', 'cmd'].includes(words[0] as string))
      return { kind: 'windows', errexit: false, pipefail: false };
    return undefined;
  }
  if (['pwsh', 'powershell', 'cmd'].includes(programOf(words[0] as string)))
    return { kind: 'windows', errexit: false, pipefail: false };
  // A line of one's own, such as `nix develop -c bash -e {0}`: what counts is the shell in it.
  const at = words.findIndex((word) => SHELLS.has(programOf(word)));
  if (at < 0) return undefined;
  const flags = words.slice(at + 1);
  return {
    kind: 'posix',
    errexit: flags.some((flag) => /^-[a-z]*e/.test(flag) && !flag.startsWith('--')),
    pipefail: flags.includes('pipefail'),
  };
}
