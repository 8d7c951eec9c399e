/** Changes a text as a fuzzer does: what most often leads a parser astray, and what its language is made of. */
import { delimiters } from './delimiters.ts';
import type { Random } from './random.ts';

const brackets = [...delimiters, '`', '${', '${{', '}}', '/*', '*/', '//', '#', '\\'];
const odd = ['\0', '\ufeff', '\r', '\r\n', '\t', '\u2028', '\u202e', '\u001b[2J', '\ud800', '🦀', 'é', '\u00a0'];
const numbers = ['0', '-1', '1e999', '99999999999999999999', '0x7fffffffffffffff', '2147483648', '1.', 'NaN'];
const names = ['__proto__', 'constructor', 'toString', 'null', 'true', '~', '*', '..', '/', ''];

type Change = (text: string, at: number, random: Random) => string;

const span = (text: string, at: number, random: Random): string => text.slice(at, at + random.below(40) + 1);

/** From the beginning of the line at a place to that of a later one. */
function lines(text: string, at: number, random: Random): [number, number] {
  const from = text.lastIndexOf('\n', at) + 1;
  let to = at;
  for (let count = random.below(4) + 1; count > 0 && to >= 0; count--) to = text.indexOf('\n', to) + 1 || text.length;
  return [from, to];
}

/** What stands in quotes, or is a word. */
const word = /"[^"\n]*"|'[^'\n]*'|[\w.@/-]+/g;

const changes: readonly Change[] = [
  (text, at, random) => text.slice(0, at) + text.slice(at + span(text, at, random).length),
  (text, at, random) => text.slice(0, at) + span(text, at, random).repeat(random.below(6) + 2) + text.slice(at),
  (text, at, random) => {
    const [from, to] = lines(text, at, random);
    return text.slice(0, from) + text.slice(to);
  },
  (text, at, random) => {
    const [from, to] = lines(text, at, random);
    return text.slice(0, to) + text.slice(from, to) + text.slice(to);
  },
  (text, at, random) => {
    const [from, to] = lines(text, at, random);
    const other = text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
    const moved = text.slice(from, to);
    const rest = text.slice(0, from) + text.slice(to);
    return rest.slice(0, other) + moved + rest.slice(other);
  },
  (text, at, random) => text.slice(0, at) + random.pick(brackets).repeat(random.below(3) + 1) + text.slice(at),
  (text, at, random) => text.slice(0, at) + random.pick(odd) + text.slice(at),
  (text, at, random) => swapWord(text, at, random.pick(random.chance(50) ? numbers : names)),
  (text, at, random) => swapWord(text, at, random.pick(text.match(word) ?? [''])),
  (text, at, random) => {
    const from = text.lastIndexOf('\n', at) + 1;
    return random.chance(50)
      ? `${text.slice(0, from)}${' '.repeat(random.below(8))}${text.slice(from)}`
      : text.slice(0, from) + text.slice(from).replace(/^[ \t]+/, '');
  },
  (text, at, random) => text.slice(0, at) + String.fromCharCode(random.below(128)) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
];

/** Rare ones, that make a text large: at most one in a mutant. */
const large: readonly Change[] = [
  (text, at, random) => text.slice(0, at) + random.pick(brackets).repeat(random.below(3000)) + text.slice(at),
  (text, at, random) => text.slice(0, at) + span(text, at, random).repeat(random.below(500)) + text.slice(at),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', ' '),
];

function swapWord(text: string, at: number, by: string): string {
  word.lastIndex = at;
  const found = word.exec(text);
  return found === null ? text + by : text.slice(0, found.index) + by + text.slice(found.index + found[0].length);
}

const LONGEST = 40_000;

/**
 * @param tokens words of the language
 * @param other another text of the language, to take a piece from
 */
export function mutateText(text: string, tokens: readonly string[], other: string, random: Random): string {
  let result = text;
  for (let times = random.below(5) + 1; times > 0; times--) {
    const at = random.below(result.length + 1);
    const kind = random.below(10);
    if (kind < 3 && tokens.length > 0) result = result.slice(0, at) + random.pick(tokens) + result.slice(at);
    else if (kind === 3 && other !== '') {
      const [from, to] = lines(other, random.below(other.length + 1), random);
      const [line] = lines(result, at, random);
      result = result.slice(0, line) + other.slice(from, to) + result.slice(line);
    } else result = random.pick(changes)(result, at, random);
  }
  if (random.chance(2)) result = random.pick(large)(result, random.below(result.length + 1), random);
  return result.slice(0, LONGEST);
}
