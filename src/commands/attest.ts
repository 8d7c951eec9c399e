/** `cim-ready attest ID`: records a person's word, after looking whether it would count. */
import { reviewSteps } from '../models/review/review-process.ts';
import type { Report, ReportItem } from '../report.ts';
import { nameOf } from '../reporters/words.ts';
import { attestationSchema } from '../schema/repository-file.ts';
import { type AmendOptions, amend } from './amending/amend.ts';
import type { Field } from './amending/fields.ts';
import { CannotRun } from './failure.ts';
import { today } from './judging/judge.ts';
import type { Terminal } from './terminal.ts';

export interface AttestOptions extends AmendOptions {
  readonly by?: string;
  readonly evidence?: string;
  readonly date?: string;
  readonly of?: string;
  readonly note?: string;
  readonly start?: string;
  readonly end?: string;
  readonly place?: string;
}

/** @throws CannotRun for nonsense: no such item, an item that no word can settle, a word that would not count */
export async function attest(id: string, path: string, options: AttestOptions, terminal: Terminal): Promise<number> {
  return amend(id, path, options, terminal, {
    list: 'attestations',
    sameness: ['item', 'by', 'version'],
    refuseNeedless: (report) => refuseNeedless(itemOf(report, id)),
    fields: (report) => fieldsOf(id, options, report.module.version),
    refuseUncounted: (report) => refuseUncounted(report, id),
    said: (replaced) => `attestation ${replaced ? 'renewed' : 'recorded'}`,
  });
}

/** @throws CannotRun when the policy does not ask the item */
function itemOf({ items }: Report, id: string): ReportItem {
  const item = items.find((one) => one.id === id);
  if (item === undefined) throw new CannotRun(`the policy turns ${id} off: there is nothing to attest`);
  return item;
}

function refuseNeedless({ id, verdict, attestation, evidence }: ReportItem): void {
  if (id.startsWith('review/') || verdict === 'review' || attestation?.state === 'holds') return;
  const seen = evidence[0]?.message ?? '';
  if (verdict === 'fail')
    throw new CannotRun(`${id} fails (${seen}): it has to be mended, or waived with \`cim-ready waive ${id}\``);
  if (verdict === 'pass') throw new CannotRun(`${id} passes by itself (${seen}): there is nothing to attest`);
  throw new CannotRun(`${id} is ${nameOf(verdict)} (${seen}): only what is left to a person can be attested`);
}

/** Options that give a field of the entry. */
type Given = 'by' | 'date' | 'of' | 'evidence' | 'start' | 'end' | 'place' | 'note';

function fieldsOf(id: string, options: AttestOptions, version: string | undefined): Field[] {
  const { shape } = attestationSchema;
  const period = id === 'review/community-feedback';
  const placed = period || id === 'review/reference-testing';
  const field = (name: keyof typeof shape, option: Given, question: string, required: boolean, fallback?: string) => ({
    name,
    option: `--${option}`,
    question,
    schema: shape[name],
    given: options[option],
    required,
    ...(fallback === undefined ? {} : { fallback }),
  });
  return [
    field('by', 'by', 'Who looked (name and @handle)', true),
    field('date', 'date', 'When (YYYY-MM-DD)', true, today()),
    field('version', 'of', 'Of which version', true, version),
    field('evidence', 'evidence', 'Evidence (an https link, or a path in the module)', true),
    field('start', 'start', 'First day of the period (YYYY-MM-DD)', period),
    field('end', 'end', 'Last day of the period (YYYY-MM-DD)', period),
    field('place', 'place', period ? 'Where it was discussed' : 'Where it was tested', placed),
    field('note', 'note', 'Note', false),
  ];
}

/** @throws CannotRun when the new word would not settle the item */
function refuseUncounted({ items, notes }: Report, id: string): void {
  const item = items.find((one) => one.id === id);
  if (item?.verdict === 'pass') return;
  const isStep = reviewSteps.some((step) => step === id);
  const why = isStep
    ? item?.evidence[0]?.message
    : notes.find(({ message }) => message.startsWith(`attestation of ${id}:`))?.message;
  throw new CannotRun(
    `this would not count, and nothing was written: ${why ?? 'the policy does not read attestations'}`,
  );
}
