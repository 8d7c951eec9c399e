/** What a run makes of checks that break, that wait for ever, or that come too late. */
import { expect, test } from 'vitest';
import { Repo } from '../src/repo.ts';
import { pass, type Rule, type RuleGroup } from '../src/rule.ts';
import { run } from '../src/run.ts';
import { memoryFiles } from '../src/sources/files.ts';

const rule = (id: string, check: Rule['check']): Rule => ({ id, text: id, why: '', how: '', fix: '', check });

async function verdicts(rules: Rule[], timeout?: number): Promise<string[]> {
  const files = memoryFiles({});
  const git = async () => {
    throw new Error('no git');
  };
  const repo = new Repo({ name: 'x', files, repositoryFiles: files, folder: '', git }, { today: '2026-01-15' });
  const group: RuleGroup = { slug: 'x', section: 'X', title: 'X', rules };
  const subject = { toolVersion: '0.0.0', module: { name: 'x', kind: 'crate' }, head: undefined, notes: [] };
  const report = await run(repo, [group], () => true, { ...subject, ...(timeout === undefined ? {} : { timeout }) });
  return report.items.map(({ id, verdict, evidence }) => `${id} ${verdict}: ${evidence[0]?.message}`);
}

const good = rule('good', () => pass('fine'));

test('a check that throws costs its own item only', async () => {
  const broken = rule('broken', () => {
    throw new TypeError('oh');
  });
  const strange = rule('strange', () => Promise.reject('no error at all'));
  expect(await verdicts([broken, strange, good])).toEqual([
    'broken error: the check broke and decided nothing (TypeError: oh)',
    'strange error: the check broke and decided nothing (no error at all)',
    'good pass: fine',
  ]);
});

test('a check that never ends is open, and so is what was not begun', async () => {
  const endless = rule('endless', () => new Promise(() => {}));
  const late = rule('late', () => {
    const until = performance.now() + 60;
    while (performance.now() < until);
    return pass('too late for the next one');
  });
  const found = await verdicts([good, endless, late, { ...good, id: 'after' }], 0.05);
  expect(found[0]).toBe('good pass: fine');
  expect(found[1]).toBe('endless open: not done within 0.05 s (--timeout gives more time)');
  expect(found[3]).toBe('after open: not done within 0.05 s (--timeout gives more time)');
});

test('a check that runs out of stack is open', async () => {
  const deep = (): number => 1 + deep();
  const nested = rule('nested', () => pass(String(deep())));
  expect(await verdicts([nested])).toEqual(['nested open: what it looks at is nested too deeply to be followed']);
});
