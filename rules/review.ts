/** The standard's section "Review Process", heading "The review process". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'review',
  section: 'Review Process',
  title: 'The review process',
  rules: [
    {
      id: 'review/self-assessment',
      text: 'Self-assessment by module maintainer',
      why: 'The maintainer looks first.',
      how: 'An attestation by a maintainer for this version.',
      fix: '`cim-ready attest review/self-assessment`',
      check: undecided,
    },
    {
      id: 'review/independent',
      text: 'Independent review by CIM team',
      why: 'Four eyes see more.',
      how: 'An attestation by somebody who is no maintainer and has no commit since the last release.',
      fix: '`cim-ready attest review/independent` by a reviewer.',
      check: undecided,
    },
    {
      id: 'review/reference-testing',
      text: 'Testing in reference implementation',
      why: 'It works where it is meant to work.',
      how: 'An attestation that says who tested, where and when.',
      fix: '`cim-ready attest review/reference-testing`',
      check: undecided,
    },
    {
      id: 'review/community-feedback',
      text: 'Community feedback period',
      why: 'Users speak before it is final.',
      how: 'An attestation with start, end and place of the period.',
      fix: '`cim-ready attest review/community-feedback`',
      check: undecided,
    },
    {
      id: 'review/approval',
      text: 'Production status approval',
      why: 'Somebody decides.',
      how: 'An approval after the four steps before it.',
      fix: '`cim-ready attest review/approval`',
      check: undecided,
    },
  ],
};

export default group;
