import { type Document, linksOf, type Prose, proseOf } from '../page/document.ts';
import { findPlaceholders, isPlaceholderAddress } from '../text/placeholder.ts';

/** A way to reach somebody that a page names. */
export interface Contact {
  kind: 'e-mail' | 'URL' | 'GitHub advisories';
  value: string;
  line: number;
}

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,24}/gi;
const OBFUSCATED =
  /(?<![\w.+-])[\w.+-]{1,64}\s{0,4}(?:\[at\]|\(at\)|\{at\}|<at>| at )\s{0,4}[\w-]{1,63}(?:(?:\s{0,4}(?:\[dot\]|\(dot\)|\{dot\}|<dot>| dot )\s{0,4}|\.)[\w-]{1,63}){1,8}/gi;
const SPEAKS_OF_REPORTING =
  /\b(?:report(?:ed|ing|s)?|contact(?:ed|ing)?|reach(?:ing)? out|disclos\w*|e-?mail\w*|complain\w*|get in touch|write to)\b/i;
/** Trackers and forums everybody reads, and the pages that codes and policies cite as their source. */
const PUBLIC = /\/(?:issues|pulls?|discussions|wiki)(?:\/(?!new\/choose$)|$|\?)|stackoverflow\.com|reddit\.com/i;
/** Rooms where everybody listens. */
const CHAT =
  /^https?:\/\/(?:[\w-]+\.)*(?:discord\.(?:gg|com)|discordapp\.com|gitter\.im|matrix\.to|slack\.com|zulipchat\.com|t\.me|libera\.chat)\b/i;
/** The front page of a repository, where the only way to write is an issue, or of its owner, where there is none. */
const FRONT = /^https?:\/\/(?:github\.com|gitlab\.com|codeberg\.org)(?:\/[\w.-]+){0,2}\/?(?:#.*)?$/i;
/** Mailboxes that nobody reads. */
const UNREAD = /^(?:no-?reply|do-?not-?reply)\b.*@|@users\.noreply\.github\.com$/i;
const CITED =
  /contributor-covenant\.org|mozilla\/diversity|mozilla\.org\/.*(?:participation|inclusion)|creativecommons\.org|semver\.org|cvedetails|cve\.(?:org|mitre)|first\.org|nvd\.nist|wikipedia\.org|opensource\.guide|choosealicense|img\.shields\.io|docs\.rs|owasp\.org|(?:docs|help)\.github\.com|github\.com\/[^/]+\/[^/]+\/(?:releases|network|blob|tree|commit)|crates\.io\/crates|linuxfoundation\.org\/security/i;
const ADVISORIES =
  /\/security\/advisories(?:\/new)?|docs\.github\.com\/.*(?:privately-reporting|private-vulnerability-reporting)/i;
const ADVISORIES_IN_WORDS =
  /\bprivate(?:ly)? (?:security )?(?:vulnerability )?report\w*|\breport a (?:security )?vulnerability["”'’`*]*\s+(?:button|tab|form|feature)|\b(?:open|create|submit|draft|file|report\w*|via|through|use|using)\b[^.]{0,60}\bsecurity advisor(?:y|ies)/i;

/**
 * Contacts that a page gives for reporting something: e-mail addresses (written with "at" too), links in or beside words on reporting
 * that lead to no public tracker, and GitHub's private reporting. Addresses that reach nobody (`security@example.com`) are left out.
 *
 * @param privately leaves out rooms where everybody listens
 */
export function findContacts(document: Document, privately = false): Contact[] {
  const contacts = new Map<string, Contact>();
  const add = (contact: Contact) => {
    if (!contacts.has(contact.value)) contacts.set(contact.value, contact);
  };
  const prose = proseOf(document.sections);
  for (const link of linksOf(document)) {
    const target = link.target.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
    if (new RegExp(`^(?:${EMAIL.source})$`, 'i').test(target)) add({ kind: 'e-mail', value: target, line: link.line });
    else if (ADVISORIES.test(link.target)) add({ kind: 'GitHub advisories', value: link.target, line: link.line });
    else if (link.kind === 'link' && isPrivatePage(link.target, privately) && speaksOfReporting(prose, link)) {
      add({ kind: 'URL', value: link.target, line: link.line });
    }
  }
  for (const block of prose) for (const contact of inWords(block)) add(contact);
  for (const table of document.sections.flatMap((section) => section.blocks)) {
    if (table.kind === 'code')
      for (const [value] of table.text.matchAll(EMAIL)) add({ kind: 'e-mail', value, line: table.line });
  }
  return [...contacts.values()].filter(
    ({ kind, value }) => !isPlaceholderAddress(value) && !(kind === 'e-mail' && UNREAD.test(value)),
  );
}

/** Slots of the page's template that nobody filled in, with their lines; code is left alone. */
export function findOpenSlots(document: Document): { text: string; line: number }[] {
  return proseOf(document.sections).flatMap((block) =>
    findPlaceholders(block.text).map((slot) => ({ text: slot.text, line: block.line })),
  );
}

function isPrivatePage(target: string, privately: boolean): boolean {
  if (PUBLIC.test(target) || CITED.test(target) || FRONT.test(target)) return false;
  return /^https?:\/\//i.test(target) && !(privately && CHAT.test(target));
}

function speaksOfReporting(prose: readonly Prose[], link: { line: number; text: string }): boolean {
  if (SPEAKS_OF_REPORTING.test(link.text)) return true;
  const around = prose.find((block) => block.line <= link.line && link.line <= block.endLine);
  return (
    around?.text.split(/[.!?](?=\s)/).some((one) => one.includes(link.text) && SPEAKS_OF_REPORTING.test(one)) ?? false
  );
}

function inWords(block: Prose): Contact[] {
  const found: Contact[] = [];
  for (const [value] of block.text.matchAll(EMAIL)) found.push({ kind: 'e-mail', value, line: block.line });
  for (const [value] of block.text.matchAll(OBFUSCATED)) {
    const isLine = block.text.split('\n').some((line) => line.trim() === value);
    if (isLine || /\bat\b.*\bdot\b|[[({<]at[\])}>]/i.test(value))
      found.push({ kind: 'e-mail', value, line: block.line });
  }
  const words = ADVISORIES_IN_WORDS.exec(block.text);
  if (words) found.push({ kind: 'GitHub advisories', value: words[0], line: block.line });
  return found;
}
