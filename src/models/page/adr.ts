import { parse } from 'yaml';
import { findPlaceholders, isPlaceholder, withoutPlaceholders } from '../text/placeholder.ts';
import type { Document, Section } from './document.ts';
import { countWords, proseOf, sectionTree, titleOf } from './document.ts';

type DecisionStatus = 'proposed' | 'accepted' | 'rejected' | 'deprecated' | 'superseded';

/** An architecture decision record in Nygard's form, MADR's, or one that says the same in a table or front matter. */
export interface DecisionRecord {
  title?: string;
  /** As written, and which of the known states it is; a slot of the template is no status. */
  status?: { text: string; known?: DecisionStatus; line: number };
  decision?: { line: number; words: number };
  context?: { line: number; words: number };
}

/** Words from which a decision counts as written down. */
const DECIDED = 5;
const FOLDER =
  /(?:^|\/)(?:adrs?|decisions|decision-?(?:records|log)|architecture-?decisions?(?:-?records)?|architectural-decisions)\/[^/]+\.(?:md|markdown)$/i;
/** A page of the documentation that says by its name that it is a record, wherever it stands. */
const NAMED = /^(?:docs?|documentation)\/(?:.+\/)?adr[-_]?\d+[-_.][^/]*\.?(?:md|markdown)$/i;
const NO_RECORD =
  /(?:^|\/)(?:readme|index|summary|toc|contents|_?template|(?:0+|adr|madr)?[-_]?(?:adr[-_])?template(?:[-_].*)?|.*[-_.]template|glossary)\.(?:md|markdown)$/i;

/** Whether a path lies where decision records are kept, or is named like one; overviews and templates in there are none. */
export function isDecisionRecordPath(path: string, adrDir?: string): boolean {
  if (NO_RECORD.test(path)) return false;
  if (adrDir !== undefined && path.startsWith(`${adrDir}/`)) return /\.(?:md|markdown)$/i.test(path);
  return (FOLDER.test(path) || NAMED.test(path)) && !/(?:^|\/)(?:tests?|fixtures?|testdata|examples?)\//i.test(path);
}

