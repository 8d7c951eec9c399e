/** Asks every rule, and turns what it throws into a verdict: a broken module fails, a blind run is open, a bug is an error. */

import type { Repo } from './repo.ts';
import { countItems, type Report, type ReportItem } from './report.ts';
import { Broken, type Evidence, Inapplicable, type Rule, type RuleGroup, Unavailable, type Verdict } from './rule.ts';

export interface Subject {
  readonly toolVersion: string;
  readonly module: Report['module'];
  readonly head: string | undefined;
  readonly notes: readonly Evidence[];
  /** Seconds that the rules may take together; what is not done by then is open. */
  readonly timeout?: number;
}

/**
 * @param groups the standard, whole: the report says how many items it has
 * @param selected which rules to ask; the report lists only these
 */
export async function run(
  repo: Repo,
  groups: readonly RuleGroup[],
  selected: (rule: Rule) => boolean,
  subject: Subject,
): Promise<Report> {
  const rules = groups.flatMap((group) => group.rules);
  const items = await askAll(rules.filter(selected), repo, subject.timeout);
  return {
    schemaVersion: 1,
    tool: { name: 'cim-ready', version: subject.toolVersion },
    standard: {
      title: 'CIM Module Production Readiness Standards',
      items: rules.length,
      groups: groups.map(({ slug, section, title }) => ({ slug, section, title })),
    },
    module: subject.module,
    ...(subject.head === undefined ? {} : { head: subject.head }),
    summary: countItems(items),
    notes: [...subject.notes],
    items,
  };
}

async function askAll(rules: readonly Rule[], repo: Repo, timeout: number | undefined): Promise<ReportItem[]> {
  const clock = timeout === undefined ? undefined : startClock(timeout);
  const asked: Promise<ReportItem>[] = [];
  const hold = repo.hold();
  for (const rule of rules) {
    // Signals and timers have their turn between two rules.
    await new Promise((next) => setImmediate(next));
    asked.push(
      ask(clock === undefined ? rule : { ...rule, check: (seen) => clock.within(() => rule.check(seen)) }, repo),
    );
  }
  hold.release();
  const items = await Promise.all(asked);
  hold.abandon();
  clock?.stop();
  return items;
}

/** @param seconds after which whatever still goes on is given up */
function startClock(seconds: number) {
  const tooLate = () => new Unavailable(`not done within ${seconds} s (--timeout gives more time)`);
  const end = process.uptime() + seconds;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), Math.min(seconds * 1000, 2 ** 31 - 1));
  });
  over.catch(() => {}); // nobody waits for it when all is done in time
  return {
    within: async (check: () => Verdict | Promise<Verdict>): Promise<Verdict> => {
      if (process.uptime() > end) throw tooLate();
      return Promise.race([check(), over]);
    },
    stop: () => clearTimeout(timer),
  };
}

/** One rule's item of the report; never rejects. */
export async function ask(rule: Rule, repo: Repo): Promise<ReportItem> {
  try {
    return toItem(rule, await rule.check(repo));
  } catch (thrown) {
    if (thrown instanceof Broken) {
      const { evidence, more, fix } = thrown;
      return toItem(rule, { kind: 'fail', evidence: [evidence, ...more], ...(fix === undefined ? {} : { fix }) });
    }
    if (thrown instanceof Inapplicable)
      return toItem(rule, { kind: 'notApplicable', evidence: [{ message: thrown.message }, ...thrown.notes] });
    if (thrown instanceof Unavailable) return toItem(rule, { kind: 'open', evidence: [{ message: thrown.message }] });
    // The stack is a bound like any other: only input made for it nests so deeply.
    if (thrown instanceof RangeError && thrown.message.includes('call stack'))
      return toItem(rule, {
        kind: 'open',
        evidence: [{ message: 'what it looks at is nested too deeply to be followed' }],
      });
    const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return {
      id: rule.id,
      text: rule.text,
      verdict: 'error',
      evidence: [{ message: `the check broke and decided nothing (${reason})` }],
      fix: 'report this as a bug of cim-ready, with the module and the version',
    };
  }
}

function toItem(rule: Rule, verdict: Verdict): ReportItem {
  const { kind, evidence, metrics } = verdict;
  return {
    id: rule.id,
    text: rule.text,
    verdict: kind,
    evidence: evidence.map((found) => ({ ...found })),
    ...(kind === 'fail' ? { fix: verdict.fix ?? rule.fix } : verdict.fix === undefined ? {} : { fix: verdict.fix }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
  };
}
