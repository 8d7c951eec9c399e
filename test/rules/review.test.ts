import { describe, test } from 'vitest';
import { breaks, holds, opens, ready } from '../harness.ts';

interface Step {
  readonly item: string;
  readonly by: string;
  readonly date: string;
  readonly [key: string]: string;
}

const self = { item: 'review/self-assessment', by: '@ada-example', date: '2026-01-02' };
const independent = { item: 'review/independent', by: 'Ines Weber (@ines)', date: '2026-01-03' };
const testing = { item: 'review/reference-testing', by: '@tom', date: '2026-01-04', place: 'cim-start, staging' };
const feedback = {
  item: 'review/community-feedback',
  by: '@ada-example',
  date: '2026-01-14',
  start: '2026-01-05',
  end: '2026-01-12',
  place: 'the forum',
};
const approval = { item: 'review/approval', by: '@lead', date: '2026-01-15' };
const five = [self, independent, testing, feedback, approval];

/** The ready module with these records, for its version and with evidence that exists, unless they say otherwise. */
const recorded = (...steps: Step[]) => {
  const entries = steps.map((step) => {
    const whole = { version: '1.1.0', evidence: 'README.md', ...step };
    return `  - ${Object.entries(whole)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n    ')}`;
  });
  return ready.with('.cim-ready.yaml', `version: 1\nattestations:\n${entries.join('\n')}\n`);
};
/** Every step is recorded as it should be but for one change. */
const but = (item: string, change: Partial<Step> & Record<string, string>) =>
  recorded(...five.map((step) => (step.item === item ? { ...step, ...change } : step)));
const review = { also: ['review/'] };

describe('review/self-assessment', () => {
  test('a maintainer, by handle or name', async () => {
    await holds('review/self-assessment', recorded(self), /@ada-example on 2026-01-02 for 1\.1\.0: README\.md/);
    await holds('review/self-assessment', recorded({ ...self, by: 'Ada Example' }));
    await holds('review/self-assessment', recorded({ ...self, version: '1.1.7', evidence: 'https://example.org/1' }));
  });
  test('somebody else', () =>
    breaks('review/self-assessment', recorded({ ...self, by: '@ada' }), /@ada is no maintainer in cim\.yaml/));
  test('evidence that is not there, a date to come', async () => {
    await breaks('review/self-assessment', recorded({ ...self, evidence: '../../etc/passwd' }), /neither a link nor/);
    await breaks(
      'review/self-assessment',
      recorded({ ...self, evidence: 'http://example.org/1' }),
      /neither a link nor/,
    );
    await breaks('review/self-assessment', recorded({ ...self, date: '2026-01-16' }), /2026-01-16, which is to come/);
  });
  test('no cim.yaml to know the maintainers from', () =>
    breaks('review/self-assessment', recorded(self).without('cim.yaml'), /no cim\.yaml/, {
      also: ['cim-yaml/', 'maintenance/'],
    }));
  test('nothing recorded, another version, not read, a file with mistakes', async () => {
    await opens('review/self-assessment', ready, /nothing is recorded for 1\.1\.0/);
    await opens(
      'review/self-assessment',
      recorded({ ...self, version: '1.0.0' }),
      /recorded for 1\.0\.0 by @ada-example, not for 1\.1\.0/,
    );
    await opens('review/self-assessment', recorded(self).under({ attestations: false }), /not read in this run/);
    await opens('review/self-assessment', recorded({ ...self, date: 'today' }), /nothing is recorded/);
  });
});

describe('review/independent', () => {
  test('somebody who is neither maintainer nor author', () =>
    holds('review/independent', recorded(self, independent), /Ines Weber/, review));
  test('a maintainer, somebody with commits', async () => {
    const by = (who: string) => recorded(self, { ...independent, by: who });
    await breaks('review/independent', by('Ada Example'), /Ada Example is a maintainer/, review);
    await breaks('review/independent', by('Ines <ada@example.org>'), /has commits since v/, review);
    await breaks('review/independent', by('Ines (@ada)'), /has commits since v/, review);
  });
  test('before the self-assessment', async () => {
    await breaks('review/independent', recorded(independent), /review\/self-assessment, which comes before it, is not/);
    await breaks(
      'review/independent',
      recorded(self, { ...independent, date: '2026-01-01' }),
      /before review\/self-assessment/,
      review,
    );
  });
  test('a handle alone, no git', async () => {
    await opens('review/independent', recorded(self, { ...independent, by: '@ines' }), /write the name too/, review);
  });
});

describe('review/reference-testing', () => {
  test('who, where, when', () =>
    holds('review/reference-testing', recorded(self, independent, testing), /@tom on 2026-01-04/, review));
  test('no place', () => {
    const { place: _, ...placeless } = testing;
    return breaks('review/reference-testing', recorded(self, independent, placeless), /says no place/, review);
  });
  test('nothing recorded', () => opens('review/reference-testing', ready, /nothing is recorded/));
});

describe('review/community-feedback', () => {
  test('a period that is over', () =>
    holds('review/community-feedback', recorded(...five), /7 days from 2026-01-05 to 2026-01-12: the forum/, review));
  test('no end, an end before the start, a record before the end', async () => {
    const { end: _, ...endless } = feedback;
    const before = [self, independent, testing];
    await breaks('review/community-feedback', recorded(...before, endless), /says no end/, review);
    await breaks('review/community-feedback', but(feedback.item, { end: '2026-01-05' }), /ends on 2026-01-05/, review);
    await breaks(
      'review/community-feedback',
      but(feedback.item, { date: '2026-01-11' }),
      /before the period ends/,
      review,
    );
  });
  test('a period that still runs', () =>
    opens('review/community-feedback', but(feedback.item, { end: '2026-02-01' }), /runs until 2026-02-01/, review));
});

describe('review/approval', () => {
  test('after the four', () => holds('review/approval', recorded(...five), /@lead on 2026-01-15/, review));
  test('without one of them, before one of them, on one that does not hold', async () => {
    await breaks(
      'review/approval',
      recorded(self, independent, testing, approval),
      /community-feedback, which/,
      review,
    );
    await breaks(
      'review/approval',
      but(approval.item, { date: '2026-01-13' }),
      /before review\/community-feedback/,
      review,
    );
    await breaks(
      'review/approval',
      but(self.item, { by: '@tom' }),
      /approved without review\/self-assessment \(fail\)/,
      review,
    );
  });
  test('nothing recorded', () => opens('review/approval', ready, /nothing is recorded/));
});