/** The folder that a `.adr-dir` file names, relative to the module; undefined when it leads outside or is empty. */
export function readAdrDir(text: string): string | undefined {
  const folder = text.trim().replace(/^\.\//, '').replace(/\/+$/, '');
  return folder === '' || folder.startsWith('/') || folder.split('/').includes('..') || folder.includes('\n')
    ? undefined
    : folder;
}

/** Reads title, status, context and decision of one record. */
export function readDecisionRecord(document: Document): DecisionRecord {
  const title = titleOf(document)?.title ?? frontMatterOf(document).title;
  const status = statusFromFrontMatter(document) ?? statusFromSection(document) ?? statusFromLabel(document);
  const decision = findPart(
    document,
    /^(?:\W|\d)*(?:the )?(?:decisions?|decision outcome|outcome|resolution|chosen option|what we decided)\b(?! drivers?| criteria| makers?| log)/i,
  );
  const context = findPart(document, /^(?:\W|\d)*(?:context|problem|background|motivation|issue)\b/i);
  return {
    ...(title && !isPlaceholder(title) ? { title } : {}),
    ...(status ? { status } : {}),
    ...(decision && decision.words > 0 ? { decision } : {}),
    ...(context ? { context } : {}),
  };
}

/** What a record lacks: a title, one of the five states, a decision. */
export function missingParts({ title, status, decision }: DecisionRecord): string[] {
  const state = status ? `a status (found "${status.text}")` : 'a status';
  const decided = decision ? `a decision of ${DECIDED} words or more (found ${decision.words})` : 'a decision';
  return [
    title === undefined ? 'a title' : '',
    status?.known === undefined ? state : '',
    isDecided(decision) ? '' : decided,
  ].filter((part) => part !== '');
}

const isDecided = (decision: DecisionRecord['decision']): boolean => (decision?.words ?? 0) >= DECIDED;

/** Whether the page claims to be a record: it is numbered or dated, or has a status or a decision. */
export function claimsToBeRecord(path: string, record: DecisionRecord): boolean {
  return (
    /(?:^|\/)(?:adr[-_]?)?\d+[^/]*$/i.test(path) || record.status?.known !== undefined || isDecided(record.decision)
  );
}

function frontMatterOf(document: Document): Record<string, string> {
  const text = document.frontMatter?.text;
  if (text === undefined || text.length > 10_000) return {};
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent', uniqueKeys: false });
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const strings = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(strings.map(([key, one]) => [key.toLowerCase(), one]));
}

function statusFromFrontMatter(document: Document): DecisionRecord['status'] {
  const text = frontMatterOf(document).status;
  if (text === undefined || !document.frontMatter) return undefined;
  const line = document.frontMatter.text.split('\n').findIndex((one) => /^\s*status\s*:/i.test(one));
  return readStatus(text, document.frontMatter.line + Math.max(0, line));
}

function statusFromSection(document: Document): DecisionRecord['status'] {
  const at = document.sections.findIndex((section) => /^(?:\W|\d)*status\b/i.test(section.title));
  if (at < 0) return undefined;
  const section = document.sections[at]!;
  const inline = /^(?:\W|\d)*status\s*[:–—-]\s*(.+)$/i.exec(section.title)?.[1];
  if (inline) return readStatus(inline, section.line);
  const prose = proseOf(sectionTree(document, at));
  // adr-tools appends "Supersedes …", "Superseded by …" as paragraphs of their own: the last state holds
  const texts = prose.map((one) => one.text).filter((text) => statusOf(text) !== undefined);
  const chosen = texts.at(-1) ?? prose[0]?.text;
  return chosen === undefined
    ? undefined
    : readStatus(chosen, prose.find((one) => one.text === chosen)?.line ?? section.line);
}

/** `Status: accepted` in a paragraph or list item, or a table row that begins with "Status". */
function statusFromLabel(document: Document): DecisionRecord['status'] {
  for (const section of document.sections) {
    for (const block of section.blocks) {
      if (block.kind === 'prose') {
        const label = /(?:^|[\s*_|>-])status[*_\s]{0,10}[:|]\W{0,20}([^\n]{1,300})/i.exec(block.text);
        if (label) return readStatus(label[1]!, block.line);
      } else if (block.kind === 'table') {
        const found = statusFromTable(block);
        if (found) return found;
      }
    }
  }
  return undefined;
}

function statusFromTable(table: Extract<Section['blocks'][number], { kind: 'table' }>): DecisionRecord['status'] {
  const row = table.rows.find(({ cells }) => /^status:?$/i.test(cells[0] ?? ''));
  if (row) return readStatus(row.cells[1] ?? '', row.line);
  if (/^status:?$/i.test(table.header[0] ?? '')) {
    // a two-column table whose first pair stands in the header row, or one with a status column
    const below = table.rows[0]?.cells[0];
    const beside = table.header[1] ?? '';
    return statusOf(beside)
      ? readStatus(beside, table.line)
      : readStatus(below ?? '', table.rows[0]?.line ?? table.line);
  }
  const column = table.header.findIndex((cell) => /^status:?$/i.test(cell));
  const first = table.rows[0];
  return column > 0 && first ? readStatus(first.cells[column] ?? '', first.line) : undefined;
}

function readStatus(text: string, line: number): DecisionRecord['status'] {
  const trimmed = text.trim();
  const choices = trimmed.split(/\s*[|/]\s*/).filter((one) => statusOf(one) !== undefined);
  if (isPlaceholder(trimmed) || choices.length > 1 || findPlaceholders(trimmed).some((slot) => slot.index === 0))
    return undefined;
  const known = statusOf(trimmed);
  return known ? { text: trimmed, known, line } : { text: trimmed, line };
}

function statusOf(text: string): DecisionStatus | undefined {
  const word =
    /(?<!\b(?:not|never)\s(?:yet\s|been\s|be\s|yet been\s)?)\b(proposed|accepted|rejected|deprecated|superseded)\b/i
      .exec(text)?.[1]
      ?.toLowerCase();
  return word as DecisionStatus | undefined;
}

function findPart(document: Document, title: RegExp): { line: number; words: number } | undefined {
  let best: { line: number; words: number } | undefined;
  document.sections.forEach((section, at) => {
    if (section.level === 0 || section.parent === undefined || !title.test(section.title)) return;
    const blocks = sectionTree(document, at).flatMap((one) => one.blocks);
    const words = blocks.reduce((sum, block) => {
      if (block.kind === 'prose')
        return sum + (isPlaceholder(block.text) ? 0 : countWords(withoutPlaceholders(block.text)));
      return block.kind === 'table' ? sum + block.rows.length : sum;
    }, 0);
    if (!best || words > best.words) best = { line: section.line, words };
  });
  return best;
}
