/** Actions that run cargo as they are told: the inputs that bear the subcommand, its arguments and the toolchain. */
const CARGO_ACTIONS = new Set([
  'actions-rs/cargo',
  'clechasseur/rs-cargo',
  'clementtsang/cargo-action',
  'houseabsolute/actions-rust-cross',
]);

/** The command line that an action stands for, when it is one that only runs cargo; undefined for all others. */
export function actionAsCommand(action: { name: string; with: ReadonlyMap<string, string> }): string[] | undefined {
  if (!CARGO_ACTIONS.has(action.name)) return undefined;
  const command = action.with.get('command') ?? 'build';
  if (command === 'both') return ['cargo', 'test'];
  const args = (action.with.get('args') ?? '').trim();
  const cross = action.with.get('use-cross') === 'true';
  return [cross ? 'cross' : 'cargo', ...command.trim().split(/\s+/), ...(args === '' ? [] : args.split(/\s+/))];
}
