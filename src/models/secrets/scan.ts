import { placeFinder } from '../text/line-finder.ts';
import { KeywordAutomaton } from './aho-corasick.ts';
import { readAssignment } from './assignment.ts';
import { entropy } from './entropy.ts';
import { GENERIC_KEYWORDS, judgeAssignment } from './generic.ts';
import type { SecretFinding, SecretKind, SecretScan } from './kind.ts';
import { KINDS } from './kinds/index.ts';
import { kubernetesSecrets } from './kubernetes-secret.ts';
import { readPrivateKey } from './pem.ts';
import { fnv1a, isCustomary, isDummyToken, isPlaceholder, isWordy } from './placeholder.ts';
import { redact } from './redact.ts';
import { syntaxOf, type TextSyntax } from './text-syntax.ts';
import { readUrlPassword } from './url-credential.ts';

/** Longer lines are machine-made, and expressions could take long on them: they are searched in stretches of so many characters. */
export const LONGEST_STRETCH = 16_384;
const TOKEN_LIMIT = 8192;
/** A keyword that one stretch repeats more often than this is made to hurt; kinds that share a keyword share the count. */
const MOST_ATTEMPTS = 192;

/** A hit before it is placed and redacted; never leaves this module. */
interface RawFinding {
  readonly kind: string;
  readonly what: string;
  readonly start: number;
  readonly value: string;
}

interface Place {
  readonly text: string;
  readonly syntax: TextSyntax;
  readonly path: string | undefined;
  readonly lineStart: number;
  readonly lineEnd: number;
}

type Reader = (place: Place, start: number, keyword: string) => RawFinding | undefined;

const READERS: { keyword: string; reader: Reader }[] = [];
function register(keywords: readonly string[], reader: Reader): void {
  for (const keyword of keywords) READERS.push({ keyword, reader });
}

for (const kind of KINDS) register(kind.keywords, kind.token === undefined ? named(kind) : token(kind, kind.token));
register(['-----begin'], (place, start) => {
  const key = readPrivateKey(place.text, start);
  return key === undefined ? undefined : { kind: 'private-key', what: 'private key', start, value: key.body };
});
register(['://'], (place, start) => {
  const found = readUrlPassword(place.text, start, place.lineEnd);
  return found === undefined ? undefined : { kind: 'url-password', what: 'password in a URL', ...found };
});
register(['cleartextpassword', 'key="password"'], readNuget);
register(GENERIC_KEYWORDS, readGeneric);

let automaton: KeywordAutomaton | undefined;

/** A kind that tells itself apart: its expression is tried only where its keyword stands, on a bounded piece of the line. */
function token(kind: SecretKind, expression: RegExp): Reader {
  const lead = kind.lead ?? 0;
  const anchored = new RegExp(expression.source, lead === 0 ? 'y' : 'g');
  return (place, start) => {
    const from = Math.max(place.lineStart, start - lead);
    const multiline = kind.id === 'nats-user-jwt';
    const piece = place.text.slice(
      from,
      Math.min(multiline ? from + TOKEN_LIMIT : place.lineEnd, from + lead + TOKEN_LIMIT),
    );
    anchored.lastIndex = 0;
    const match = anchored.exec(piece);
    if (match === null || from + match.index > start) return undefined;
    const value = match[1] ?? match[0];
    const at = from + match.index;
    if (!isBounded(place.text, at, at + match[0].length, value) || isDummyToken(value)) return undefined;
    if (match[1] !== undefined && !isCaptured(kind, value, place.text, at)) return undefined;
    if (kind.accepts?.(value) === false) return undefined;
    if (kind.entropy !== undefined && entropy(value) < kind.entropy) return undefined;
    return { kind: kind.id, what: kind.what, start: at + match[0].indexOf(value), value };
  };
}

