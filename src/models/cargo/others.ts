/** What a run says of manifests that it does not judge. */
import type { CargoModuleResult } from './workspace.ts';

const REASONS = {
  excluded: ['that the workspace excludes'],
  'own-workspace': ['with a [workspace] of its own', 'with a [workspace] of their own'],
  unnamed: ['that no workspace names'],
  unreadable: ['that does not parse', 'that do not parse'],
} as const satisfies Readonly<Record<string, readonly [string, string?]>>;
const SHOWN = 3;

/** One sentence for each reason why manifests in the folder are other modules, with the first few by name. */
export function tellOthers(result: CargoModuleResult): readonly string[] {
  if (result.kind === 'broken') return [];
  const others = result.kind === 'module' ? result.module.others : result.others;
  return Object.entries(REASONS).flatMap(([reason, [one, many = one]]) => {
    const paths = others.filter((other) => other.reason === reason).map(({ path }) => path);
    if (paths.length === 0) return [];
    const shown = `${paths.slice(0, SHOWN).join(', ')}${paths.length > SHOWN ? ', …' : ''}`;
    if (paths.length === 1) return [`a manifest ${one} is another module, not judged here: ${shown}`];
    return [`${paths.length} manifests ${many} are other modules, not judged here: ${shown}`];
  });
}
