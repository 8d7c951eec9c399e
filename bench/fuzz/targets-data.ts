/** Fuzz targets: manifests, lock files, YAML, advisories, licences, patterns, what git prints, coverage reports, credentials. */

import { readConfig } from '../../src/decisions/config.ts';
import { readOwnFile } from '../../src/decisions/own-file-reader.ts';
import { parseAdvisory } from '../../src/models/advisory/advisory.ts';
import { contains, parseRange } from '../../src/models/advisory/version-range.ts';
import { parseLockfile } from '../../src/models/cargo/lockfile.ts';
import { metadataProblems } from '../../src/models/cargo/metadata.ts';
import { admits, implies, parseRequirement, parseVersion } from '../../src/models/cargo/requirement.ts';
import { readToolchain } from '../../src/models/cargo/toolchain.ts';
import { readCargoModule } from '../../src/models/cargo/workspace.ts';
import { cargoAlias } from '../../src/models/ci/cargo-alias.ts';
import { GeneratedFiles } from '../../src/models/git/attributes.ts';
import { conventionalProblem, parseConventional } from '../../src/models/git/commit.ts';
import { parseGitConfig } from '../../src/models/git/config.ts';
import { IgnoreRules } from '../../src/models/git/ignore-patterns.ts';
import { parseLog, parseStates, parseTracked, readTagObject } from '../../src/models/git/output.ts';
import { PatchReader } from '../../src/models/git/patch.ts';
import { parseRemote } from '../../src/models/git/remote.ts';
import { recogniseLicence } from '../../src/models/licence/licence.ts';
import { licencesIn, parseSpdx } from '../../src/models/licence/spdx.ts';
import { isCoverage, ownCoverage, parseCoverage } from '../../src/models/line-coverage/report.ts';
import { readTagName, skipsVersion } from '../../src/models/release/release.ts';
import { scanSecrets } from '../../src/models/secrets/scan.ts';
import { matchesGlob } from '../../src/models/text/glob.ts';
import { putIntoList } from '../../src/models/yaml/edit.ts';
import { parseYaml, type YamlNode } from '../../src/models/yaml/yaml.ts';
import { policySchema } from '../../src/schema/policy.ts';
import { repositoryFileSchema } from '../../src/schema/repository-file.ts';
import { readFieldProblems } from './cim-yaml.ts';
import { must, mustLie } from './must.ts';
import type { Target } from './targets.ts';

function visit(node: YamlNode | undefined, text: string, depth = 0): void {
  if (node === undefined || depth > 40) return;
  mustLie(node.line, text, 'a node');
  if (node.kind === 'seq') for (const item of node.items.slice(0, 50)) visit(item, text, depth + 1);
  if (node.kind === 'map') for (const { value } of node.entries.slice(0, 50)) visit(value, text, depth + 1);
}

const tomlWords =
  '[package]\n|[dependencies]\n|[workspace]\nmembers = [|[features]\n|[[bin]]\n|[lib]\n|name = "|version = "1.0.0"\n|edition = "2021"\n|{ path = "|{ workspace = true }|"dep:|.workspace = true|"""|\'\'\'|\\u{|1979-05-27|inf|0x|_|= [|]|{|}|"|a.b.c = |[target.\'cfg(unix)\'.dependencies]\n|*|../'.split(
    '|',
  );
const yamlWords =
  '- |: |? |&a |*a|<<: *a\n|!!str |>-\n|---\n|...\n|{|}|[|]|"|\'|#|~|null|\t|%YAML 1.1\n|!<x> |\\n|- - - '
    .split('|')
    .concat('|\n');

const paths = ['src/main.rs', 'a/b/c.rs', 'target/x', '.env', 'a', 'a/b', 'x.log', 'a\\b', '[x]', 'ab.c/d'];

