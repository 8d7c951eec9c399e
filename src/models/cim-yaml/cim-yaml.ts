/** cim.yaml, by which the registry knows a module: its shape, and the words and forms its fields may have. */
import { type Place, parseYaml, type YamlEntry, type YamlMap, type YamlNode } from '../yaml/yaml.ts';

export const CIM_YAML = 'cim.yaml';

export const MODULE_TYPES = ['core', 'domain', 'integration', 'utility'] as const;
export const MODULE_STATUSES = ['template', 'development', 'production', 'deprecated'] as const;
export const MODULE_NAME = /^cim(?:-[a-z0-9]+)+$/;
export const CATEGORY = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** GitHub's own rule: letters, digits and single hyphens, none at an end, at most 39 characters. */
export const GITHUB_HANDLE = /^@(?=.{1,39}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
export const MIN_DESCRIPTION = 10;

const MODULE_KEYS = [
  'name',
  'type',
  'version',
  'description',
  'status',
  'category',
  'maintainers',
  'dependencies',
  'keywords',
];
const MAINTAINER_KEYS = ['name', 'github', 'email'];

export interface CimYamlProblem extends Place {
  readonly message: string;
}

export interface CimYaml {
  /** The `module` mapping; undefined where the problems say why there is none. */
  readonly module: YamlMap | undefined;
  /** Where `module:` stands. */
  readonly place: Place;
  readonly problems: readonly CimYamlProblem[];
  /** Keys that the standard does not know. */
  readonly notes: readonly CimYamlProblem[];
  /** True when the file is beyond a bound of the reader, so that nothing can be said of it. */
  readonly unread: boolean;
}

/** Never throws. Of duplicate keys the last counts, and each is a problem. */
export function readCimYaml(text: string): CimYaml {
  const start = { line: 1, column: 1 };
  const file = parseYaml(text);
  const problems: CimYamlProblem[] = file.problems.map(({ message, line, column }) => ({ message, line, column }));
  const nothing = { module: undefined, place: start, notes: [] };
  if (file.problems.some((one) => one.kind === 'bound')) return { ...nothing, problems, unread: true };
  const [document, second] = file.documents;
  const root = document?.root;
  if (second !== undefined) problems.push({ message: 'a second document begins: the registry reads one', ...start });
  if (file.problems.some((one) => one.kind === 'syntax')) return { ...nothing, problems, unread: false };
  if (root === undefined || root.kind !== 'map') {
    const what = root === undefined || isEmpty(root) ? 'the file is empty' : 'the file is no mapping';
    return { ...nothing, problems: [...problems, { message: what, ...placeOf(root) }], unread: false };
  }
  const entry = root.entries.findLast((one) => one.key === 'module');
  if (entry === undefined || entry.value.kind !== 'map') {
    const message = entry === undefined ? 'key `module` is missing' : '`module` is no mapping';
    const place = entry?.keyPlace ?? placeOf(root);
    return { ...nothing, place, problems: [...problems, { message, ...place }], unread: false };
  }
  const notes = [...unknownKeys(root, ['module'], ''), ...unknownInModule(entry.value)];
  return { module: entry.value, place: entry.keyPlace, problems, notes, unread: false };
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function placeOf(node: YamlNode | undefined): Place {
  return node === undefined ? { line: 1, column: 1 } : { line: node.line, column: node.column };
}

function unknownInModule(module: YamlMap): CimYamlProblem[] {
  const maintainers = module.entries.find((one) => one.key === 'maintainers')?.value;
  const each = maintainers?.kind === 'seq' ? maintainers.items : [];
  const inside = each.flatMap((one) => (one.kind === 'map' ? unknownKeys(one, MAINTAINER_KEYS, 'maintainers.') : []));
  return [...unknownKeys(module, MODULE_KEYS, 'module.'), ...inside];
}

function unknownKeys(map: YamlMap, known: readonly string[], prefix: string): CimYamlProblem[] {
  const unknown = map.entries.filter((one: YamlEntry) => !known.includes(one.key));
  return unknown.map((one) => ({ message: `key \`${prefix}${one.key}\` is not in the standard`, ...one.keyPlace }));
}
