/** One report by hand with every verdict, every state of a waiver and an attestation, and text that tries to break out. */
import { countItems, type Report, type ReportItem } from '../src/report.ts';

/** What a hostile repository would put into a path or a message. */
export const hostile = {
  terminal: '\u001b[2J\u001b]0;owned\u0007\u202Egpj.exe',
  html: '<script>window.owned=1</script><img src=x onerror="window.owned=1">',
  markdown: '[click](https://evil.example) **bold** @someone `code` <details>',
  workflow: '%0A::error::\n::set-output name=x::owned',
};

const items: ReportItem[] = [
  {
    id: 'docs/readme-purpose',
    text: 'README: clear module purpose and scope',
    verdict: 'pass',
    evidence: [
      { message: '45 words of prose under "Overview"', path: 'README.md', line: 3, column: 1 },
      { message: 'the title is "cim-sample"', path: 'README.md', line: 1, note: true },
    ],
  },
  {
    id: 'docs/readme-usage',
    text: 'README: usage examples',
    verdict: 'fail',
    evidence: [
      { message: '2 paths of the examples do not exist in the public API' },
      { message: 'cim_sample::Graph::merge does not exist', path: 'README.md', line: 24, column: 5 },
      { message: 'cim_sample::Node does not exist', path: 'README.md', line: 25, column: 5, endLine: 26 },
      { message: 'the block has no language', path: 'README.md', line: 23, note: true },
    ],
    fix: 'Add a short Rust example that imports the crate and compiles.',
    metrics: { paths: 7, missing: 2 },
  },
  {
    id: 'docs/public-api',
    text: 'Inline code documentation for all public APIs',
    verdict: 'fail',
    evidence: [
      { message: '5 of 40 public items have no documentation' },
      ...[12, 20, 31, 44, 58].map((line) => ({
        message: 'no doc comment on a public function',
        path: 'src/lib.rs',
        line,
        column: 8,
      })),
    ],
    fix: 'Write a `///` comment for each item listed; `#![warn(missing_docs)]` keeps it so.',
  },
  {
    id: 'docs/changelog',
    text: 'CHANGELOG.md tracking all versions',
    verdict: 'fail',
    evidence: [{ message: 'no CHANGELOG.md' }],
    fix: 'Add the missing versions to CHANGELOG.md, newest first.',
  },
  {
    id: 'docs/adr',
    text: 'Architecture decision records (ADRs) for key design choices',
    verdict: 'open',
    evidence: [{ message: 'not decided by this version' }],
  },
  {
    id: 'structure/single-responsibility',
    text: 'Single responsibility principle enforced',
    verdict: 'review',
    evidence: [
      { message: '3 modules, the largest with 240 lines' },
      { message: '240 lines, 14 public items', path: 'src/graph.rs', line: 1 },
    ],
  },
  {
    id: 'files/license',
    text: 'LICENSE file (Apache-2.0 or MIT)',
    verdict: 'fail',
    evidence: [{ message: 'LICENSE is neither Apache-2.0 nor MIT', path: 'LICENSE', line: 1, waived: true }],
    fix: 'Put the text of Apache-2.0 or MIT into LICENSE.',
    waiver: { reason: 'legal is on it', by: '@mara', until: '2026-03-01', line: 3, state: 'holds' },
  },
  {
    id: 'files/contributing',
    text: 'CONTRIBUTING.md with guidelines',
    verdict: 'fail',
    evidence: [
      { message: '2 things are missing' },
      { message: 'says nothing on how to test', path: 'CONTRIBUTING.md', line: 4, waived: true },
      { message: 'says nothing on how to propose a change', path: 'CONTRIBUTING.md', line: 1 },
    ],
    fix: 'Say how to propose a change and how to test.',
    waiver: { reason: 'being written', by: '@mara', until: '2026-03-01', line: 8, state: 'partial' },
  },
  {
    id: 'files/security',
    text: 'SECURITY.md with vulnerability reporting',
    verdict: 'fail',
    evidence: [{ message: 'no SECURITY.md in the root, .github/ or docs/' }],
    fix: "Name an e-mail address or GitHub's private reporting in SECURITY.md.",
    waiver: { reason: 'soon', by: '@mara', until: '2025-12-01', line: 12, state: 'expired' },
  },
  {
    id: 'files/gitignore',
    text: '.gitignore properly configured',
    verdict: 'fail',
    evidence: [{ message: 'target/ is not ignored', path: '.gitignore', line: 1 }],
    fix: 'Add /target to .gitignore.',
    level: 'advisory',
  },
  {
    id: 'files/rust-toolchain',
    text: 'rust-toolchain.toml for version pinning',
    verdict: 'fail',
    evidence: [{ message: 'stable pins nothing', path: 'rust-toolchain.toml', line: 2, column: 11 }],
    fix: 'Pin a version.',
    waiver: { reason: 'later', by: '@mara', until: '2036-01-01', line: 16, state: 'too-long' },
  },
  {
    id: 'security/input-validation',
    text: 'Input validation on all public APIs',
    verdict: 'pass',
    evidence: [{ message: '4 public functions take text' }],
    attestation: {
      by: 'Ines Weber (@ines)',
      date: '2026-01-10',
      version: '1.2.0',
      evidence: 'docs/review.md',
      line: 20,
      state: 'holds',
    },
  },
  {
    id: 'security/untrusted-data',
    text: 'No panics on untrusted data',
    verdict: 'review',
    evidence: [{ message: '1 parse of what a caller supplies' }],
    attestation: {
      by: '@ines',
      date: '2025-03-01',
      version: '1.1.0',
      evidence: 'https://example.org/review/7',
      line: 25,
      state: 'outdated',
    },
  },
  {
    id: 'security/unsafe',
    text: 'Safe Rust by default (unsafe justified)',
    verdict: 'fail',
    evidence: [
      { message: `unsafe without a reason: ${hostile.html}` },
      { message: hostile.terminal, path: `src/${hostile.html}.rs`, line: 7 },
      { message: hostile.markdown, path: 'src/a,b:c%.rs', line: 8 },
      { message: hostile.workflow, path: `src/${hostile.terminal}.rs`, line: 9 },
    ],
    fix: `Say why in a SAFETY comment ${hostile.workflow}`,
    attestation: {
      by: '@ines',
      date: '2026-01-10',
      version: '1.2.0',
      evidence: 'docs/review.md',
      line: 30,
      state: 'contradicted',
    },
  },
  {
    id: 'events/replay',
    text: 'Event replay tests',
    verdict: 'notApplicable',
    evidence: [{ message: 'the module defines no events' }],
  },
  {
    id: 'policy/owners',
    text: 'CODEOWNERS names a team',
    verdict: 'error',
    evidence: [{ message: 'the check broke and decided nothing (TypeError: x is not a function)' }],
    fix: 'report this as a bug of cim-ready, with the module and the version',
  },
];

