/** What a report says in words, the same in every form. */
import { isWaived, type Report, type ReportEvidence, type ReportItem } from '../report.ts';
import { printable } from './escape.ts';

/** What each verdict asks of whoever reads of it. */
export const verdictWords: Readonly<Record<ReportItem['verdict'], string>> = {
  pass: 'pass',
  fail: 'fail',
  review: 'to review',
  open: 'open',
  notApplicable: 'not applicable',
  error: 'error',
};

/** A verdict by its name, in words: `review`, `not applicable`. */
export const nameOf = (verdict: ReportItem['verdict']): string =>
  verdict === 'notApplicable' ? 'not applicable' : verdict;

/** `path:line:col`, as compilers print it. */
export function placeOf({ path, line, column }: ReportEvidence): string {
  if (path === undefined) return '';
  return [printable(path), line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
}

/** The counts in words: "61 of 92 items apply: 30 pass, 21 fail, 6 to review, 4 open". */
export function countsInWords({ items: judged, summary }: Report): string {
  const passes = summary.attested > 0 ? ` (${summary.attested} attested)` : '';
  const advisory = judged.filter(
    (item) => item.verdict === 'fail' && item.level === 'advisory' && !isWaived(item),
  ).length;
  const parts: [number, string][] = [
    [summary.pass, `pass${passes}`],
    [summary.fail, `fail${advisory > 0 ? ` (${advisory} advisory)` : ''}`],
    [summary.review, 'to review'],
    [summary.open, 'open'],
    [summary.error, summary.error === 1 ? 'error' : 'errors'],
    [summary.waived, 'waived'],
  ];
  const said = parts.filter(([count], index) => count > 0 || index < 2).map(([count, word]) => `${count} ${word}`);
  const { applicable, items } = summary;
  const verb = applicable === 1 ? 'applies' : 'apply';
  return `${applicable} of ${items} ${items === 1 ? 'item' : 'items'} ${verb}: ${said.join(', ')}`;
}

const waiverStates = {
  holds: 'waived',
  partial: 'waived in part',
  expired: 'waiver expired',
  'too-long': 'waiver reaches too far',
} as const;

const attestationStates = {
  holds: 'attested',
  outdated: 'attestation outdated',
  contradicted: 'attestation contradicted',
  unresolved: 'attestation without evidence',
} as const;

/** What people decided about the item, a sentence each. */
export function decisionsOf({ verdict, waiver, attestation, level }: ReportItem): string[] {
  const said: string[] = [];
  if (waiver !== undefined) {
    const { state, reason, by, until } = waiver;
    said.push(`${waiverStates[state]}: ${reason} (${by}, until ${until})`);
  }
  if (attestation !== undefined) {
    const { state, by, date, version, evidence, note } = attestation;
    const more = note === undefined ? '' : ` (${note})`;
    said.push(`${attestationStates[state]}: ${by}, ${date}, for ${version}: ${evidence}${more}`);
  }
  if (level !== undefined && verdict !== 'pass' && verdict !== 'notApplicable')
    said.push('advisory: the policy does not let it fail the run');
  return said.map(printable);
}
