/** What people decided, put on top of what the rules found: waivers and attestations. Pure; the clock comes in as a date. */
import { fingerprintOf } from '../fingerprint.ts';
import { resolvesEvidence } from '../models/review/evidence-link.ts';
import { matchesGlob } from '../models/text/glob.ts';
import { findingsOf, type ReportEvidence, type ReportItem } from '../report.ts';
import type { Attestation, Waiver } from '../schema/repository-file.ts';

/** A decision and the line of the repository file on which it stands. */
export type Placed<T> = T & { readonly line?: number | undefined };

export interface Decisions {
  /** The file they come from, for evidence. */
  readonly file: string;
  readonly waivers: readonly Placed<Waiver>[];
  readonly attestations: readonly Placed<Attestation>[];
}

export interface DecisionContext {
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly moduleVersion: string | undefined;
  /** Longest time that a waiver may reach into the future, in days. */
  readonly maxWaiverDays: number;
  /** Does a path of an attestation's evidence exist in the module? */
  readonly exists: (path: string) => boolean;
  /** All ids of the standard, asked by this run or not. */
  readonly known: ReadonlySet<string>;
}

export interface Decided {
  readonly items: ReportItem[];
  /** Unused, expired, unknown ones, each with its own line. */
  readonly notes: ReportEvidence[];
}

/** @returns the items with their waivers and attestations, and what is wrong with these */
export function applyDecisions(items: readonly ReportItem[], decisions: Decisions, context: DecisionContext): Decided {
  const notes: ReportEvidence[] = [];
  const say = (line: number | undefined, message: string) =>
    notes.push({ message, path: decisions.file, ...(line === undefined ? {} : { line }), note: true });
  const changed = items.map((item) => attest(waive(item, decisions, context, say), decisions, context, say));
  for (const { item, line } of [...decisions.waivers, ...decisions.attestations]) {
    if (!context.known.has(item) && !items.some(({ id }) => id === item)) say(line, `there is no item ${item}`);
  }
  return { items: changed, notes };
}

type Say = (line: number | undefined, message: string) => void;

function waive(item: ReportItem, { waivers }: Decisions, context: DecisionContext, say: Say): ReportItem {
  const own = waivers.filter((waiver) => waiver.item === item.id);
  if (own.length === 0) return item;
  if (item.verdict !== 'fail') {
    for (const waiver of own) say(waiver.line, `unused waiver: ${item.id} does not fail (${item.verdict})`);
    return item;
  }
  const findings = findingsOf(item);
  const covered = new Set<ReportEvidence>();
  let shown: ReportItem['waiver'];
  for (const waiver of own) {
    const hits = findings.filter((finding) => covers(waiver, item.id, finding));
    const state = stateOf(waiver, context);
    if (state === 'holds') for (const hit of hits) covered.add(hit);
    if (state !== 'holds') say(waiver.line, `waiver of ${item.id}: ${whyNot(waiver, state, context)}`);
    else if (hits.length === 0) say(waiver.line, `unused waiver: no finding of ${item.id} matches it`);
    if (shown === undefined || (hits.length > 0 && state === 'holds')) shown = described(waiver, state);
  }
  if (shown === undefined) return item;
  const whole = findings.length > 0 && covered.size === findings.length;
  const state = shown.state === 'holds' && !whole ? 'partial' : shown.state;
  if (covered.size === 0 && shown.state === 'holds') return item;
  return {
    ...item,
    evidence: item.evidence.map((found) => (covered.has(found) ? { ...found, waived: true as const } : found)),
    waiver: { ...shown, state: whole ? 'holds' : state },
  };
}

function covers({ path, fingerprint }: Waiver, id: string, finding: ReportEvidence): boolean {
  if (fingerprint !== undefined && fingerprint !== fingerprintOf(id, finding)) return false;
  return path === undefined || (finding.path !== undefined && matchesGlob(path, finding.path));
}

function stateOf({ until }: Waiver, { today, maxWaiverDays }: DecisionContext): 'holds' | 'expired' | 'too-long' {
  if (until < today) return 'expired';
  return daysBetween(today, until) > maxWaiverDays ? 'too-long' : 'holds';
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

function whyNot({ until }: Waiver, state: 'expired' | 'too-long', { maxWaiverDays }: DecisionContext): string {
  return state === 'expired'
    ? `expired on ${until}, so the finding counts again`
    : `reaches to ${until}, more than the ${maxWaiverDays} days allowed, so it is not applied`;
}

function described(
  { reason, by, until, path, fingerprint, line }: Placed<Waiver>,
  state: 'holds' | 'expired' | 'too-long',
) {
  return {
    reason,
    by,
    until,
    ...(path === undefined ? {} : { path }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(line === undefined ? {} : { line }),
    state,
  };
}

function attest(item: ReportItem, { attestations }: Decisions, context: DecisionContext, say: Say): ReportItem {
  const own = attestations.filter((attestation) => attestation.item === item.id);
  const latest = own.reduce<Placed<Attestation> | undefined>(
    (a, b) => (a === undefined || b.date >= a.date ? b : a),
    undefined,
  );
  // The review process is made of attestations: its rules read them themselves.
  if (latest === undefined || item.id.startsWith('review/')) return item;
  const { by, date, version, evidence, note, line } = latest;
  const state = attestationState(item, latest, context);
  const attestation = {
    by,
    date,
    version,
    evidence,
    ...(note === undefined ? {} : { note }),
    ...(line === undefined ? {} : { line }),
    state,
  };
  if (state === 'holds' && item.verdict === 'review') return { ...item, verdict: 'pass', attestation };
  if (state === 'holds') say(line, `unused attestation: ${item.id} is not left to a person (${item.verdict})`);
  else say(line, `attestation of ${item.id}: ${whyNoWord(state, latest, context)}`);
  return state === 'holds' ? item : { ...item, attestation };
}

type AttestationState = NonNullable<ReportItem['attestation']>['state'];

function attestationState(item: ReportItem, attestation: Attestation, context: DecisionContext): AttestationState {
  if (item.verdict === 'fail') return 'contradicted';
  if (!isCurrent(attestation, context)) return 'outdated';
  return resolvesEvidence(attestation.evidence, context.exists) ? 'holds' : 'unresolved';
}

/** An attestation holds for the minor version that it names, and not before its own date. */
function isCurrent(
  { version, date }: Attestation,
  { moduleVersion, today }: Pick<DecisionContext, 'moduleVersion' | 'today'>,
): boolean {
  const minor = (text: string) => text.split('.').slice(0, 2).join('.');
  return moduleVersion !== undefined && minor(version) === minor(moduleVersion) && date <= today;
}

function whyNoWord(
  state: Exclude<AttestationState, 'holds'>,
  attestation: Attestation,
  { moduleVersion }: DecisionContext,
): string {
  if (state === 'contradicted') return 'the check now finds a failure';
  if (state === 'unresolved') return `its evidence ${attestation.evidence} is neither a link nor a path that exists`;
  return `it is of version ${attestation.version} (${attestation.date}), and the module is at ${moduleVersion ?? 'no version'}`;
}