const groups = [
  { slug: 'docs', section: '1. Code Quality Standards', title: 'Documentation' },
  { slug: 'structure', section: '1. Code Quality Standards', title: 'Code Structure' },
  { slug: 'files', section: '2. Repository Standards', title: 'Repository Files' },
  { slug: 'security', section: '5. Security Standards', title: 'Security Practices' },
  { slug: 'events', section: '7. Integration Standards', title: 'Event Standards' },
  { slug: 'policy', section: 'Organisation', title: 'Rules of the policy' },
];

export const sample: Report = {
  schemaVersion: 1,
  tool: { name: 'cim-ready', version: '0.1.0' },
  standard: { title: 'CIM Module Production Readiness Standards', items: 93, groups },
  module: {
    name: 'cim-sample',
    version: '1.2.3',
    kind: 'crate',
    repository: 'https://github.com/example/cims',
    folder: 'modules/cim-sample',
  },
  head: '0123456789abcdef0123456789abcdef01234567',
  summary: countItems(items),
  notes: [
    {
      message: "the repository's own .cim-ready.yaml adds 4 waivers, 3 attestations",
      path: '.cim-ready.yaml',
      note: true,
    },
    {
      message: 'waiver of files/security: expired on 2025-12-01, so the finding counts again',
      path: '.cim-ready.yaml',
      line: 12,
      note: true,
    },
    { message: '12 files left out: in vendor/, target/ or node_modules/', note: true },
  ],
  items,
};

/** A second module where all is well. */
export const clean: Report = {
  ...sample,
  module: { name: 'cim-clean', version: '2.0.0', kind: 'crate' },
  notes: [],
  items: items.slice(0, 1),
  summary: countItems(items.slice(0, 1)),
};