/** What a header or a command line carries is a credential only when it looks like one; `-u` belongs to other programs too. */
function isCaptured({ id, accepts }: SecretKind, value: string, text: string, at: number): boolean {
  if (isPlaceholder(value) || isCustomary(value)) return false;
  if (id === 'curl-user') return /\bcurl\b/.test(commandBefore(text, at)) && !value.startsWith('/') && !isWordy(value);
  return (
    id === 'nats-user-jwt' || accepts !== undefined || (!isWordy(value) && /\d/.test(value) && /[A-Za-z]/.test(value))
  );
}

/** What stands before an option in its own command: nothing of the command before, nor of the one around `$(…)`. A folded line begins with an option. */
function commandBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 600), at).replace(/"[^"\n]*"|'[^'\n]*'|\$\([^()\n]*\)/g, '""');
  return before.split(/;\s|[|`]|&\s|\$\(|(?<!\\\r?)\n(?!\s*(?:-|$))/).at(-1) ?? '';
}

/** A token is no part of a longer word: base 64 of images holds every prefix there is. An escape such as `\n` before it is no letter. */
function isBounded(text: string, start: number, end: number, value: string): boolean {
  const before = text.charAt(start - 1);
  const escaped = text.charAt(start - 2) === '\\' && /[nrt]/.test(before);
  if (/[A-Za-z0-9+]/.test(before) && !escaped && /^[A-Za-z0-9]/.test(value)) return false;
  return !/[A-Za-z0-9_]/.test(text.charAt(end)) || /=$/.test(value);
}

/** A kind that only the name beside it tells. Short names must stand as words: `rooktable` is no Okta. */
function named(kind: SecretKind): Reader {
  const whole = new RegExp(`^(?:${kind.value!.source})$`, kind.value!.flags);
  return (place, start, keyword) => {
    if (!standsAsWord(place.text, start, keyword)) return undefined;
    const assignment = readAssignment(place.text, start, keyword.length, place.lineEnd);
    if (assignment === undefined || !whole.test(assignment.value)) return undefined;
    if (place.syntax === 'code' && !assignment.quoted) return undefined;
    const { value } = assignment;
    if (isDummyToken(value) || entropy(value) < (kind.entropy ?? 0) || (!/\d/.test(value) && isPlaceholder(value)))
      return undefined;
    return { kind: kind.id, what: kind.what, start: assignment.start, value };
  };
}

function standsAsWord(text: string, start: number, keyword: string): boolean {
  const before = text.charAt(start - 1);
  const first = text.charAt(start);
  const next = text.charAt(start + keyword.length);
  const begins = !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(first));
  if (!begins) return false;
  const word = text.slice(start, start + keyword.length);
  const oneCase =
    word === word.toLowerCase() ||
    word === word.toUpperCase() ||
    word.slice(1) === word.slice(1).toLowerCase() ||
    keyword.length > 5;
  return oneCase && (keyword.length > 5 || !/[a-z]/.test(next) || /_/.test(keyword));
}

function readGeneric(place: Place, start: number, keyword: string): RawFinding | undefined {
  const assignment = readAssignment(place.text, start, keyword.length, place.lineEnd);
  if (assignment === undefined) return undefined;
  const judged = judgeAssignment(assignment, place.syntax);
  return judged === undefined ? undefined : { ...judged, start: assignment.start, value: assignment.value };
}

function readNuget(place: Place, start: number): RawFinding | undefined {
  if (!/(?:^|\/)nuget\.config$/i.test(place.path ?? '')) return undefined;
  const match = /(?:[Pp]assword)"\s{1,4}value\s{0,2}=\s{0,2}"([^"%]{6,200}(?:%[^"%]{0,100}%?)?)"/.exec(
    place.text.slice(start, place.lineEnd),
  );
  const value = match?.[1];
  if (value === undefined || /^%.*%$/.test(value) || isDummyToken(value)) return undefined;
  return {
    kind: 'nuget-password',
    what: 'password of a NuGet source',
    start: start + match!.index + match![0].indexOf(value),
    value,
  };
}

/**
 * Looks for credentials in one text: a file, or the lines a commit added.
 * @param path tells the syntax; it need not exist
 * @returns findings in the order of the text, redacted, at most one for each place; and the lines that were not wholly searched
 */
export function scanSecrets(text: string, path?: string): SecretScan {
  automaton ??= new KeywordAutomaton(READERS.map(({ keyword }) => keyword));
  const syntax = syntaxOf(path);
  const raw: RawFinding[] = [];
  const skipped = new Set<number>();
  let line = { start: 0, end: -1 };
  let place: Place = { text, syntax, path, lineStart: 0, lineEnd: -1 };
  let next = 0;
  const attempts = new Map<string, number>();
  automaton.scan(text, (index, start) => {
    if (start > line.end || start < line.start) {
      line = lineAround(text, start);
      next = line.start;
    }
    // Never back to the stretch before, in which a longer keyword may begin.
    if (start >= next) {
      const from = start - ((start - line.start) % LONGEST_STRETCH);
      next = from + LONGEST_STRETCH;
      place = {
        ...place,
        lineStart: Math.max(line.start, from - TOKEN_LIMIT),
        lineEnd: Math.min(line.end, next + TOKEN_LIMIT),
      };
      attempts.clear();
    }
    const { keyword, reader } = READERS[index]!;
    const tried = (attempts.get(keyword) ?? 0) + 1;
    attempts.set(keyword, tried);
    if (tried > MOST_ATTEMPTS) {
      skipped.add(line.start);
      return;
    }
    const finding = reader(place, start, keyword);
    if (finding !== undefined) raw.push(finding);
  });
  if (/\.ya?ml$/i.test(path ?? ''))
    for (const secret of kubernetesSecrets(text))
      raw.push({ kind: 'kubernetes-secret', what: 'Kubernetes secret', ...secret });
  const placeOf = placeFinder(text);
  return {
    findings: withoutOverlaps(raw).map((finding) => show(placeOf, finding)),
    skippedLines: [...skipped].sort((a, b) => a - b).map((offset) => placeOf(offset).line),
  };
}

function lineAround(text: string, at: number): { start: number; end: number } {
  const end = text.indexOf('\n', at);
  return { start: text.lastIndexOf('\n', at - 1) + 1, end: end === -1 ? text.length : end };
}

const RANK: ReadonlyMap<string, number> = new Map([
  ['url-password', 1],
  ['authorization-header', 1],
  ['basic-credentials', 1],
  ['api-key-header', 1],
  ['generic-credential', 2],
  ['password', 2],
]);

/** Of findings that overlap the most telling one stays: a vendor's before a generic one, then the longer. */
function withoutOverlaps(raw: readonly RawFinding[]): RawFinding[] {
  const kept: RawFinding[] = [];
  // Only what hangs together can overlap: a text may hold a hundred thousand findings, and each group a few.
  let group: RawFinding[] = [];
  let end = -1;
  for (const finding of [...raw].sort((a, b) => a.start - b.start)) {
    if (finding.start >= end) {
      kept.push(...mostTelling(group));
      group = [];
    }
    group.push(finding);
    end = Math.max(end, finding.start + finding.value.length);
  }
  kept.push(...mostTelling(group));
  return kept;
}

function mostTelling(group: readonly RawFinding[]): readonly RawFinding[] {
  if (group.length < 2) return group;
  const rank = ({ kind }: RawFinding): number => RANK.get(kind) ?? 0;
  const ordered = [...group].sort((a, b) => rank(a) - rank(b) || b.value.length - a.value.length || a.start - b.start);
  const kept: RawFinding[] = [];
  for (const finding of ordered) {
    const end = finding.start + finding.value.length;
    if (!kept.some((other) => finding.start < other.start + other.value.length && other.start < end))
      kept.push(finding);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function show(placeOf: ReturnType<typeof placeFinder>, { kind, what, start, value }: RawFinding): SecretFinding {
  return { kind, what, ...placeOf(start), redacted: redact(value), mark: fnv1a(value) & 0xffff };
}
