import { at, type YamlNode } from '../yaml/yaml.ts';
import type { Scope } from './evaluate.ts';
import { valueOfNode } from './matrix.ts';
import { isList, isMap, textOfValue, unknown, type Value } from './value.ts';

export type System = 'Linux' | 'macOS' | 'Windows';

// Larger and self-hosted runners bear free labels; these words are in nearly all of them. `darwin` before `win`.
const WORDS: readonly (readonly [RegExp, System])[] = [
  [/(^|[^a-z])(macos|osx|darwin|mac(?![a-z]))/i, 'macOS'],
  [/(^|[^a-z])(windows|win)(?![a-z])/i, 'Windows'],
  [/(^|[^a-z])(ubuntu|linux|debian|fedora|alpine|nixos)/i, 'Linux'],
];

/** The operating system that `runs-on` and `container` ask for; undefined when labels or expressions do not say. */
export function systemOf(
  runsOn: YamlNode | undefined,
  container: YamlNode | undefined,
  scope: Scope,
): System | undefined {
  if (hasContainer(container, scope)) return 'Linux';
  if (runsOn === undefined) return undefined;
  const labels = runsOn.kind === 'map' ? at(runsOn, 'labels') : runsOn;
  const group = at(runsOn, 'group');
  const names = [labels, group].flatMap((node) => (node === undefined ? [] : labelsOf(valueOfNode(node, scope))));
  for (const name of names) {
    const found = WORDS.find(([word]) => word.test(name));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

/** Containers run on Linux only; an empty image means none. */
function hasContainer(container: YamlNode | undefined, scope: Scope): boolean {
  if (container === undefined) return false;
  const image = container.kind === 'map' ? at(container, 'image') : container;
  const value = image === undefined ? null : valueOfNode(image, scope);
  return textOfValue(value) !== '' && value !== null;
}

function labelsOf(value: Value): string[] {
  if (isList(value)) return value.items.flatMap(labelsOf);
  if (isMap(value)) return [...value.entries.values()].flatMap(labelsOf);
  return [textOfValue(value) ?? ''].filter((label) => label !== '');
}

/** The `runner` context on a system. */
export function runnerContext(system: System | undefined): Value {
  const os = system ?? unknown('runner.os');
  return { kind: 'map', entries: new Map<string, Value>([['os', os]]), rest: unknown('runner') };
}
