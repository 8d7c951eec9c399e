/** What must hold of every report, whatever the repository. */
import { lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { countItems, exitCode, type ReportEvidence, type ReportItem } from '../../src/report.ts';
import { reportSchema } from '../../src/schema/report.ts';
import { must } from './must.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ITEMS = 92;

/** @throws what does not hold */
export function checkReport({ code, stdout, stderr }: Said, folder: string): void {
  must(stderr === '', `standard error says ${stderr.slice(0, 400)}`);
  must(code === 0 || code === 1, `the exit code is ${code}`);
  const report = reportSchema.parse(JSON.parse(stdout));
  must(report.items.length === ITEMS, `${report.items.length} items`);
  must(code === exitCode([report], false), `the exit code is ${code}, and the items say otherwise`);
  must(JSON.stringify(report.summary) === JSON.stringify(countItems(report.items)), 'the summary does not add up');
  for (const item of report.items) checkItem(item, folder);
}

function checkItem(item: ReportItem, folder: string): void {
  const [headline] = item.evidence;
  must(headline !== undefined && headline.message.trim() !== '', `${item.id} says nothing`);
  must(item.verdict !== 'error', `${item.id} is an error: ${headline?.message}`);
  for (const evidence of item.evidence) checkPlace(item, evidence, folder);
}

/** What a pass stands on is there, and what any verdict points at is a line of the file. */
function checkPlace({ id, verdict }: ReportItem, { path, line, message }: ReportEvidence, folder: string): void {
  if (path === undefined) return;
  const file = resolve(folder, path);
  const what = `${id} (${verdict}) points at a place`;
  const stats = lstatSync(file, { throwIfNoEntry: false });
  must(verdict !== 'pass' || stats !== undefined, `${what} that is not there: ${message.slice(0, 80)}`);
  if (line === undefined || !stats?.isFile() || stats.size > 8 * 2 ** 20) return;
  const lines = readFileSync(file, 'utf8').split(/\r\n|\n|\r/).length;
  // What an earlier release had is shown where that release had it.
  if (/\(its place at [^)]+\)$/.test(message)) return;
  must(line <= lines + 1, `${what} behind the end of its file: ${message.slice(0, 80)}`);
}

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;
const FOREIGN =
  /^<(?:img|iframe|object|embed|base|math|video|meta\s+http-equiv="?refresh)\b|\son[a-z]+\s*=|(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript):/i;

/** @throws when a form of the report is not inert where it is read */
export function checkForms(out: string): void {
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  for (const name of ['text', 'github']) {
    const found = CONTROL.exec(read(name));
    must(found === null, `the form ${name} holds the character ${found?.[0].codePointAt(0)?.toString(16)}`);
  }
  for (const name of ['sarif', 'badge']) JSON.parse(read(name));
  const html = read('html').replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
  const foreign = (html.match(/<[a-z!][^>]*>/gi) ?? []).find((tag) => FOREIGN.test(tag));
  must(foreign === undefined, `HTML holds ${foreign}`);
  // XML 1.0 has no other characters than these.
  const xml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(read('junit'));
  must(xml === null, `JUnit holds the character ${xml?.[0].codePointAt(0)?.toString(16)}`);
}
