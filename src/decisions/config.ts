/** YAML that people write for this tool: read by a schema, every problem with its line and column. */
import type { ZodError, ZodType } from 'zod';
import { entry, type Place, parseYaml, type YamlNode } from '../models/yaml/yaml.ts';

interface ConfigProblem extends Partial<Place> {
  readonly message: string;
}

export type Config<T> =
  | { readonly value: T; readonly problems: readonly []; readonly placeOf: (...keys: string[]) => Partial<Place> }
  | { readonly value: undefined; readonly problems: readonly ConfigProblem[] };

/**
 * @param schema what the text must be
 * @returns the value, or all problems; never both, and never throws
 */
export function readConfig<T>(text: string, schema: ZodType<T>): Config<T> {
  const file = parseYaml(text);
  if (file.problems.length > 0) return { value: undefined, problems: file.problems };
  if (file.documents.length > 1) return { value: undefined, problems: [{ message: 'holds more than one document' }] };
  const root = file.documents[0]?.root;
  const parsed = schema.safeParse(root === undefined ? null : plain(root));
  const placeOf = (...keys: string[]): Partial<Place> => placeIn(root, keys);
  if (parsed.success) return { value: parsed.data, problems: [], placeOf };
  return { value: undefined, problems: problemsOf(parsed.error, placeOf) };
}

function problemsOf(error: ZodError, placeOf: (...keys: string[]) => Partial<Place>): ConfigProblem[] {
  return error.issues.map((issue) => {
    const keys = issue.path.map(String);
    const name = keys.length === 0 ? '' : `${keys.join('.')}: `;
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const place = [[...keys, ...(unknown === undefined ? [] : [unknown])], keys, keys.slice(0, -1)]
      .map((path) => placeOf(...path))
      .find((found) => found.line !== undefined);
    return { message: `${name}${issue.message.replace(/^Invalid input: /, '')}`, ...place };
  });
}

/** A node as plain data; a key named `__proto__` is a key like any other. */
function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

/** Where the value of these keys and indices begins; for a mapping's entry where its key stands. */
function placeIn(root: YamlNode | undefined, keys: readonly string[]): Partial<Place> {
  let node = root;
  let place: Place | undefined = root;
  for (const key of keys) {
    const found: YamlNode | undefined = node?.kind === 'seq' ? node.items[Number(key)] : entry(node, key)?.value;
    place = node?.kind === 'map' ? entry(node, key)?.keyPlace : found;
    node = found;
  }
  return place === undefined ? {} : { line: place.line, column: place.column };
}
