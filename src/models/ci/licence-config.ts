import { parseToml, tableOf } from '../toml/toml.ts';
import { at, parseYaml, textOf } from '../yaml/yaml.ts';
import { within } from './folder.ts';

/** Where cargo-deny looks for its configuration, from the folder it is started in. */
const DENY_FILES = ['deny.toml', '.deny.toml', '.cargo/deny.toml'];

/**
 * The configuration that cargo-deny would find and whether it has `[licenses]`.
 * @param named what `--config` names
 * @param folders where it is started, then those above it
 */
export function denyLicences(
  read: (path: string) => string | undefined,
  folders: readonly (string | undefined)[],
  named: string | undefined,
): { path: string; has: boolean } | undefined {
  for (const folder of folders) {
    for (const file of named === undefined ? DENY_FILES : [named]) {
      const path = within(folder, file);
      const text = path === undefined ? undefined : read(path);
      if (text === undefined || path === undefined) continue;
      const parsed = parseToml(text);
      return { path, has: parsed.ok && tableOf(parsed.document.value.licenses) !== undefined };
    }
  }
  return undefined;
}

/** Whether a configuration of dependency review names licences. */
export function reviewLicences(text: string | undefined): boolean {
  const root = text === undefined ? undefined : parseYaml(text).documents[0]?.root;
  return ['allow-licenses', 'allow_licenses', 'deny-licenses', 'deny_licenses'].some((key) => {
    const list = at(root, key);
    return list?.kind === 'seq' ? list.items.length > 0 : (textOf(list) ?? '') !== '';
  });
}
