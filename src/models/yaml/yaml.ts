import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import type { Place, YamlEntry, YamlNode, YamlScalar } from './node.ts';

export * from './node.ts';

interface YamlProblem extends Place {
  readonly kind: 'syntax' | 'duplicate-key' | 'bound';
  readonly message: string;
}

interface YamlDocument {
  /** Undefined for an empty document. */
  readonly root: YamlNode | undefined;
  readonly problems: readonly YamlProblem[];
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  /** The problems of all documents, in the order of the file. */
  readonly problems: readonly YamlProblem[];
}

const MAX_CHARS = 1_048_576;
const MAX_DEPTH = 200;
const MAX_NODES = 200_000;
/** After so many mistakes a file is not worth reading on. */
const MAX_PROBLEMS = 200;

/**
 * Reads every document of a YAML 1.2 file with the places of its nodes. Never throws: what cannot be read is a problem,
 * and a file over 1 MB, over 200 levels, or whose aliases grow past 200,000 nodes is refused with one of kind `bound`.
 */
export function parseYaml(source: string): YamlFile {
  if (source.length > MAX_CHARS) return refused(`longer than ${MAX_CHARS} characters`);
  if (flowDepth(source) > MAX_DEPTH) return refused(`nested deeper than ${MAX_DEPTH} levels`);
  const lines = new LineCounter();
  // uniqueKeys is quadratic in the library, and logLevel keeps unknown tags from printing.
  const options = { uniqueKeys: false, logLevel: 'silent', prettyErrors: false, lineCounter: lines } as const;
  try {
    const documents: YamlDocument[] = [];
    for (const doc of parseAllDocuments(source, options)) {
      const reader = new Reader(source, lines);
      for (const error of doc.errors) reader.problem('syntax', firstLine(error.message), error.pos[0]);
      const root = doc.contents === null ? undefined : reader.read(doc.contents, 0).node;
      documents.push({ root, problems: reader.problems });
    }
    return { documents, problems: documents.flatMap((document) => document.problems) };
  } catch (error) {
    if (error instanceof RangeError) return refused('nested too deeply');
    throw error;
  }
}

/** Levels of `[` and `{`: the library's parser takes memory that grows with their square. Lexed only where there could be too many. */
function flowDepth(source: string): number {
  let opened = 0;
  for (const char of source) if (char === '[' || char === '{') opened++;
  if (opened <= MAX_DEPTH) return opened;
  let depth = 0;
  let deepest = 0;
  for (const token of new Lexer().lex(source)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (deepest > MAX_DEPTH) break;
  }
  return deepest;
}

function refused(message: string): YamlFile {
  const problems: YamlProblem[] = [{ kind: 'bound', message, line: 1, column: 1 }];
  return { documents: [{ root: undefined, problems }], problems };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

interface Sized {
  readonly node: YamlNode;
  /** Nodes below and including this one, aliases counted each time: what a full walk would visit. */
  readonly size: number;
}

class Reader {
  readonly problems: YamlProblem[] = [];
  readonly #source: string;
  readonly #lines: LineCounter;
  readonly #anchors = new Map<string, Sized>();

  constructor(source: string, lines: LineCounter) {
    this.#source = source;
    this.#lines = lines;
  }

  problem(kind: YamlProblem['kind'], message: string, offset: number): void {
    this.#add({ kind, message, ...this.#place(offset) });
  }

  #add(problem: YamlProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
    else if (this.problems.length === MAX_PROBLEMS)
      this.problems.push({ ...problem, message: `more than ${MAX_PROBLEMS} problems: the rest is not listed` });
  }

  read(node: ParsedNode | null, depth: number): Sized {
    if (node === null) return { node: nothing({ line: 1, column: 1 }), size: 1 };
    if (depth > MAX_DEPTH) return this.#give(node, `nested deeper than ${MAX_DEPTH} levels`);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      return target ?? this.#give(node, `alias *${node.source} has no anchor before it`, 'syntax');
    }
    const read = this.#readOwn(node, depth);
    if (read.size > MAX_NODES) return this.#give(node, `aliases grow to more than ${MAX_NODES} nodes`);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, read);
    return read;
  }

  #readOwn(node: Exclude<ParsedNode, { source: string; type?: undefined }>, depth: number): Sized {
    const place = this.#place(node.range[0]);
    if (isScalar(node)) return { node: this.#scalar(node as Scalar.Parsed, place), size: 1 };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item as ParsedNode, depth + 1));
      return { node: { kind: 'seq', ...place, items: items.map((item) => item.node) }, size: total(items) };
    }
    if (!isMap(node)) return { node: nothing(place), size: 1 };
    const entries: YamlEntry[] = [];
    const values: Sized[] = [];
    const seen = new Map<string, Place>();
    for (const pair of node.items) {
      const entry = this.#entry(pair.key as ParsedNode | null, pair.value as ParsedNode | null, place, depth);
      const before = seen.get(entry.key);
      if (before !== undefined) {
        const message = `key \`${entry.key}\` is given twice, first on line ${before.line}`;
        this.#add({ kind: 'duplicate-key', message, ...entry.keyPlace });
      }
      seen.set(entry.key, entry.keyPlace);
      entries.push({ key: entry.key, keyPlace: entry.keyPlace, value: entry.sized.node });
      values.push(entry.sized);
    }
    return { node: { kind: 'map', ...place, entries }, size: total(values) };
  }

  #entry(key: ParsedNode | null, value: ParsedNode | null, map: Place, depth: number) {
    const read = key === null ? undefined : this.read(key, depth + 1).node;
    const text = read?.kind === 'scalar' ? read.text : '';
    if (read !== undefined && read.kind !== 'scalar') {
      this.problem('syntax', 'a key that is itself a map or a list', key?.range[0] ?? 0);
    }
    const keyPlace = key === null || isAlias(key) ? map : this.#place(key.range[0]);
    const sized = value === null ? { node: nothing(keyPlace), size: 1 } : this.read(value, depth + 1);
    return { key: text, keyPlace, sized };
  }

  #scalar(node: Scalar.Parsed, place: Place): YamlScalar {
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const plain = node.type === 'PLAIN' || node.type === undefined;
    const value = node.value as unknown;
    const text = plain ? (node.source ?? '') : String(value ?? '');
    const oneLine = this.#lines.linePos(node.range[1]).line === place.line;
    return {
      kind: 'scalar',
      ...place,
      value: isPrimitive(value) ? value : typeof value === 'bigint' ? Number(value) : text,
      text,
      quoted: !plain,
      contentLine: block ? this.#blockStart(node, place) : place.line,
      literal: block ? node.type === 'BLOCK_LITERAL' : oneLine,
    };
  }

  /** The content of a block begins on the line after its header (`|`, `>-`), which may stand after a tag or an anchor. */
  #blockStart(node: Scalar.Parsed, place: Place): number {
    const header = this.#source.indexOf('\n', node.range[0]);
    return header < 0 ? place.line : this.#lines.linePos(header).line + 1;
  }

  #give(node: ParsedNode, message: string, kind: YamlProblem['kind'] = 'bound'): Sized {
    this.problem(kind, message, node.range[0]);
    return { node: nothing(this.#place(node.range[0])), size: 1 };
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function total(parts: readonly Sized[]): number {
  let sum = 1;
  for (const part of parts) sum += part.size;
  return sum;
}

function isPrimitive(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function nothing(place: Place): YamlScalar {
  return { kind: 'scalar', ...place, value: null, text: '', quoted: false, contentLine: place.line, literal: true };
}
