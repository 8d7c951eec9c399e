/** Tests that rebuild state from several events of the crate and look at it: events/replay. */
import type { Body, Call, MacroUse } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import { codeOf } from '../rust/code.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import type { Attribute, Item, SourceFile, TokenRange } from '../rust/syntax.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { Substrings } from '../text/substrings.ts';
import { eventMakers, eventsBuilt, type NamesInFile } from './events-built.ts';

export interface ReplayTest {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

/** Names of what takes events one by one, and of what takes a whole list: verbs, so that `projection_id` is none. */
const applying = /(?:^|_)(?:apply|evolve|project|handle_event)s?(?![a-z])/;
const replaying =
  /(?:^|_)(?:replay|rehydrate|reconstruct|fold|rebuild)(?![a-z])|(?:^|_)(?:load_)?from_(?:events|history|stream)|(?:^|_)(?:apply|project)\w*_(?:events|all|history|batch)$|(?:^|_)(?:apply_all|build_projection)/;
/** In the text of a file that may call one of these. */
const calling = new RegExp(`${applying.source}|${replaying.source}`.replace(/[$^]/g, '\\b'));
const list = /\b(?:\w*(?:events|history)|(?:event_)?(?:stream|log))\b|\bvec\s*!|^\s*&?\s*\[/;
/** An argument that is changed itself: what is applied stays as it is. */
const changed = /&\s*mut\s+(?:\w+_)?events?\b/;

export interface TestFiles {
  /** Files with tests that may be such. */
  readonly tests: readonly string[];
  /** Files whose functions these may call. */
  readonly others: readonly string[];
}

/** @param paths of the files that a target is made of */
export function testFiles(paths: Iterable<string>, files: SourceFiles): TestFiles {
  const tests: string[] = [];
  const others: string[] = [];
  for (const path of paths) {
    const text = files.file(path)?.text ?? '';
    const isTest = /#\[(?:\w+::)*(?:test|rstest|test_case)\b/.test(text);
    if (isTest && calling.test(text)) tests.push(path);
    else if (isTest || /test/.test(path)) others.push(path);
  }
  return { tests, others };
}

export interface EventNames {
  /** Of events, and of the types that hold them. */
  readonly names: ReadonlySet<string>;
  /** Files of what the module ships: a type that they declare outside their tests is the module's own. */
  readonly shipped: ReadonlySet<string>;
  /** Crates of the module, as code calls them. */
  readonly crates: ReadonlySet<string>;
  /** Of the crate's functions that give events. */
  readonly handlers: ReadonlySet<string>;
}

/**
 * Files that name neither an event nor what makes one are not even parsed: those of a large module do not fit into memory together.
 * @param among files of the module's targets, unit tests included
 */
export function replayTests(among: TestFiles, files: SourceFiles, known: EventNames): ReplayTest[] {
  const { names, shipped, crates, handlers } = known;
  if (among.tests.length === 0 || names.size === 0) return [];
  const eventsIn = (file: SourceFile): NamesInFile => ({
    events: names,
    others: new Set([...testTypes(file.items, !shipped.has(file.path)), ...foreignNames(file.items, crates)]),
  });
  const naming = (paths: readonly string[], words: readonly string[]) => {
    const any = new Substrings(words);
    return paths.flatMap((path) => (any.anyIn(files.text?.(path) ?? '') ? (files.file(path) ?? []) : []));
  };
  const makers = eventMakers(naming([...among.tests, ...among.others], [...names]), eventsIn);
  const words = [...names, ...makers.keys(), ...handlers];
  return naming(among.tests, words).flatMap((file) =>
    replaysIn(file, eventsIn(file), makers, shipped.has(file.path) ? handlers : withoutOwn(handlers, file)),
  );
}

/** What a file of tests declares for itself is no handler of the crate. */
function withoutOwn(handlers: ReadonlySet<string>, file: SourceFile): ReadonlySet<string> {
  const own = new Set(codeOf(file).map(({ owner }) => owner.name));
  return new Set([...handlers].filter((name) => !own.has(name)));
}

/** Types that tests declare for themselves: an `OrderEvent` of theirs is none of the crate's. */
function testTypes(items: readonly Item[], inTests: boolean): Set<string> {
  const found = new Set<string>();
  for (const item of items) {
    if (inTests && (item.kind === 'struct' || item.kind === 'enum' || item.kind === 'union')) found.add(item.name);
    if (item.kind !== 'module') continue;
    for (const name of testTypes(item.items, inTests || item.attributes.some(isTestCfg))) found.add(name);
  }
  return found;
}

/** Names that a file brings in from other crates. */
function foreignNames(items: readonly Item[], crates: ReadonlySet<string>): string[] {
  const modules = new Set(items.flatMap((item) => (item.kind === 'module' ? [item.name] : [])));
  const within = new Set([...crates, ...modules]);
  const isOwn = (root: string): boolean =>
    /^(?:crate|self|super|\$crate|[A-Z]\w*)$/.test(root) || crates.has(root) || modules.has(root);
  return items.flatMap((item) => {
    if (item.kind === 'module') return foreignNames(item.items, within);
    if (item.kind !== 'use') return [];
    return item.names.flatMap(({ path, glob, name }) =>
      glob || path.length < 2 || isOwn(path[0] ?? '') ? [] : [name],
    );
  });
}

const isTestCfg = ({ path, list }: Attribute): boolean => path === 'cfg' && list.some((one) => one.path === 'test');

function replaysIn(
  file: SourceFile,
  names: NamesInFile,
  makers: ReadonlyMap<string, number>,
  handlers: ReadonlySet<string>,
): ReplayTest[] {
  const idle = idleFunctions(file);
  const keeping = keepingMethods(file);
  return codeOf(file).flatMap(({ owner, range }) => {
    const isTest =
      owner.kind === 'function' && owner.attributes.some(({ path }) => /(?:^|::)(?:test|rstest|test_case)$/.test(path));
    if (!isTest || owner.attributes.some(({ path }) => path === 'ignore')) return [];
    const body = readBody(file, range);
    const applied = body.calls.filter(
      (call) => isApplying(body, call, idle) && !(call.kind === 'method' && keeping.has(call.name)),
    );
    const first = applied[0]?.token ?? Number.POSITIVE_INFINITY;
    const asserted = body.macros.some(
      (macro) => /^(?:assert|prop_assert)/.test(macro.name) && macro.token > first && looksAt(body, macro),
    );
    const [only] = applied;
    const several = applied.length >= 2 || (only !== undefined && takesSeveral(body, only));
    const replays = several && eventsBuilt(body, names, makers) >= 2;
    if (!asserted || !(replays || appliesAnswers(body, applied, handlers))) return [];
    const { line } = file.position(owner.nameOffset);
    return [{ path: file.path, line, name: owner.name }];
  });
}

/** @param idle functions that apply nothing, whatever they are called */
function isApplying({ source }: Body, call: Call, idle: ReadonlySet<string>): boolean {
  if (!applies(call.name) || (call.kind === 'path' && call.path.length === 1 && idle.has(call.name))) return false;
  const given = source.rangeText(call.args);
  // An iterator folds anything: numbers as well as events.
  if (call.kind === 'method' && /^(?:try_)?fold$/.test(call.name)) return calling.test(given);
  return !changed.test(given);
}

const applies = (name: string): boolean => applying.test(name) || replaying.test(name);

/** Functions of an integration test that apply nothing further, whatever they are called: the crate sees nothing of them. */
function idleFunctions(file: SourceFile): ReadonlySet<string> {
  if (!/(?:^|\/)tests\//.test(file.path)) return new Set();
  const own = codeOf(file).filter(({ owner, enclosing }) => owner.kind === 'function' && enclosing.length === 0);
  const idle = own.filter(({ range }) => !readBody(file, range).calls.some(({ name }) => applies(name)));
  return new Set(idle.map(({ owner }) => owner.name));
}

const KEEPS = /^(?:push|push_back|lock|write|borrow_mut|unwrap|expect|clone|to_owned|into|Ok)$/;

/** Methods that only put what they are given on a list: `self.events.lock().unwrap().push(event.clone())` rebuilds nothing. */
function keepingMethods(file: SourceFile): ReadonlySet<string> {
  const own = codeOf(file).filter(({ owner }) => owner.kind === 'function' && applies(owner.name));
  const keeps = ({ range }: { readonly range: TokenRange }): boolean => {
    const { calls, macros, source } = readBody(file, range);
    const onlyPuts = calls.every(({ name }) => KEEPS.test(name)) && calls.some(({ name }) => name.startsWith('push'));
    return onlyPuts && macros.length === 0 && !source.rangeText(range).includes('=');
  };
  const working = new Set(own.filter((one) => !keeps(one)).map(({ owner }) => owner.name));
  return new Set(own.map(({ owner }) => owner.name).filter((name) => !working.has(name)));
}

/** Whether an assertion speaks of anything but an outcome: `true` and numbers were so before, an error is no state. */
function looksAt({ source }: Body, { body }: MacroUse): boolean {
  const text = source.rangeText(body);
  const isOutcome = /\b(?:is_err|is_ok|unwrap_err|expect_err|Err)\s*\(/.test(text) && !/&&|\|\|/.test(text);
  return !isOutcome && (text.match(/\b[a-z_]\w*/g) ?? []).some((word) => word !== 'true' && word !== 'false');
}

/** `let events = order.handle(pay)?; order.apply(&events[0])`, twice or more: what handlers answered is what is applied. */
function appliesAnswers(body: Body, applied: readonly Call[], handlers: ReadonlySet<string>): boolean {
  const { source } = body;
  const answers = body.calls.filter(({ name }) => handlers.has(name) && !applying.test(name) && !replaying.test(name));
  if (answers.length < 2) return false;
  const holds = (range: TokenRange) => answers.some(({ token }) => contains(range, token));
  const named = body.lets.flatMap(({ name, initializer }) =>
    name !== undefined && initializer !== undefined && holds(initializer) ? [name] : [],
  );
  const speaks = (range: TokenRange) =>
    holds(range) || (source.rangeText(range).match(/\w+/g) ?? []).some((word) => named.includes(word));
  const walked = body.loops.filter(({ kind, header }) => kind === 'for' && speaks(header));
  const given = applied.filter(({ args, token }) => speaks(args) || walked.some(({ block }) => contains(block, token)));
  return given.length >= 2;
}

/** One call is enough where it is given a list, or stands in a loop or closure that walks over one. */
function takesSeveral(body: Body, { name, token, args }: Call): boolean {
  return (
    replaying.test(name) ||
    list.test(body.source.rangeText(args)) ||
    body.loops.some(({ block }) => contains(block, token)) ||
    body.closures.some((closure) => contains(closure.body, token))
  );
}
