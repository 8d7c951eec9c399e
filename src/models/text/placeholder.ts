/**
 * Placeholders: text that stands where content should be. A placeholder counts as absence, so every model and rule asks here
 * and nowhere else. Callers pass prose or single values, not code: `Vec<T>` and `[dependencies]` are no placeholders, and the
 * bracketed forms below are therefore judged by the words inside them.
 */

import { byScript } from './ascii.ts';
import { stockSentences } from './stock-sentences.ts';

/** One placeholder: the text as written and its offset (UTF-16 units) in what was given. */
export interface Placeholder {
  text: string;
  index: number;
}

/** Words that, inside brackets, ask the author to fill something in. */
const ASKING = new RegExp(
  String.raw`^(?:(?:please |e\.g\. )?(?:insert|add|enter|specify|fill|replace|put|describe|provide|choose|select|change)\b.*|your\b.*|my-?(?:name|project|crate|company|org)\b.*|to ?do\b.*|tb[ad]\b.*|fixme\b.*|xxx+|\.{3}|…|` +
    `(?:the )?(?:brief |short |one-line )?(?:domain|module|project|crate|package|repo|repository|service|feature|function|maintainer|author|owner|company|organi[sz]ation|org|copyright|contact|security|support|license|licence|issue|user|full|first|last|field|entity|aggregate|event|command|query|capability|bounded)?[ _-]?(?:name|purpose|description|title|summary|method|e-?mail(?: address)?|address|holders?|owner|user|username|handle|url|link|here|info|information|contact|version number|number)s?(?: here)?|` +
    String.raw`yyyy(?:-mm(?:-dd)?)?|year|years|name|date|fullname|full name|author|owner|email|contact|org|organi[sz]ation|company|username|description|purpose|placeholder|(?:name|names|list|description|summary|purpose|date|title) (?:of|for)\b.*|(?:project|domain|module|crate|copyright|company|author)[ _-].*)$`,
  'i',
);

/** A marker that replaces a text, at its start; "TODO list" and "to-do app" are products, not markers. */
const MARKER =
  /^(?:[-*>\s]*)(?:(?:TODO|TO DO|TBD|TBA|FIXME|WIP|XXX+|HACK)(?![\w-])(?!\s+(?:lists?|apps?|applications?|items?|managers?|tasks?|comments?|trackers?|cli|tools?|servers?|services?)\b)|(?:todo|tbd|tba|fixme|wip)\s*(?::|[.!…]*$))/;

