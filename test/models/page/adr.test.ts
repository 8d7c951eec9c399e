import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimsToBeRecord,
  isDecisionRecordPath,
  missingParts,
  readAdrDir,
  readDecisionRecord,
} from '../../../src/models/page/adr.ts';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';

const read = (text: string) => readDecisionRecord(parseMarkdown(text));
const decision = '## Decision\n\nWe will write all events with their version.\n';

describe('readDecisionRecord', () => {
  it('reads Nygard', () => {
    const record = read(
      `# 1. Events carry a version\n\n## Status\n\nAccepted\n\n## Context\n\nThey change.\n\n${decision}`,
    );
    expect(record).toMatchObject({
      title: '1. Events carry a version',
      status: { known: 'accepted', line: 5 },
      decision: { line: 11 },
    });
  });

  it('reads MADR with front matter', () => {
    const record = read(
      '---\nstatus: "superseded by ADR-0123"\ndate: 2025-01-01\n---\n# Use X\n\n## Decision Drivers\n\n* many good reasons to list here\n\n## Decision Outcome\n\nChosen option: "X", because it is simple.\n',
    );
    expect(record.status).toMatchObject({ known: 'superseded', line: 2 });
    expect(record.decision?.line).toBe(11);
  });

  it.each([
    ['a list', '- **Status**: Proposed\n- **Date**: 2025-01-01'],
    ['a line', 'Status: proposed'],
    ['a table row', '| Key | Value |\n|--|--|\n| Status | Proposed |'],
    ['a table head', '| Status | Proposed |\n|--|--|\n| Date | 2025 |'],
    ['a heading', '## Status: Proposed'],
  ])('finds the status in %s', (_, status) => {
    expect(read(`# T\n\n${status}\n\n${decision}`).status?.known).toBe('proposed');
  });

  it('takes the last state that adr-tools wrote', () => {
    expect(read('# T\n\n## Status\n\nAccepted\n\nSuperseded by [2. U](2.md)\n').status).toMatchObject({
      known: 'superseded',
      line: 7,
    });
  });

  it('takes no slot of a template for a status, a title or a decision', () => {
    expect(
      read(
        '---\nstatus: "{proposed | rejected | accepted}"\n---\n# {short title}\n\n## Decision\n\n{what we decided and why}\n',
      ),
    ).toEqual({});
    expect(read('# T\n\n## Status\n\nProposed | Accepted | Rejected\n').status).toBeUndefined();
    expect(read('# T\n\n## Status\n\nTBD\n').status).toBeUndefined();
  });

  it('keeps a status that is none of the five as written', () => {
    expect(read('# T\n\n## Status\n\nIn discussion\n').status).toEqual({ text: 'In discussion', line: 5 });
  });

  it('says how long a decision is that is too short', () => {
    const missing = (words: string) => missingParts(read(`# T\n\n## Status\n\nAccepted\n\n## Decision\n\n${words}\n`));
    expect(missing('We count them.')).toEqual(['a decision of 5 words or more (found 3)']);
    expect(missing('We count them one by one.')).toEqual([]);
    expect(missingParts(read('# T\n\n## Status\n\nAccepted\n'))).toEqual(['a decision']);
  });

  it('is not satisfied by an overview', () => {
    const record = read('# Architecture\n\n## Design Decisions\n\n### Events\n\nWe use events for everything here.\n');
    expect(record.status).toBeUndefined();
    expect(record.decision).toBeUndefined();
  });

  it('reads any page', () => {
    const piece = fc.constantFrom(
      '# T\n',
      '## Status\n',
      'Accepted\n',
      '\n',
      '---\n',
      'status: a\n',
      '| Status | x |\n|--|--|\n',
      '## Decision\n',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (parts) => void read(parts.join(''))),
    );
  });
});

describe('where records lie', () => {
  it.each([
    'docs/adr/0001-x.md',
    'doc/adr/x.md',
    'docs/decisions/1.md',
    'docs/architecture/decisions/1.md',
    'adr/1.md',
    'crates/a/docs/ADR/1.md',
    'docs/technical/architecture/ADR-001-one-coproduct.md',
    'doc/adr_12.md',
  ])('%s', (path) => expect(isDecisionRecordPath(path)).toBe(true));
  it.each([
    'docs/adr/README.md',
    'docs/adr/template.md',
    'docs/adr-tools-setup.md',
    'src/adr-001.md',
    'docs/adr/0000-adr-template.md',
    'docs/architecture.md',
    'tests/fixtures/docs/adr/1.md',
    'docs/adr/1.png',
  ])('not %s', (path) => expect(isDecisionRecordPath(path)).toBe(false));
  it('asks .adr-dir', () => {
    expect(readAdrDir('./design/records/\n')).toBe('design/records');
    expect(isDecisionRecordPath('design/records/1.md', 'design/records')).toBe(true);
    expect(['../x', '/etc', ''].map(readAdrDir)).toEqual([undefined, undefined, undefined]);
  });
  it('does not take every page there for a record', () => {
    expect(claimsToBeRecord('docs/adr/evolution.md', {})).toBe(false);
    expect(claimsToBeRecord('docs/adr/0001-x.md', {})).toBe(true);
  });
});
