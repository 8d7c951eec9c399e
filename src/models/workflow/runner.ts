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
  for (const name of namesIn(runsOn, scope)) {
    const found = WORDS.find(([word]) => word.test(name));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

/**
 * Hosted runners that GitHub has taken away (github.com/actions/runner-images, "Available Images" and its announcements): a job
 * that asks for one waits for a day and ends.
 */
const RETIRED =
  /^(?:ubuntu-(?:16\.04|18\.04|20\.04)|macos-(?:10\.15|11(?:\.0)?|12|13)(?:-(?:large|xlarge))?|windows-(?:2016|2019)|vs2017-win2016)$/i;

/** @returns the label that no hosted runner bears any more, where `runsOn` asks for one; a runner of one's own may bear any name in a group */
export function retiredRunner(runsOn: YamlNode | undefined, scope: Scope): string | undefined {
  if (runsOn === undefined || runsOn.kind === 'map') return undefined;
  const names = namesIn(runsOn, scope);
  return names.some((name) => /^self-hosted$/i.test(name)) ? undefined : names.find((name) => RETIRED.test(name));
}

function namesIn(runsOn: YamlNode | undefined, scope: Scope): string[] {
  if (runsOn === undefined) return [];
  const labels = runsOn.kind === 'map' ? at(runsOn, 'labels') : runsOn;
  const group = at(runsOn, 'group');
  return [labels, group].flatMap((node) => (node === undefined ? [] : labelsOf(valueOfNode(node, scope))));
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
