/** Fuzz targets: workflows and what they start, expressions, filters, matrices. */

import { cargoCommand, testsRun } from '../../src/models/ci/cargo-command.ts';
import { type Ci, readCi } from '../../src/models/ci/ci.ts';
import { denyLicences, reviewLicences } from '../../src/models/ci/licence-config.ts';
import { readProtection } from '../../src/models/git/branch-protection.ts';
import { parseExpression, parseTemplate, printExpression } from '../../src/models/workflow/expression.ts';
import { matchesPattern, passesFilter, sampleOf } from '../../src/models/workflow/filter.ts';
import { Unavailable } from '../../src/rule.ts';
import { must, mustLie } from './must.ts';
import type { Target } from './targets.ts';

const workflowWords =
  'on: push\n|on: [push, pull_request]\n|jobs:\n|  a:\n|    runs-on: ubuntu-latest\n|    steps:\n|      - run: |      - uses: |    needs: a\n|    if: |    strategy:\n      matrix:\n|        include:\n|        exclude:\n|${{ |}}|matrix.os|github.ref|needs.a.result|always()|failure()|success()|contains(|fromJSON(|format(|hashFiles(|startsWith(|continue-on-error: true\n|cargo test|cargo test --no-run|make test|just test|./x.sh|shell: |working-directory: |env:\n|defaults:\n|with:\n|branches: [main]|paths-ignore: ["**.rs"]|workflow_call:\n|inputs:\n|secrets: inherit|&a |*a|<<: |>-\n|\\|\n|!|&&'
    .replaceAll('\\|', '\u0001')
    .replaceAll('|!|&&', '|!|&&')
    .split('|')
    .map((word) => word.replaceAll('\u0001', '|'));

/** A repository in which CI starts everything that the text may be. */
const around: Readonly<Record<string, string>> = {
  Makefile: 'test: build\n\tcargo test\nbuild:\n\tcargo build\n',
  justfile: 'test:\n    cargo test\n',
  'x.sh': 'set -e\ncargo test\n',
  'src/lib.rs': '',
  'Cargo.toml': '[package]\nname = "x"\nversion = "1.0.0"\n',
};

function readAround(files: Readonly<Record<string, string>>): Ci | undefined {
  const all = { ...around, ...files };
  try {
    return readCi({
      paths: Object.keys(all),
      read: (path) => (Object.hasOwn(all, path) ? all[path as keyof typeof all] : undefined),
      mainBranches: ['main'],
      tags: ['v1.0.0', '1.0.0'],
      packages: ['demo', 'demo-cli'],
      repository: 'o/r',
      folder: '',
    });
  } catch (thrown) {
    if (thrown instanceof Unavailable) return undefined;
    throw thrown;
  }
}

function inCi(path: string, caller?: string) {
  return (text: string): void => {
    const workflows = caller === undefined ? {} : { '.github/workflows/main.yml': caller };
    const ci = readAround({ ...workflows, [path]: text });
    for (const { place } of ci?.runs ?? []) if (place.path === path) mustLie(place.line, text, 'a run');
    for (const { argv } of ci?.runs ?? []) {
      const command = cargoCommand(argv);
      if (command !== undefined) testsRun(command);
    }
  };
}

const calling = (step: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - ${step}\n`;

export const ciTargets: readonly Target[] = [
  { name: 'workflow', seeds: /workflows\/.*\.ya?ml$/, tokens: workflowWords, run: inCi('.github/workflows/ci.yml') },
  {
    name: 'action',
    seeds: /action\.ya?ml$/,
    tokens: [...workflowWords, 'runs:\n', 'using: composite\n', '${{ inputs.x }}', 'default: '],
    run: inCi('.github/actions/x/action.yml', calling('uses: ./.github/actions/x')),
  },
  {
    name: 'script of a workflow',
    seeds: /\.sh$/,
    tokens: [
      'cargo test\n',
      'source ./x.sh\n',
      'make test\n',
      'bash -c "',
      'cd x\n',
      'xargs ',
      'env A=b ',
      'sudo ',
      'docker run x ',
      'nix develop -c ',
    ],
    run: inCi('x.sh', calling('run: ./x.sh')),
  },
  {
    name: 'Makefile of a workflow',
    seeds: /Makefile$/,
    tokens: ['test: a\n', '\tcargo test\n', '$(A)', 'A = $(B)\n', '\t$(MAKE) -C x\n', 'include Makefile\n'],
    run: inCi('Makefile', calling('run: make test')),
  },
  {
    name: 'justfile of a workflow',
    seeds: /justfile$/,
    tokens: ['test: a\n', '    cargo test\n', '{{A}}', 'A := "b"\n', '    just test\n', 'import "justfile"\n'],
    run: inCi('justfile', calling('run: just test')),
  },
  {
    name: 'expression',
    seeds: /\.expressions$/,
    tokens: [
      '(',
      ')',
      '!',
      '&&',
      '||',
      '==',
      '!=',
      '<',
      '>=',
      "'",
      "''",
      '.',
      '*',
      '[',
      ']',
      ',',
      'github.',
      'null',
      'true',
      '0x1f',
      '1e3',
      'contains(',
      'always()',
      '${{',
      '}}',
    ],
    run: (text) => {
      parseTemplate(text);
      for (const line of text.split('\n')) {
        const expression = parseExpression(line);
        if (expression === undefined) continue;
        const printed = printExpression(expression);
        const again = parseExpression(printed);
        must(again !== undefined, `what was printed does not parse: ${printed.slice(0, 200)}`);
        if (again !== undefined)
          must(printExpression(again) === printed, `printed in two ways: ${printed.slice(0, 200)}`);
      }
    },
  },
  {
    name: 'filter of branches',
    seeds: /\.patterns$/,
    tokens: ['*', '**', '?', '+', '[a-z]', '[', ']', '!', '\\', 'main', 'v', '/', '[0-9]+'],
    run: (text) => {
      const patterns = text.split('\n').slice(0, 30);
      passesFilter(patterns, 'releases/v1.0');
      for (const pattern of patterns) {
        matchesPattern(pattern, 'a'.repeat(60));
        const sample = sampleOf(pattern);
        if (sample !== undefined)
          must(matchesPattern(pattern, sample), `${pattern} does not match its sample ${sample}`);
      }
    },
  },
  {
    name: 'settings and rulesets',
    seeds: /(?:settings\.yml|ruleset\.json)$/,
    tokens: [
      'branches:\n',
      '  - name: main\n',
      'protection:\n',
      'required_pull_request_reviews:\n',
      'required_approving_review_count: ',
      '"rules": [',
      '"type": "pull_request"',
      '"enforcement": "active"',
      '~DEFAULT_BRANCH',
    ],
    run: (text) => {
      readProtection('.github/settings.yml', text, 'main');
      readProtection('.github/rulesets/main.json', text, 'main');
    },
  },
  {
    name: 'configuration of licence checks',
    seeds: /(?:deny|about)\.toml$|dependency-review.*\.yml$/,
    tokens: ['[licenses]\n', 'allow = [', '"MIT"', 'unlicensed = "allow"\n', 'deny-licenses:\n', 'allow-licenses:\n'],
    run: (text) => {
      denyLicences(() => text, [''], undefined);
      reviewLicences(text);
    },
  },
];
