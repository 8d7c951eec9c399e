import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ci, readCi } from '../../../src/models/ci/ci.ts';

const read = (files: Record<string, string>): Ci =>
  readCi({
    paths: Object.keys(files),
    read: (path) => files[path],
    mainBranches: ['main'],
    tags: ['v1.2.3'],
    packages: [],
    repository: 'org/x',
    folder: '',
  });
const workflow = (jobs: string, on = 'push') => ({ '.github/workflows/x.yml': `on: ${on}\njobs:\n${jobs}` });
const job = (steps: string, more = '') =>
  `  a:\n    runs-on: [self-hosted, ubuntu-latest]\n${more}    steps:\n${steps}`;
const started = (ci: Ci) =>
  ci.runs.filter(({ occasion }) => occasion.kind === 'push').map(({ argv, action }) => action?.name ?? argv.join(' '));

describe('what a workflow starts', () => {
  it('fills in the matrix and the environment', () => {
    const steps = '      - run: ${{ env.TOOL }} $SUB ${{ matrix.flag }}\n        env: {SUB: test}\n';
    const more = '    env: {TOOL: cargo}\n    strategy: {matrix: {flag: [--lib, --doc]}}\n';
    expect(started(read(workflow(job(steps, more))))).toEqual(['cargo test --lib', 'cargo test --doc']);
  });
  it('knows the repository, the event and the branch', () => {
    const steps = [
      "github.repository == 'org/x'",
      "github.repository_owner != 'org'",
      "github.ref_name == 'main'",
      "github.event_name == 'push' && github.ref_type == 'branch'",
      'github.event.pull_request.draft == false || true',
      "startsWith(github.ref, 'refs/tags/')",
    ].map((condition, n) => `      - run: echo ${n}\n        if: ${condition}\n`);
    expect(started(read(workflow(job(steps.join('')))))).toEqual(['echo 0', 'echo 2', 'echo 3', 'echo 4']);
  });
  it('skips a job that needs a skipped one, unless it runs always', () => {
    const jobs = [
      '  a: {runs-on: ubuntu-latest, if: false, steps: [{run: echo a}]}',
      '  b: {runs-on: ubuntu-latest, needs: a, steps: [{run: echo b}]}',
      '  c: {runs-on: ubuntu-latest, needs: [a, b], if: "always()", steps: [{run: echo c}]}',
      `  d: {runs-on: ubuntu-latest, needs: [a], if: "always() && needs.a.result == 'skipped'", steps: [{run: echo d}]}`,
    ];
    expect(started(read(workflow(jobs.join('\n')))).sort()).toEqual(['echo c', 'echo d']);
  });
  it('knows the outcome of earlier steps on a run that goes well', () => {
    const steps =
      "      - {id: x, if: false, run: echo x}\n      - {if: steps.x.outcome == 'skipped', run: echo y}\n      - {if: failure(), run: echo z}\n";
    expect(started(read(workflow(job(steps))))).toEqual(['echo y']);
  });
  it('gives inputs to reusable workflows, with defaults, and only there', () => {
    const files = {
      ...workflow(
        '  a:\n    strategy: {matrix: {os: [ubuntu-latest, macos-latest]}}\n    uses: ./.github/workflows/y.yml\n    with: {os: "${{ matrix.os }}"}\n',
      ),
      '.github/workflows/y.yml':
        'on: {workflow_call: {inputs: {os: {type: string}, flag: {type: string, default: --all}}}}\njobs:\n  t:\n    runs-on: ${{ inputs.os }}\n    steps: [{run: "cargo test ${{ inputs.flag }}"}]\n',
    };
    const ci = read(files);
    expect(ci.runs.filter(({ occasion }) => occasion.kind === 'push').map(({ system }) => system)).toEqual([
      'Linux',
      'macOS',
    ]);
    expect(started(ci)[0]).toBe('cargo test --all');
    expect(ci.runs[0]?.chain).toEqual([{ path: '.github/workflows/x.yml', line: 5, column: 11 }]);
  });
  it('names workflows and actions of others', () => {
    const jobs = `  r: {uses: Org/Repo/.github/workflows/z.yml@v1}\n${job('      - uses: Actions/Checkout@v4\n')}`;
    const ci = read(workflow(jobs));
    expect(started(ci)).toEqual(['org/repo/.github/workflows/z.yml', 'actions/checkout']);
    expect(ci.runs.filter(({ elsewhere }) => elsewhere)).toHaveLength(2);
  });
  it('takes actions that run cargo for what they run', () => {
    const steps =
      '      - uses: actions-rs/cargo@v1\n        with: {command: test, args: --all -- --nocapture, use-cross: true}\n';
    expect(started(read(workflow(job(steps))))).toEqual(['cross test --all -- --nocapture']);
  });
  it('runs no Python as a shell, and cmd to its end', () => {
    const steps =
      '      - {shell: python, run: cargo test}\n      - {shell: "bash -l {0}", run: "cargo build\\ncargo test"}\n';
    const ci = read(workflow(job(steps), 'pull_request'));
    expect(ci.runs.map(({ argv, mask }) => [argv[1], mask === undefined])).toEqual([
      ['build', false],
      ['test', true],
    ]);
  });
  it('takes defaults of the job and the workflow for shell and folder', () => {
    const more = '    defaults: {run: {shell: bash, working-directory: crates/a}}\n';
    const [run] = read(workflow(job('      - run: cargo test | tee x\n', more))).runs;
    expect(run).toMatchObject({ mask: undefined, folder: 'crates/a' });
  });
});

