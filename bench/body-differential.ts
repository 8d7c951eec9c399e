/**
 * Our facts about function bodies against tree-sitter's tree, where it sees (not inside macro calls).
 *
 *     node bench/run.js body-differential DIR…
 *
 * Compared by kind and place: calls with where their operand begins, awaits, `?`, closures, lets, conditions, arms, loops, blocks, macros, strings.
 */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { Body } from '../src/models/rust/body.ts';
import { readBody } from '../src/models/rust/body-reader.ts';
import { codeOf } from '../src/models/rust/code.ts';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import type { SourceFile, TokenRange } from '../src/models/rust/syntax.ts';
import { rustFiles } from './rust-files.ts';

const opaque = new Set(['token_tree', 'macro_definition', 'attribute_item', 'inner_attribute_item']);
/** Code in these is no body: lengths of arrays in types, discriminants, defaults. */
const outside = new Set([
  'type_arguments',
  'array_type',
  'enum_variant',
  'const_parameter',
  'parameters',
  'where_clause',
]);

await Parser.init();
const wasm = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(wasm));

const kinds = new Map<string, { same: number; missing: number; extra: number }>();
let shown = 0;
let files = 0;
let equal = 0;

for (const file of rustFiles(process.argv.slice(2))) {
  const tree = parser.parse(file.text);
  if (tree !== null && !tree.rootNode.hasError) {
    const source = parseSourceFile(file.path, file.text);
    files++;
    if (compare(source, new Set(ours(source)), new Set(theirs(tree.rootNode)))) equal++;
  }
  tree?.delete();
}
console.log(`${equal} of ${files} files equal`);
for (const [kind, { same, missing, extra }] of [...kinds].sort()) {
  console.log(`${kind.padEnd(10)} same ${same}, only theirs ${missing}, only ours ${extra}`);
}

function compare(source: SourceFile, mine: Set<string>, their: Set<string>): boolean {
  const missing = [...their].filter((line) => !mine.has(line));
  const extra = [...mine].filter((line) => !their.has(line));
  for (const line of mine) if (their.has(line)) count(line, 'same');
  for (const line of missing) count(line, 'missing');
  for (const line of extra) count(line, 'extra');
  for (const [whose, lines] of [
    ['theirs', missing],
    ['ours', extra],
  ] as const) {
    for (const line of lines.slice(0, 3)) {
      if (shown++ < 200) console.log(`${whose.padEnd(6)} ${source.path}:${describe(source, line)}`);
    }
  }
  return missing.length + extra.length === 0;
}

function count(line: string, field: 'same' | 'missing' | 'extra'): void {
  const kind = line.split(' ')[0]!;
  const entry = kinds.get(kind) ?? { same: 0, missing: 0, extra: 0 };
  entry[field]++;
  kinds.set(kind, entry);
}

function describe(source: SourceFile, line: string): string {
  const [kind, from, to] = line.split(' ');
  const { line: row } = source.position(Number(from));
  return `${row} ${kind} ${JSON.stringify(source.text.slice(Number(from), Number(to)).slice(0, 160))}`;
}

// ---- ours -----------------------------------------------------------------------------------------------------------

function ours(source: SourceFile): string[] {
  const lines: string[] = [];
  const hidden = new Uint8Array(source.tokens.count);
  for (const { owner, range, enclosing } of codeOf(source)) {
    const inMacro = owner.kind.startsWith('macro') || enclosing.some((item) => item.kind === 'macro-call');
    if (inMacro) continue;
    const body = readBody(source, range);
    for (const each of body.macros) hidden.fill(1, each.body.from, each.body.to);
    describeBody(body, hidden, lines);
  }
  return lines;
}