export const dataTargets: readonly Target[] = [
  {
    name: 'manifest',
    seeds: /Cargo\.toml$/,
    tokens: tomlWords,
    run: (text) => {
      const [root = '', ...others] = text.split('#--\n');
      const files = new Map([
        ['Cargo.toml', root],
        ...others.map((other, at): [string, string] => [`${'abcdefgh'[at % 8]}/Cargo.toml`, other]),
        ['src/lib.rs', ''],
        ['examples/x/main.rs', ''],
      ]);
      const result = readCargoModule({
        paths: [...files.keys()],
        has: (path) => files.has(path),
        hides: () => false,
        text: (path) => files.get(path),
      });
      if (result.kind !== 'module') return;
      for (const { path, line } of result.module.problems) mustLie(line, files.get(path) ?? '', 'a problem');
      for (const one of result.module.packages) metadataProblems(one, []);
    },
  },
  {
    name: 'lock file',
    seeds: /Cargo\.lock$/,
    tokens: [
      '[[package]]\n',
      'name = "',
      'version = "',
      'source = "registry+',
      'dependencies = [\n',
      '[metadata]\n',
      'version = 4\n',
      '[root]\n',
    ],
    run: (text) => {
      for (const { line } of parseLockfile(text).packages) mustLie(line, text, 'a package');
    },
  },
  {
    name: 'toolchain and cargo configuration',
    seeds: /rust-toolchain|config\.toml$/,
    tokens: [
      '[toolchain]\n',
      'channel = "',
      '1.85.0',
      'nightly-2025-01-01',
      '[alias]\n',
      't = "test --all"',
      'a = ["b"]\n',
    ],
    run: (text) => {
      mustLie(readToolchain(text).line, text, 'the toolchain');
      cargoAlias(['cargo', 't'], text);
      cargoAlias(['cargo', 'a', '--x'], text);
    },
  },
  {
    name: 'YAML',
    seeds: /\.ya?ml$/,
    tokens: yamlWords,
    run: (text) => {
      const file = parseYaml(text);
      for (const { line } of file.problems) mustLie(line, text, 'a problem');
      for (const { root } of file.documents.slice(0, 50)) visit(root, text);
    },
  },
  {
    name: 'cim.yaml',
    seeds: /cim\.yaml$/,
    tokens: [
      ...yamlWords,
      'module:\n',
      '  name: ',
      'cim-',
      'version: ',
      'maintainers:\n',
      'github: "@',
      'keywords: ',
      'dependencies: {}',
    ],
    run: (text) => {
      for (const { line } of readFieldProblems(text)) mustLie(line, text, 'a problem');
    },
  },
  {
    name: 'waivers and attestations',
    seeds: /cim-ready\.yaml$/,
    tokens: [
      ...yamlWords,
      'version: 1\n',
      'waivers:\n',
      '  - item: docs/adr\n',
      'until: 2099-01-01\n',
      'reason: x\n',
      'by: "@a"\n',
      'attestations:\n',
      'critical-paths: [',
      'coverage: [',
    ],
    run: (text) => {
      for (const { line } of readOwnFile(text, {}).notes) mustLie(line, text, 'a note');
      // As `waive` does it: only what is without mistakes is edited, and stays so.
      if (readConfig(text, repositoryFileSchema).problems.length > 0) return;
      const entry = { item: 'docs/adr', by: 'x', reason: 'y', until: '2026-12-31' };
      const { text: edited } = putIntoList(text, 'waivers', entry, ['item', 'path', 'fingerprint']);
      const [problem] = readConfig(edited, repositoryFileSchema).problems;
      must(problem === undefined, `the edited file has a mistake: ${problem?.message}`);
    },
  },
  {
    name: 'policy',
    seeds: /policy\.yaml$/,
    tokens: [...yamlWords, 'version: 1\n', 'levels:\n', 'exclude: [', 'rules:\n', 'check:\n', 'extends: '],
    run: (text) => {
      for (const { line } of readConfig(text, policySchema).problems) mustLie(line, text, 'a problem');
    },
  },
  {
    name: 'advisory',
    seeds: /advisories\/.*\.md$/,
    tokens: [
      '```toml\n',
      '```\n',
      '[advisory]\n',
      'id = "RUSTSEC-2025-0001"\n',
      'package = "x"\n',
      '[versions]\n',
      'patched = ["',
      '>= 1.2',
      '^0.3.1',
      '< 2, >= 1',
      'unaffected = ["',
      'withdrawn = "2025-01-01"\n',
      'informational = "unsound"\n',
    ],
    run: parseAdvisory,
  },
  {
    name: 'versions and requirements',
    seeds: /\.versions$/,
    tokens: [
      '>=',
      '<',
      '^',
      '~',
      '=',
      '*',
      '.',
      ',',
      '-alpha.1',
      '+build',
      '1',
      '0',
      'x',
      'v',
      ' ',
      '18446744073709551616',
    ],
    run: (text) => {
      const version = parseVersion('1.2.3');
      for (const line of text.split('\n').slice(0, 60)) {
        const range = parseRange(line);
        const requirement = parseRequirement(line);
        if (version !== undefined && range !== undefined) contains(range, version);
        if (version !== undefined && requirement !== undefined) admits(requirement, version);
        if (requirement !== undefined) must(implies(requirement, requirement), `${line} does not imply itself`);
        readTagName(line, new Set(['x', 'a-b']));
        skipsVersion(line, '1.2.3');
      }
    },
  },
  {
    name: 'SPDX expression',
    seeds: /\.spdx$/,
    tokens: [
      'MIT',
      'Apache-2.0',
      ' OR ',
      ' AND ',
      ' WITH ',
      '(',
      ')',
      '+',
      '/',
      'LicenseRef-x',
      'DocumentRef-a:',
      'GPL-2.0-only',
      'LLVM-exception',
    ],
    run: (text) => {
      for (const line of text.split('\n').slice(0, 40)) {
        const result = parseSpdx(line);
        if ('expression' in result) licencesIn(result.expression as Parameters<typeof licencesIn>[0]);
      }
    },
  },
  {
    name: 'licence text',
    seeds: /LICENSE/,
    tokens: [
      'MIT License',
      'Permission is hereby granted',
      'Apache License',
      'Version 2.0',
      'Copyright (c) 2025 X',
      'END OF TERMS',
      'SPDX-License-Identifier: MIT',
    ],
    run: recogniseLicence,
  },
  {
    name: '.gitignore and .gitattributes',
    seeds: /\.git(?:ignore|attributes)$/,
    tokens: [
      '*',
      '**',
      '/',
      '!',
      '\\',
      '[a-z]',
      '[!x]',
      '?',
      'target',
      '#',
      '\n',
      ' linguist-generated',
      ' -text',
      '"a b"',
      '[[:alpha:]]',
    ],
    run: (text) => {
      const rules = new IgnoreRules();
      rules.add('', text);
      rules.add('a', text);
      const generated = new GeneratedFiles();
      generated.add('', text);
      for (const path of paths) {
        const found = rules.ignores(path);
        if (found !== undefined) mustLie(found.line, text, 'a pattern');
        generated.has(path);
      }
    },
  },
  {
    name: 'globs',
    seeds: /\.patterns$/,
    tokens: ['*', '**', '**/', '{a,b}', '[', ']', '!', '\\', '?', '.', '/', '../', 'src'],
    run: (text) => {
      for (const glob of text.split('\n').slice(0, 30)) for (const path of paths) matchesGlob(glob, path);
    },
  },
  {
    name: 'credentials',
    seeds: /secrets\.\w+$|\.env$/,
    tokens: [
      'AKIA',
      'ghp_',
      'password = "',
      'token: ',
      'api_key=',
      '-----BEGIN RSA PRIVATE KEY-----\n',
      '-----END RSA PRIVATE KEY-----\n',
      'postgres://u:',
      '@host',
      'xoxb-',
      'kind: Secret\n',
      'data:\n',
      'eyJhbGciOi',
      '# gitleaks:allow',
      'EXAMPLE',
      'sk-',
      '\\n',
      '${',
      '}',
    ],
    run: (text) => {
      for (const path of ['a.env', 'a.rs', 'a.yaml', undefined]) {
        const { findings, skippedLines } = scanSecrets(text, path);
        for (const { line } of findings) mustLie(line, text, 'a credential');
        for (const line of skippedLines) mustLie(line, text, 'a skipped line');
      }
    },
  },
  {
    name: 'coverage report',
    seeds: /lcov\.info$|cobertura\.xml$|coverage.*\.json$/,
    tokens: [
      'SF:',
      'DA:',
      'end_of_record\n',
      'LF:',
      'BRDA:',
      '<class filename="',
      '<line number="',
      ' hits="',
      '/>',
      '<!ENTITY',
      '<![CDATA[',
      '"segments":',
      '"covered":',
      '"lines":',
      '99999999999',
      '-1',
    ],
    run: (text) => {
      const report = parseCoverage(text);
      if (report === undefined || !isCoverage(report)) return;
      const { covered, total } = ownCoverage(report, (path) => path === 'src/lib.rs');
      must(covered >= 0 && covered <= total, `${covered} of ${total} lines are covered`);
    },
  },
  {
    name: 'commit messages',
    seeds: /\.messages$/,
    tokens: [
      'feat',
      'fix(',
      ')',
      '!',
      ': ',
      'BREAKING CHANGE: ',
      'BREAKING-CHANGE #',
      '\n\n',
      'Revert "',
      'Merge branch ',
      'fixup! ',
      'Signed-off-by: ',
    ],
    run: (text) => {
      for (const header of text.split('\n')) {
        parseConventional(header);
        conventionalProblem(header);
        conventionalProblem(header, new Set(['feat']));
      }
    },
  },
  {
    name: 'what git prints',
    seeds: /\.git-output$/,
    tokens: [
      '\0',
      '\n',
      'refs/tags/v1.0.0',
      'tag',
      'commit',
      '0123456789012345678901234567890123456789',
      'H 100644 ',
      '120000',
      '160000',
      '@@ -1,2 +3,4 @@\n',
      '+++ b/',
      '--- a/',
      'diff --git a/x b/x\n',
      '"a\\tb"',
      '\\ No newline',
      '@@@ -1 -1 +1 @@@\n',
      ':100644 100644 ',
    ],
    run: (text) => {
      parseLog(Buffer.from(text));
      readTagObject('a'.repeat(40), 'tag', text);
      parseTracked(text);
      parseStates(text);
      // Cut in two ways, the same must come out.
      const bytes = Buffer.from(text);
      const whole = new PatchReader();
      const parts = new PatchReader();
      const one = [...whole.take(bytes), ...whole.end()];
      const half = bytes.length >> 1;
      const two = [...parts.take(bytes.subarray(0, half)), ...parts.take(bytes.subarray(half)), ...parts.end()];
      must(JSON.stringify(one) === JSON.stringify(two), 'a patch cut in two reads differently');
    },
  },
  {
    name: 'git configuration and addresses',
    seeds: /gitconfig$/,
    tokens: [
      '[core]\n',
      '[remote "origin"]\n',
      'url = ',
      'git@github.com:a/b.git',
      'https://u:p@host/a/b',
      '\\\n',
      '"',
      '; x',
      '# x',
      '[include]\npath = x\n',
      '[a "b\\"c"]',
    ],
    run: (text) => {
      const config = parseGitConfig(text);
      for (const address of config.get('remote.origin.url') ?? []) parseRemote(address);
      for (const line of text.split('\n').slice(0, 40)) parseRemote(line);
    },
  },
];
