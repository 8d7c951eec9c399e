/** The standard's section "2. Repository Standards", heading "Repository Files". */
import { findContacts, findOpenSlots } from '../src/models/contact.ts';
import { readContributing } from '../src/models/contributing.ts';
import { type Document, linksOf, proseOf, wordsOf } from '../src/models/document.ts';
import type { Repo } from '../src/repo.ts';
import { at, type Evidence, fail, note, open, pass, type RuleGroup, undecided, type Verdict } from '../src/rule.ts';

/** Words below which a guide or a code says nothing. */
const GUIDE_WORDS = 50;

async function checkContributing(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('CONTRIBUTING');
  const guide = readContributing(page);
  const problems: Evidence[] = [];
  if (guide.words < GUIDE_WORDS) problems.push(at(path, 1, `${guide.words} words, ${GUIDE_WORDS} are asked for`));
  if (guide.proposing === undefined) problems.push(at(path, 1, 'does not say how to propose a change'));
  if (guide.building === undefined) problems.push(at(path, 1, 'does not say how to build or test'));
  const [first, ...rest] = problems;
  if (first) return fail(first, ...rest);
  return pass(
    at(path, guide.proposing, `${guide.words} words: how to propose a change`),
    at(path, guide.building, 'how to build or test'),
  );
}

async function checkCodeOfConduct(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('CODE_OF_CONDUCT');
  const speaks = proseOf(page.sections).find(({ text }) =>
    /\b(?:conduct|harass\w*|behavio\w*|respect\w*|welcom\w*|pledge)\b/i.test(text),
  );
  if (speaks === undefined) return fail(at(path, 1, 'the page says nothing on conduct'));
  const verdict = judgeContact(path, page);
  const elsewhere = linksOf(page).find(
    ({ target, text }) => /conduct/i.test(target + text) && /^https?:/i.test(target),
  );
  if (verdict.kind === 'pass' || elsewhere === undefined || wordsOf(page.sections) > GUIDE_WORDS) return verdict;
  return open(
    at(path, elsewhere.line, `only links ${elsewhere.target}: whether that names a contact was not looked at`),
  );
}

async function checkSecurity(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('SECURITY');
  return judgeContact(path, page);
}

/** A contact that is filled in; slots that were left open are shown in either case. */
function judgeContact(path: string, page: Document): Verdict {
  const slots = findOpenSlots(page).map(({ text, line }) => at(path, line, `not filled in: ${text}`));
  const [slot, ...rest] = slots;
  const [first, ...more] = findContacts(page);
  if (slot && (first === undefined || slots.some(({ message }) => /contact|e-?mail|method|address/i.test(message)))) {
    return fail(slot, ...rest);
  }
  if (first === undefined) return fail(at(path, 1, 'names no e-mail address, form or private reporting'));
  const others = more.map(({ kind, value, line }) => at(path, line, `${kind}: ${value}`));
  return pass(at(path, first.line, `${first.kind}: ${first.value}`), ...others, ...slots.map(note));
}

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
      check: checkContributing,
    },
    {
      id: 'files/code-of-conduct',
      text: 'CODE_OF_CONDUCT.md',
      why: 'People need to know where to turn.',
      how: 'A code of conduct with a contact filled in.',
      fix: 'Add CODE_OF_CONDUCT.md and fill in its contact.',
      check: checkCodeOfConduct,
    },
    {
      id: 'files/security',
      text: 'SECURITY.md with vulnerability reporting',
      why: 'A finder without a private channel reports in public.',
      how: 'A private way to report, filled in.',
      fix: "Name an e-mail address or GitHub's private reporting in SECURITY.md.",
      check: checkSecurity,
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