/** @param hidden 1 for tokens inside macro calls */
function describeBody(body: Body, hidden: Uint8Array, lines: string[]): void {
  const { start, end } = body.source.tokens;
  const add = (kind: string, token: number, from: number, to: number) => {
    if (hidden[token] !== 1) lines.push(`${kind} ${start[from]} ${end[to - 1]}`);
  };
  const range = (kind: string, token: number, part: TokenRange | undefined) => {
    if (part !== undefined && part.to > part.from) add(kind, token, part.from, part.to);
  };
  for (const call of body.calls) {
    const from = call.kind === 'method' ? call.receiver.from : call.callee.from;
    add('call', call.token, from, call.args.from);
    for (const argument of call.arguments) range('argument', call.token, argument);
  }
  for (const each of body.awaits) add('await', each.token, each.operand.from, each.token + 1);
  for (const token of body.tries) add('try', token, token, token + 1);
  for (const each of body.unsafeBlocks) add('unsafe', each.token, each.token, each.block.to + 1);
  for (const each of body.asyncBlocks) add('async', each.token, each.token, each.block.to + 1);
  for (const each of body.lets) {
    range('let-pattern', each.token, each.pattern);
    range('let-type', each.token, each.type);
    range('let-value', each.token, each.initializer);
  }
  for (const each of body.conditions) {
    range('if-pattern', each.token, each.pattern);
    range('if-value', each.token, each.scrutinee);
  }
  for (const each of body.matches) {
    range('scrutinee', each.token, each.scrutinee);
    for (const arm of each.arms) {
      range('arm-pattern', each.token, arm.pattern);
      range('arm-value', each.token, arm.body);
    }
  }
  for (const each of body.loops) add(each.kind, each.token, each.token, each.block.to + 1);
  for (const each of body.closures) {
    add('params', each.token, each.token, each.params.to + 1);
    range('closure', each.token, each.body);
  }
  for (const each of body.strings) add('string', each.token, each.token, each.token + 1);
  for (const each of body.macros) add('macro', each.token, each.token, each.body.to + 1);
  for (const each of body.returns) range('return', each.token, each.value);
}

// ---- tree-sitter's --------------------------------------------------------------------------------------------------

function theirs(root: Node): string[] {
  const lines: string[] = [];
  walk(root, false, lines);
  return lines;
}

function walk(node: Node, inBody: boolean, lines: string[]): void {
  if (opaque.has(node.type)) return;
  if (inBody) describeNode(node, lines);
  const value = node.type === 'const_item' || node.type === 'static_item' ? node.childForFieldName('value') : null;
  for (const child of node.children) {
    if (child === null || (!inBody && outside.has(child.type))) continue;
    const begins = (node.type === 'function_item' && child.type === 'block') || (value !== null && child.equals(value));
    const leaves = child.type.endsWith('_item') && child.type !== 'const_item' && child.type !== 'static_item';
    walk(child, begins || (inBody && !leaves), lines);
  }
}

function describeNode(node: Node, lines: string[]): void {
  const add = (kind: string, from: Node | null, to: Node | null = from) => {
    if (from !== null && to !== null) lines.push(`${kind} ${from.startIndex} ${to.endIndex}`);
  };
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case 'call_expression': {
      const args = field('arguments')!;
      lines.push(`call ${field('function')!.startIndex} ${args.startIndex + 1}`);
      for (const child of args.namedChildren) if (child && !isTrivia(child)) add('argument', child);
      return;
    }
    case 'await_expression':
      add('await', node);
      return;
    case 'try_expression':
      lines.push(`try ${node.endIndex - 1} ${node.endIndex}`);
      return;
    case 'unsafe_block':
      add('unsafe', node);
      return;
    case 'async_block':
      add('async', node);
      return;
    case 'let_declaration':
      add(
        'let-pattern',
        node.children.find((c) => c?.type === 'mutable_specifier') ?? field('pattern'),
        field('pattern'),
      );
      add('let-type', field('type'));
      add('let-value', field('value'));
      return;
    case 'let_condition':
      add('if-pattern', field('pattern'));
      add('if-value', field('value'));
      return;
    case 'match_expression':
      add('scrutinee', field('value'));
      return;
    case 'match_arm': {
      const pattern = field('pattern')!;
      add('arm-pattern', pattern.children[0] ?? null, lastOfPattern(pattern));
      add('arm-value', field('value'));
      return;
    }
    case 'for_expression':
    case 'while_expression':
    case 'loop_expression': {
      const keyword = node.children.find((c) => c !== null && ['for', 'while', 'loop'].includes(c.type)) ?? null;
      add(node.type.replace('_expression', ''), keyword, field('body'));
      return;
    }
    case 'closure_expression':
      add('params', field('parameters'));
      add('closure', field('body'));
      return;
    case 'string_literal':
    case 'raw_string_literal':
      add('string', node);
      return;
    case 'macro_invocation':
      add('macro', node);
      return;
    case 'return_expression':
      add('return', node.namedChildren.find((c) => c !== null && !isTrivia(c)) ?? null);
      return;
    default:
  }
}

function isTrivia(node: Node): boolean {
  return node.type === 'attribute_item' || node.type.endsWith('comment');
}

/** Of a match_pattern, what stands before the guard. */
function lastOfPattern(pattern: Node): Node | null {
  const guard = pattern.children.findIndex((child) => child?.type === 'if');
  const own = (guard < 0 ? pattern.children : pattern.children.slice(0, guard)).filter(
    (c) => c !== null && !isTrivia(c),
  );
  return own.at(-1) ?? null;
}
