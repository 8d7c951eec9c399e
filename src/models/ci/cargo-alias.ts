import { parseToml, tableOf } from '../toml/toml.ts';

/** Commands of cargo itself, which no alias can take. */
const OWN = new Set([
  'add',
  'b',
  'bench',
  'build',
  'c',
  'check',
  'clean',
  'clippy',
  'config',
  'd',
  'doc',
  'fetch',
  'fix',
  'fmt',
  'generate-lockfile',
  'help',
  'info',
  'init',
  'install',
  'locate-project',
  'login',
  'logout',
  'metadata',
  'miri',
  'new',
  'owner',
  'package',
  'pkgid',
  'publish',
  'r',
  'remove',
  'report',
  'run',
  'rustc',
  'rustdoc',
  'search',
  't',
  'test',
  'tree',
  'uninstall',
  'update',
  'vendor',
  'version',
  'yank',
]);

/** The command that an alias of `.cargo/config.toml` stands for; undefined when the subcommand is no alias. */
export function cargoAlias(argv: readonly string[], config: string | undefined): string[] | undefined {
  if (config === undefined) return undefined;
  const at = argv.findIndex((arg, n) => n > 0 && !/^[-+]/.test(arg));
  const name = argv[at];
  if (name === undefined || OWN.has(name)) return undefined;
  const parsed = parseToml(config);
  const aliases = parsed.ok ? tableOf(parsed.document.value.alias) : undefined;
  const value = aliases?.[name];
  const words =
    typeof value === 'string' ? value.trim().split(/\s+/) : Array.isArray(value) ? value.map(String) : undefined;
  return words === undefined || words[0] === name ? undefined : [...argv.slice(0, at), ...words, ...argv.slice(at + 1)];
}
