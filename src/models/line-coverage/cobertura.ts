import { lineFinder } from '../text/line-finder.ts';
import { addLine, type CoverageProblem, type CoverageReport, type CoveredLines, countLines } from './report.ts';

interface Tag {
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
  readonly attributes: string;
  readonly offset: number;
}

/**
 * Reads a Cobertura report: the `line` elements of each `class`, those of its methods being the same lines again.
 * Only tags are read; comments, CDATA and declarations are passed over, entities are never expanded beyond XML's five.
 */
export function parseCobertura(text: string): CoverageReport | CoverageProblem {
  const files = new Map<string, CoveredLines>();
  const open: string[] = [];
  const lineOf = lineFinder(text);
  let current: CoveredLines | undefined;
  for (const tag of tagsOf(text)) {
    if (tag === undefined) return { message: 'a tag that is not closed', line: undefined };
    if (tag.kind === 'close') {
      if (open.pop() !== tag.name) return { message: `</${tag.name}> closes nothing`, line: lineOf(tag.offset) };
      if (tag.name === 'class') current = undefined;
      continue;
    }
    if (tag.kind === 'open') open.push(tag.name);
    if (tag.name === 'class') {
      const name = attribute(tag.attributes, 'filename');
      if (name === undefined) return { message: 'a class without filename', line: lineOf(tag.offset) };
      current = files.get(name) ?? new Map();
      files.set(name, current);
    } else if (tag.name === 'line' && current !== undefined) {
      const line = Number(attribute(tag.attributes, 'number'));
      const hits = Number(attribute(tag.attributes, 'hits'));
      if (!Number.isInteger(line) || Number.isNaN(hits))
        return { message: 'a line without number and hits', line: lineOf(tag.offset) };
      addLine(current, line, hits);
    }
  }
  if (open.length > 0) return { message: `<${open.at(-1)}> is not closed`, line: undefined };
  return { format: 'Cobertura', files: new Map([...files].map(([name, lines]) => [name, countLines(lines)] as const)) };
}

/** The tags of an XML text, in order; undefined ends the sequence where one is broken. */
function* tagsOf(text: string): Generator<Tag | undefined> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skip = SKIPPED.find(([start]) => text.startsWith(start, at));
    if (skip !== undefined) {
      const end = text.indexOf(skip[1], at);
      if (end < 0) return yield undefined;
      at = end + skip[1].length;
      continue;
    }
    const end = tagEnd(text, at);
    if (end < 0) return yield undefined;
    const inside = text.slice(at + 1, end);
    const [name = ''] = /^\/?[^\s/>]+/.exec(inside) ?? [];
    const kind = name.startsWith('/') ? 'close' : inside.endsWith('/') ? 'empty' : 'open';
    yield { name: name.replace(/^\//, ''), kind, attributes: inside.slice(name.length), offset: at };
    at = end + 1;
  }
}

const SKIPPED: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** A `>` inside an attribute's value ends no tag. */
function tagEnd(text: string, start: number): number {
  let quote: string | undefined;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
    else if (char === '<') return -1;
  }
  return -1;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return (match?.[1] ?? match?.[2])?.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}
