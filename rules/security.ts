/** The standard's section "5. Security Standards", heading "Security Standards". */
import type { FileSearch } from '../src/models/secrets/search.ts';
import { at, type Evidence, fail, note, open, pass, type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'security',
  section: '5. Security Standards',
  title: 'Security Standards',
  rules: [
    {
      id: 'security/no-secrets',
      text: 'No hardcoded secrets or credentials',
      why: 'What is committed is public for ever.',
      how: 'No credential in the scanned files; with --history in no commit either.',
      fix: 'Revoke the credential, remove it, and read it from the environment.',
      check(repo) {
        const search = repo.secrets();
        const notes = notesOn(search);
        if (search.found.length > 0) {
          const count = search.found.length;
          const found = search.found.map(({ path, line, column, what, redacted }) =>
            at(path, line, `${what} ${redacted}`, column),
          );
          return fail(
            `${count} ${count === 1 ? 'credential' : 'credentials'} in the scanned files`,
            ...found,
            ...notes,
          );
        }
        const [unread] = search.unreadable;
        if (unread !== undefined)
          return open(at(unread, undefined, 'not searched: the file could not be read'), ...notes);
        if (search.searched === 0) return open('there is no text file to search');
        return pass(`no credential in ${search.searched} files`, ...notes);
      },
    },
    {
      id: 'security/input-validation',
      text: 'Input validation on all public APIs',
      why: 'Callers pass anything.',
      how: 'A person judges; public functions that take input and cannot report a bad one are the evidence.',
      fix: 'Return an error from the functions listed when the input is bad.',
      check: undecided,
    },
    {
      id: 'security/untrusted-data',
      text: 'Safe handling of untrusted data',
      why: 'One malformed message must not stop the service.',
      how: 'No unwrap on deserializing or parsing what a caller or peer supplies, no unchecked UTF-8, no shell from a format string.',
      fix: 'Return an error instead of unwrapping.',
      check: undecided,
    },
    {
      id: 'security/audit',
      text: 'Dependencies audited (cargo audit)',
      why: 'Known holes must not ship.',
      how: 'Cargo.lock against RustSec, or a CI step that audits.',
      fix: 'Run `cargo audit` and upgrade what it names.',
      check: undecided,
    },
    {
      id: 'security/sast',
      text: 'SAST scanning passing',
      why: 'A machine reads every line, every time.',
      how: 'CI runs a static analyser, unmasked.',
      fix: 'Add CodeQL or Semgrep to a workflow.',
      check: undecided,
    },
    {
      id: 'security/unsafe',
      text: 'No unsafe code without justification',
      why: 'Unsafe code is a promise; it must say which.',
      how: '`// SAFETY:` on every unsafe block and impl, `# Safety` on every public unsafe function.',
      fix: 'Say why each unsafe block listed is sound, in a `// SAFETY:` comment.',
      check: undecided,
    },
  ],
};

/** What was not looked at, so that a clean scan says how far it reached. */
function notesOn({ binary, skippedLines }: FileSearch): Evidence[] {
  const long = skippedLines.map(({ path, line }) =>
    note(at(path, line, 'line not searched: longer than 16,384 characters')),
  );
  return binary === 0 ? long : [note(`${binary} binary ${binary === 1 ? 'file' : 'files'} not searched`), ...long];
}

export default group;