describe('bounds', () => {
  it('a workflow that calls itself comes to an end', () => {
    const ci = read(
      workflow(
        '  a: {uses: ./.github/workflows/x.yml}\n  b: {runs-on: x, steps: [{run: ls}]}\n',
        '[push, workflow_call]',
      ),
    );
    expect(started(ci).length).toBeLessThan(20);
  });
  it('many calls of many calls are refused, and not silently', () => {
    const calls = Array.from({ length: 30 }, (_, n) => `  a${n}: {uses: ./.github/workflows/x.yml}\n`).join('');
    expect(() => read(workflow(calls, '[push, workflow_call]'))).toThrow(/too many steps/);
  });
  it('a script that starts itself comes to an end', () => {
    const ci = read({ ...workflow(job('      - run: ./a.sh\n')), 'a.sh': '#!/bin/sh\n./a.sh\n./a.sh\ncargo test\n' });
    expect(started(ci)).toContain('cargo test');
  });
  it('targets that need each other come to an end', () => {
    const files = {
      Makefile: 'a: b\n\tmake b\nb: a\n\tmake a\n\tcargo test\n',
      justfile: 'a: b\n  just b\nb: a\n  just a\n',
    };
    expect(() => read({ ...workflow(job('      - run: make a\n      - run: just a\n')), ...files })).not.toThrow();
  });
  it('bears whatever stands in the files', () => {
    const word = fc.constantFrom(
      'on',
      'jobs',
      'a',
      'push',
      'runs-on',
      'steps',
      'run',
      'uses',
      'if',
      'needs',
      'strategy',
      'matrix',
      'include',
      './.github/workflows/x.yml',
      '${{ a.b }}',
      'cargo test',
      'x',
    );
    const tree = fc.letrec((tie) => ({
      t: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.array(tie('t'), { maxLength: 4 }),
        fc.dictionary(word, tie('t'), { maxKeys: 6 }),
      ),
    })).t;
    fc.assert(
      fc.property(tree, fc.string(), (value, more) => {
        read({
          '.github/workflows/x.yml': JSON.stringify({ on: ['push', 'workflow_call'], jobs: value }),
          '.github/workflows/y.yml': more,
        });
        read({
          '.github/workflows/x.yml': JSON.stringify({
            on: 'push',
            jobs: { a: { 'runs-on': 'x', steps: [{ run: more }, value] } },
          }),
        });
      }),
    );
  });
});
