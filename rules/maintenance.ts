/** The standard's section "Maintenance Requirements", heading "Once in production". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'maintenance',
  section: 'Maintenance Requirements',
  title: 'Once in production',
  rules: [
    {
      id: 'maintenance/security-updates',
      text: 'Security updates within 48 hours',
      why: 'A known hole is used within days.',
      how: 'No RustSec advisory older than 48 hours affects Cargo.lock.',
      fix: 'Upgrade the packages listed.',
      check: undecided,
    },
    {
      id: 'maintenance/bug-fixes',
      text: 'Bug fixes within 1 week',
      why: 'Production users wait.',
      how: 'With GitHub access: no open bug older than a week.',
      fix: 'Fix or close the bugs listed.',
      check: undecided,
    },
    {
      id: 'maintenance/feature-requests',
      text: 'Feature requests evaluated monthly',
      why: 'An answer costs little, silence costs users.',
      how: 'With GitHub access: each answered by a maintainer within a month.',
      fix: 'Answer the requests listed.',
      check: undecided,
    },
    {
      id: 'maintenance/breaking-changes',
      text: 'Breaking changes require major version bump',
      why: 'Users upgrade minors without reading.',
      how: 'Between successive release tags, breaking changes came with a major version.',
      fix: 'Release breaking changes as a major version.',
      check: undecided,
    },
    {
      id: 'maintenance/deprecation',
      text: 'Deprecation notices 2 versions in advance',
      why: 'Users need time to move.',
      how: 'Every #[deprecated] has since and note; what was removed had been deprecated for two versions.',
      fix: 'Deprecate with since and note, two versions before removing.',
      check: undecided,
    },
  ],
};

export default group;
