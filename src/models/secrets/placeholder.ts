import { entropy } from './entropy.ts';

/** What vendors print in their documentation as an example, by a 32-bit FNV-1a hash so that no table holds a key. */
const DOCUMENTED = new Set<number>([
  // Google: keys in Chromium, Firebase's and the Maps documentation's samples
  0x86ff0b58, 0x739ddd87, 0xf0951274, 0xaf7ca9d, 0x4e1351cb, 0xb8782c2e, 0x965bd60a, 0x1845a427, 0xd9b068, 0xaf8fab00,
  0x722ef8d0, 0xc8a510e9, 0x1751c16c, 0xf50c0e72, 0x6a41f911, 0x8ee1d847, 0xb1887211,
  // NuGet: the reference of nuget.config
  0x6af56d80, 0xd518b041,
  // a search key printed in a documentation generator's template, AWS's two examples, Checkmarx's
  0xb0a58386, 0x96bca470, 0x8a68ccb2, 0xcf6d6352,
  // RFC 7617: the words that open the cave, as URLs and headers have them
  0x9b293767, 0x68cf49d8, 0x7576d071, 0x7d44300a,
]);

/** Passwords everybody gives what only a test ever sees. */
const CUSTOMARY = new Set(
  'password passwd pass pwd secret user username admin root guest postgres postgresql mysql mariadb redis rabbitmq mongo mongodb nats minio minioadmin token key hostname host p pw x a b u foo bar baz yyy pass123 password123'.split(
    ' ',
  ),
);

/** True for a word that is no secret to anybody; in a URL or on a command line it opens a test's database at most. */
export function isCustomary(word: string): boolean {
  const lower = word.toLowerCase();
  return CUSTOMARY.has(lower) || CUSTOMARY.has(withoutSigns(lower));
}

const SIGNS: Readonly<Record<string, string>> = { '@': 'a', '%40': 'a', '0': 'o', '3': 'e', $: 's', '5': 's' };

/** `p@ssw0rd` is `password` to whoever guesses. */
const withoutSigns = (word: string): string => word.replace(/%40|[@03$5]/g, (sign) => SIGNS[sign] ?? sign);

const MARKERS =
  /example|placeholder|dummy|fake|change[-_ ]?(?:me|this|in[-_ ]?prod)|redacted|replace[-_ ]?(?:me|this|with)|insert[-_ ]|your[-_ ]?|my[-_](?:secret|token|key|password|api)|todo|fixme|not[-_ ]?(?:a|the)?[-_ ]?real|secret[-_ ]?here|(?:key|token|password)[-_ ]?here|sample|dev[-_]?only|lorem|foobar|xxxx/i;
const TESTS = /(?:^|[^a-z])(?:tests?|testing|mock|stub|demo)(?:[^a-z]|$)|^test|test$/i;
/** Interpolation of shells, templates, CI expressions, format strings and documentation. */
const INTERPOLATED =
  /\$\{|\$\(|\{\{|\}\}|<[^>]{0,80}>|^\$[A-Za-z_]|%\([a-z]|^%[A-Za-z_]+%$|\{[\w.:]{0,40}\}|^\[[A-Z_ -]+\]$|#\{|^@[A-Za-z_]+@$|^`|secrets?\.[A-Z_]|process\.env|env::var|environ|getenv|\.\.|…|^ENC\[|\*{3}|#{4}/;

/** 32-bit FNV-1a over UTF-16 units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** True for what only stands where a credential would: interpolation, words that say so, runs and sequences. */
export function isPlaceholder(value: string): boolean {
  if (DOCUMENTED.has(fnv1a(value)) || INTERPOLATED.test(value)) return true;
  if (hasLongRun(value) || hasSequence(value)) return true;
  return (MARKERS.test(value) || TESTS.test(value)) && (value.length < 20 || isWordy(value) || entropy(value) < 3.6);
}

/** Marks of a token that tells itself apart: there, chance words count for nothing. */
export function isDummyToken(token: string): boolean {
  return DOCUMENTED.has(fnv1a(token)) || /EXAMPLE/.test(token) || hasLongRun(token) || hasSequence(token);
}

/** Six equal characters in a row, or three quarters of the text made of two characters. */
function hasLongRun(value: string): boolean {
  return /([^=_-])\1{5}/.test(value.slice(0, 400)) && entropy(value.slice(0, 400)) < 4.2;
}

const SEQUENCES = [
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponm',
  '0123456789012345',
  '9876543210',
  'qwertyuiop',
  'deadbeefdeadbeef',
];

/** Ten characters of a sequence everybody types. */
function hasSequence(value: string): boolean {
  const lower = value.slice(0, 400).toLowerCase();
  return SEQUENCES.some((sequence) => {
    for (let i = 0; i + 10 <= sequence.length; i += 1) if (lower.includes(sequence.slice(i, i + 10))) return true;
    return false;
  });
}

const WORD = /^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$/;

/** True for text made of words (and short numbers) with or without separators: `bearer-token-123`, `MyPassphrase`. */
export function isWordy(value: string): boolean {
  const parts = value
    .split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/)
    .filter((part) => part !== '');
  let wordLetters = 0;
  let others = 0;
  for (const part of parts) {
    if (/^\d+$/.test(part)) others += part.length > 4 ? part.length : 0;
    else if (looksLikeWord(part)) wordLetters += part.length;
    else others += part.length;
  }
  return wordLetters > 0 && wordLetters >= 3 * others;
}

function looksLikeWord(part: string): boolean {
  if (!WORD.test(part) || part.length < 2 || part.length > 18) return false;
  const lower = part.toLowerCase();
  const vowels = lower.replace(/[^aeiouy]/g, '').length;
  return (
    vowels / part.length >= 0.15 &&
    vowels / part.length <= 0.75 &&
    !/[^aeiouy]{6}|[aeiouy]{4}|q[^u]|[jvx][^aeiouy]/.test(lower)
  );
}