/** Template forms that stand for a value wherever they occur in a text. */
const INLINE: readonly RegExp[] = [
  // Mustache, Tera, cargo-generate: `{{ name }}`; a workflow's `${{ … }}` is an expression, not a placeholder
  /(?<!\$)\{\{[^{}\n]{0,80}\}\}/g,
  /\[[^[\]\n]{1,80}\](?![([])/g,
  /<[^<>\n]{1,80}>/g,
  /(?<![${\w])\{[^{}\n]{1,80}\}(?!\})/g,
  /\b(?:YOUR|INSERT|REPLACE|CHANGE|ENTER)(?:[_-][A-Z0-9]+)+\b/g,
  /\byour[-_.](?:name|org|organi[sz]ation|company|project|repo|repository|username|user|email|domain|crate|module)(?:[-_.]here)?\b/gi,
  /\b(?:lorem ipsum)\b[^.\n]*/gi,
  /\b(?:field|param|parameter|option|item|feature|value|arg|column|step)\s?[1-9n][`*]*\s*[:–—-]\s*(?:\w+ )?(?:description|type|value|text)\b/gi,
];

const BRACKETED = /^(?:\{\{|\[|<|\{)/;

/** Addresses reserved for documentation (RFC 2606, RFC 6761) or left from a template reach nobody. */
const NOWHERE =
  /(?:@|\/\/|^|\.)(?:example\.(?:com|org|net|edu)|[\w-]+\.(?:example|invalid|test)|(?:your|my)[-_]?(?:domain|company|org|organi[sz]ation|project|email|site)[\w-]*\.\w+|domain\.(?:com|tld)|email\.com|company\.com)(?![\w-]|\.\w)/i;

/** Whether an e-mail address or a URL is one that cannot reach anybody: `security@example.com`, `you@your-domain.org`. */
export function isPlaceholderAddress(address: string): boolean {
  const text = address.replace(/^mailto:/i, '').trim();
  return NOWHERE.test(text) || /^(?:your|insert|replace|user(?:name)?@|email@|name@|someone@)/i.test(text);
}

/** Every placeholder in `text`, in order, none overlapping. */
export function findPlaceholders(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (const line of linesOf(text)) {
    const marker = MARKER.exec(line.text);
    if (marker) {
      found.push({ text: line.text.trim(), index: line.index + line.text.search(/\S/) });
      continue;
    }
    for (const form of INLINE) {
      for (const match of line.text.matchAll(form)) {
        if (BRACKETED.test(match[0]) && !asksForValue(match[0])) continue;
        found.push({ text: match[0], index: line.index + match.index });
      }
    }
  }
  return withoutOverlaps(found);
}

/** `text` with its placeholders replaced by blanks of the same length, so that offsets stay and words no longer count. */
export function withoutPlaceholders(text: string): string {
  let result = '';
  let end = 0;
  for (const { text: placeholder, index } of findPlaceholders(text)) {
    result += text.slice(end, index) + ' '.repeat(placeholder.length);
    end = index + placeholder.length;
  }
  return result + text.slice(end);
}

/**
 * Whether a value is nothing but placeholder: empty, a marker (`TODO`, `TBD`), a template form, a stock phrase, or punctuation
 * round those. A sentence that merely contains one is not; ask `findPlaceholders` there.
 */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  if (trimmed === '' || MARKER.test(trimmed)) return true;
  if (/^@?(?:username|user|your-?(?:github-?)?(?:user)?name|yourname|github-?username)$/i.test(trimmed)) return true;
  if (!/\s/.test(trimmed) && isPlaceholderAddress(trimmed)) return true;
  const words = lettersOf(withoutPlaceholders(trimmed));
  if (words === '' && (findPlaceholders(trimmed).length > 0 || lettersOf(trimmed) === '')) return true;
  return stockSentences.has(lettersOf(trimmed)) || stockSentences.has(words);
}

const UNWRITTEN =
  /^(?:(?:more )?coming soon|to be (?:added|announced|completed|decided|defined|determined|documented|done|filled(?: in)?|written)|(?:not (?:yet )?|un)documented(?: yet)?|document me|undocumented|work in progress|lorem ipsum\b.*)$/;

/**
 * Whether a comment says nothing: empty, or only paragraphs that are markers (`TODO: document`) or announce what is to come. Unlike
 * `isPlaceholder` it takes a single plain word for content, since a field may rightly be documented as "Description".
 */
export function isUnwritten(text: string): boolean {
  const paragraphs = text.split(/\n[ \t]*\n/).map((one) => one.trim());
  return paragraphs.every((one) => lettersOf(one) === '' || MARKER.test(one) || UNWRITTEN.test(lettersOf(one)));
}

/**
 * Whether a page of prose is a template nobody filled in: empty, or more of its filled lines hold placeholders than not.
 * Headings do not count as filled lines, since templates keep theirs.
 */
export function isPlaceholderPage(text: string): boolean {
  let filled = 0;
  let empty = 0;
  for (const line of linesOf(text)) {
    const body = line.text.replace(/^[\s>#*+-]+/, '').trim();
    if (body === '' || /^\s*#/.test(line.text)) continue;
    if (isPlaceholder(body) || findPlaceholders(line.text).length > 0) empty += 1;
    else filled += 1;
  }
  return filled === 0 || empty > filled;
}

/**
 * Whether a page is a template that somebody began to fill in, by its names perhaps: the first thing it says holds a placeholder,
 * and so do two more lines of its prose. Code does not count, since `{id}` and `<name>` are what it is about.
 */
export function isTemplatePage(text: string): boolean {
  const prose: string[] = [];
  let fence: string | undefined;
  for (const { text: line } of linesOf(text)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) fence = mark?.startsWith(fence) ? undefined : fence;
    else if (mark !== undefined) fence = mark;
    else if (line.trim() !== '' && !/^\s*(?:#|<!--|\[?!\[)/.test(line)) prose.push(line);
  }
  const holds = (line: string): boolean => isPlaceholder(line) || findPlaceholders(line).length > 0;
  const [first] = prose;
  return isPlaceholderPage(text) || (first !== undefined && holds(first) && prose.filter(holds).length >= 3);
}

function asksForValue(bracketed: string): boolean {
  if (bracketed.startsWith('{{')) return true;
  const inside = bracketed.slice(1, -1).trim();
  // a bracket of one word in capitals with underscores or blanks is a slot: [COMPANY NAME], <CONTACT_EMAIL>
  if (/^[A-Z]{2,}(?:[ _-][A-Z]{2,})+$/.test(inside)) return true;
  if (bracketed.startsWith('{')) return /^[a-z][a-z -]*[ -][a-z ]+$/i.test(inside) && !/[,;=|]/.test(inside);
  return ASKING.test(inside);
}

const betweenLetters = byScript(/[^A-Za-z0-9]+/g, /[^\p{L}\p{N}]+/gu);

function lettersOf(text: string): string {
  const lower = text.toLowerCase();
  return lower.replace(betweenLetters(lower), ' ').trim();
}

function linesOf(text: string): { text: string; index: number }[] {
  let index = 0;
  return text.split('\n').map((line) => {
    const here = { text: line, index };
    index += line.length + 1;
    return here;
  });
}

function withoutOverlaps(found: Placeholder[]): Placeholder[] {
  found.sort((a, b) => a.index - b.index || b.text.length - a.text.length);
  let end = -1;
  return found.filter((one) => {
    if (one.index < end) return false;
    end = one.index + one.text.length;
    return true;
  });
}
