/** What `--help` shows under each command. */
const exitCodes = 'Exit codes: 0 nothing fails, 1 something does, 2 the run could not be done as asked.';

export const examples = {
  program: `
Examples:
  $ cim-ready check                         judge the module in this folder
  $ cim-ready check ./cim-domain --verbose  with all the evidence
  $ cim-ready explain docs/public-api       what an item means and how to meet it
  $ cim-ready list                          the standard as a checklist

${exitCodes}`,
  check: `
Examples:
  $ cim-ready check                                   the module in this folder
  $ cim-ready check modules/*                         several, with a table at the end
  $ cim-ready check --only docs --only files/license  some items of the standard
  $ cim-ready check --report html=report.html --report sarif=report.sarif
  $ cim-ready check --format json --output report.json
  $ cim-ready check --strict                          what is not proven fails too

${exitCodes}`,
  list: `
Examples:
  $ cim-ready list
  $ cim-ready list --format json | jq -r '.[].id'`,
  explain: `
Examples:
  $ cim-ready explain docs/public-api
  $ cim-ready explain docs               a whole group`,
  report: `
Examples:
  $ cim-ready report report.json --format html --output report.html
  $ cim-ready report a.json b.json                    several, with a table at the end
  $ cim-ready report report.json --format markdown >> "$GITHUB_STEP_SUMMARY"

${exitCodes}`,
  diff: `
Examples:
  $ cim-ready diff main.json branch.json
  $ cim-ready diff main.json branch.json --format markdown

Exit codes: 0 no item got worse, 1 some did, 2 the reports could not be compared.
An item got worse when it fails now and did not before; with --strict also when it was proven and is not any more.`,
  attest: `
Examples:
  $ cim-ready attest security/input-validation --by "Ines Weber (@ines)" --evidence docs/review.md
  $ cim-ready attest review/self-assessment           asks for what is missing
  $ cim-ready attest review/community-feedback --by @mara --start 2026-01-05 --end 2026-01-19 \\
      --place https://example.org/forum/42 --evidence https://example.org/forum/42`,
  waive: `
Examples:
  $ cim-ready waive files/license --reason "legal is on it" --by @mara --until 2026-03-01
  $ cim-ready waive docs/public-api --file 'src/generated/**'   asks for the rest
  $ cim-ready waive docs/public-api --fingerprint 0123456789abcdef   one finding (\`check --verbose\` shows it)`,
  review: `
Examples:
  $ cim-ready review
  $ cim-ready review ./cim-domain --format json`,
  completion: `
Examples:
  $ cim-ready completion bash > ~/.local/share/bash-completion/completions/cim-ready
  $ cim-ready completion zsh > "\${fpath[1]}/_cim-ready"
  $ cim-ready completion fish > ~/.config/fish/completions/cim-ready.fish`,
  schema: `
Examples:
  $ cim-ready schema report > report.schema.json
  $ cim-ready schema cim-yaml > cim-yaml.schema.json`,
} as const;
