/** `cim-ready waive ID`: accepts a finding for now, after looking whether there is one and whether the waiver would hold. */

import type { Report } from '../report.ts';
import { nameOf } from '../reporters/words.ts';
import { waiverSchema } from '../schema/repository-file.ts';
import { type AmendOptions, amend } from './amending/amend.ts';
import type { Field } from './amending/fields.ts';
import { CannotRun } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface WaiveOptions extends AmendOptions {
  readonly reason?: string;
  readonly by?: string;
  readonly until?: string;
  readonly file?: string;
  readonly fingerprint?: string;
}

/** @throws CannotRun for nonsense: no such item, one that does not fail, a past or too far date, a path that meets no finding */
export async function waive(id: string, path: string, options: WaiveOptions, terminal: Terminal): Promise<number> {
  return amend(id, path, options, terminal, {
    list: 'waivers',
    sameness: ['item', 'path', 'fingerprint'],
    refuseNeedless: (report) => refuseNeedless(report, id),
    fields: () => fieldsOf(options),
    refuseUncounted: (report, values) => refuseUncounted(report, id, values),
    said: (replaced, { until }) => `waiver ${replaced ? 'renewed' : 'recorded'} until ${until}`,
  });
}

function refuseNeedless({ items }: Report, id: string): void {
  const item = items.find((one) => one.id === id);
  if (item === undefined) throw new CannotRun(`the policy turns ${id} off: there is nothing to waive`);
  if (item.verdict === 'fail') return;
  const word = item.verdict === 'pass' ? 'passes' : `is ${nameOf(item.verdict)}`;
  throw new CannotRun(`${id} ${word} (${item.evidence[0]?.message}): there is nothing to waive`);
}

function fieldsOf({ reason, by, until, file, fingerprint }: WaiveOptions): Field[] {
  const { shape } = waiverSchema;
  return [
    {
      name: 'reason',
      option: '--reason',
      question: 'Why it is accepted for now',
      schema: shape.reason,
      given: reason,
      required: true,
    },
    { name: 'by', option: '--by', question: 'Who accepts it', schema: shape.by, given: by, required: true },
    {
      name: 'until',
      option: '--until',
      question: 'Until when (YYYY-MM-DD)',
      schema: shape.until,
      given: until,
      required: true,
    },
    { name: 'path', option: '--file', question: 'Files', schema: shape.path, given: file, required: false },
    {
      name: 'fingerprint',
      option: '--fingerprint',
      question: 'Finding',
      schema: shape.fingerprint,
      given: fingerprint,
      required: false,
    },
  ];
}

/** @throws CannotRun when the new waiver would cover nothing */
function refuseUncounted(
  { items, notes }: Report,
  id: string,
  entry: Readonly<Record<string, string | undefined>>,
): void {
  const why = notes.find(
    ({ message }) =>
      (entry.until !== undefined && message.startsWith(`waiver of ${id}:`) && message.includes(entry.until)) ||
      message.startsWith(`unused waiver: no finding of ${id}`),
  );
  const waiver = items.find((item) => item.id === id)?.waiver;
  if (why === undefined && (waiver?.state === 'holds' || waiver?.state === 'partial')) return;
  throw new CannotRun(
    `this would not count, and nothing was written: ${why?.message ?? 'the policy does not read waivers'}`,
  );
}
