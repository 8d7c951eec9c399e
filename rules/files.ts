/** The standard's section "2. Repository Standards", heading "Repository Files". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'files',
  section: '2. Repository Standards',
  title: 'Repository Files',
  rules: [
    {
      id: 'files/license',
      text: 'LICENSE file (Apache-2.0 or MIT)',
      why: 'Without a licence nobody may use the module.',
      how: 'The text is recognised as Apache-2.0 or MIT, filled in, and agrees with package.license.',
      fix: 'Add the full text of the licence that Cargo.toml names.',
      check: undecided,
    },
    {
      id: 'files/contributing',
      text: 'CONTRIBUTING.md with guidelines',
      why: 'A contributor should not have to ask how.',
      how: 'How to propose a change and how to build or test, at least 50 words.',
      fix: 'Say in CONTRIBUTING.md how to propose a change and how to run the tests.',
      check: undecided,
    },
    {
      id: 'files/code-of-conduct',
      text: 'CODE_OF_CONDUCT.md',
      why: 'People need to know where to turn.',
      how: 'A code of conduct with a contact filled in.',
      fix: 'Add CODE_OF_CONDUCT.md and fill in its contact.',
      check: undecided,
    },
    {
      id: 'files/security',
      text: 'SECURITY.md with vulnerability reporting',
      why: 'A finder without a private channel reports in public.',
      how: 'A private way to report, filled in.',
      fix: "Name an e-mail address or GitHub's private reporting in SECURITY.md.",
      check: undecided,
    },
    {
      id: 'files/gitignore',
      text: '.gitignore properly configured',
      why: 'Build output and keys do not belong in history.',
      how: 'target/ is ignored, and nothing is tracked that should not be.',
      fix: 'Ignore /target and `git rm --cached` what is listed.',
      check: undecided,
    },
    {
      id: 'files/rust-toolchain',
      text: 'rust-toolchain.toml for version pinning',
      why: 'The same compiler everywhere, or bugs that only some see.',
      how: 'A version or a dated nightly is pinned, not older than rust-version.',
      fix: 'Write `[toolchain] channel = "1.85.0"` in rust-toolchain.toml.',
      check: undecided,
    },
  ],
};

export default group;
