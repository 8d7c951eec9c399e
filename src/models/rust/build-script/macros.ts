/** Macros that build scripts call. */
import { cfgOfTokens } from '../cfg.ts';
import { type CfgOptions, cfgHolds } from '../crate/cfg.ts';
import { Cursor } from '../cursor.ts';
import { Punct } from '../token.ts';
import type { Expression } from './expression.ts';
import { rustversion } from './library.ts';
import { Panic } from './methods.ts';
import { fromTruth } from './operators.ts';
import { formatted, gap, isComplete, printedOptions } from './output.ts';
import { parseList, parseMatches } from './parse-expression.ts';
import { fits } from './patterns.ts';
import { list, text, truth, unit, unknown, type Value } from './value.ts';

type MacroCall = Extract<Expression, { kind: 'macro' }>;

/** The script a macro is called in. */
interface Script {
  readonly cfg: CfgOptions;
  value(expression: Expression): Value;
  set(option: string): void;
  shown(value: Value): Value;
  print(target: Value, written: Value): Value;
}

export function callMacro(call: MacroCall, script: Script): Value {
  const { path, source, body } = call;
  if (path[0] === 'rustversion') return fromTruth(rustversion(source.rangeText(body)));
  switch (path.at(-1)) {
    case 'cfg':
      return truth(cfgHolds(cfgOfTokens(new Cursor(source, body)), script.cfg));
    case 'println':
    case 'print':
      for (const option of printedOptions(format(call, script))) script.set(option);
      return unit;
    case 'format': {
      const made = format(call, script);
      return isComplete(made) ? text(made) : unknown;
    }
    case 'write':
    case 'writeln':
      return write(call, script);
    case 'vec':
      return list(parseList(source, body).map((part) => script.value(part)));
    case 'matches': {
      const { value, pattern } = parseMatches(source, body);
      return fromTruth(fits(pattern, script.value(value), (part) => script.value(part)));
    }
    case 'cfg_aliases':
      setAliases(new Cursor(source, body), script);
      return unit;
    case 'panic':
    case 'unreachable':
    case 'unimplemented':
    case 'todo':
    case 'bail':
      throw new Panic();
    default:
      if (source.rangeText(body).includes('rustc-cfg')) script.set('?');
      return unknown;
  }
}

/** To a formatter; what is written elsewhere may be meant for cargo. */
function write(call: MacroCall, script: Script): Value {
  const [target, ...parts] = parseList(call.source, call.body);
  const to = target === undefined ? unknown : script.value(target);
  if (to.kind === 'formatter') {
    const made = formatParts(parts, script);
    return script.print(to, isComplete(made) ? text(made) : unknown);
  }
  if (call.source.rangeText(call.body).includes('rustc-cfg')) script.set('?');
  return unknown;
}

function format({ source, body }: MacroCall, script: Script): string {
  return formatParts(parseList(source, body), script);
}

function formatParts([first, ...rest]: readonly Expression[], script: Script): string {
  const template = first === undefined ? '' : templateOf(first);
  const args = rest.map((part) => script.shown(script.value(part.kind === 'assign' ? part.value : part)));
  const given = new Map(
    rest.flatMap((part, index) => {
      const name = part.kind === 'assign' && part.target.kind === 'path' ? part.target.segments[0] : undefined;
      return name === undefined ? [] : [[name, args[index]!] as const];
    }),
  );
  const named = (name: string): Value => script.shown(script.value({ kind: 'path', segments: [name] }));
  return formatted(template, args, (name) => given.get(name) ?? named(name));
}

/** A string, or `concat!` of some. */
function templateOf(expression: Expression): string {
  if (expression.kind === 'text') return expression.value;
  if (expression.kind !== 'macro' || expression.path.at(-1) !== 'concat') return gap;
  return parseList(expression.source, expression.body).map(templateOf).join('');
}

/** The `cfg_aliases` crate: `name: { predicate }, …`, each of which may use those before it. */
function setAliases(c: Cursor, script: Script): void {
  const names = new Set(script.cfg.names);
  while (!c.done) {
    const name = c.takeName();
    if (!c.take(Punct.Colon) || !c.is(Punct.OpenBrace)) return;
    if (cfgHolds(cfgOfTokens(c.inside(c.takeGroup())), { ...script.cfg, names })) {
      names.add(name);
      script.set(name);
    }
    c.take(Punct.Comma);
  }
}
