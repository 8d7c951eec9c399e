/** The standard's section "2. Repository Standards", heading "CI/CD Pipeline". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'ci',
  section: '2. Repository Standards',
  title: 'CI/CD Pipeline',
  rules: [
    {
      id: 'ci/build-and-test',
      text: 'Build and test on push',
      why: 'A broken push is seen by its author, at once.',
      how: 'A workflow runs a test step on push.',
      fix: 'Add a workflow with `on: push` that runs `cargo test`.',
      check: undecided,
    },
    {
      id: 'ci/cross-platform',
      text: 'Cross-platform testing (Linux, macOS, Windows)',
      why: 'Users are on all three.',
      how: 'Test steps run on all three systems.',
      fix: 'Run the test job in a matrix over ubuntu-latest, macos-latest and windows-latest.',
      check: undecided,
    },
    {
      id: 'ci/security-scan',
      text: 'Security scanning',
      why: 'New advisories appear while nobody edits the code.',
      how: 'A workflow runs a security scanner.',
      fix: 'Run `cargo deny check advisories` or `cargo audit` in a workflow.',
      check: undecided,
    },
    {
      id: 'ci/license-compliance',
      text: 'License compliance checking',
      why: 'One incompatible dependency taints the release.',
      how: 'A workflow checks licences.',
      fix: 'Run `cargo deny check licenses` with a [licenses] table in deny.toml.',
      check: undecided,
    },
    {
      id: 'ci/docs',
      text: 'Documentation generation',
      why: 'Broken documentation is found before users find it.',
      how: 'A workflow builds the documentation.',
      fix: 'Run `cargo doc --no-deps` in a workflow.',
      check: undecided,
    },
    {
      id: 'ci/release',
      text: 'Automated release process',
      why: 'Releases by hand are releases with steps forgotten.',
      how: 'A workflow publishes on a tag, a release or main.',
      fix: 'Publish from a workflow: release-plz, cargo-dist, or `cargo publish` on a tag.',
      check: undecided,
    },
    {
      id: 'ci/registry-notification',
      text: 'Registry notification on updates',
      why: 'The registry knows modules by what they tell it.',
      how: 'A workflow tells the registry on push to main or on release.',
      fix: 'Send a repository_dispatch to the registry on release.',
      check: undecided,
    },
  ],
};

export default group;
