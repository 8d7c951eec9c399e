import type { Invocation } from './walk.ts';

/** Commands of PowerShell and cmd that leave the exit code of the last program alone. */
const BUILTINS =
  /^(?:echo|cd|set|rem|type|if|else|elseif|for|foreach|while|try|catch|finally|function|param|return|throw|exit|mkdir|md|rm|rmdir|del|cp|copy|mv|move|ls|dir|cat|pushd|popd|refreshenv|\$.*|#.*|@.*|\{|\}|\(|[a-z]+-[a-z]+)$/i;

/** The expressions below go back and forth over a line; a longer one starts something that is not known. */
const MAX_LINE = 8_000;
const UNKNOWN = '\u27ealine\u27eb';

/**
 * The programs that a script for PowerShell or cmd starts, one a line. Neither stops at a program that fails: the exit code of the last one
 * is that of the step, so that every program but the last is masked. https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#exit-codes-and-error-action-preference
 */
export function invocationsOfWindows(source: string): Invocation[] {
  const found: { argv: string[]; line: number; text: string }[] = [];
  const lines = source.split(/\r?\n/);
  let pending: string[] = [];
  lines.forEach((raw, line) => {
    const trimmed = raw.trimEnd();
    if (/[`^]$/.test(trimmed)) {
      pending.push(`${trimmed.slice(0, -1)} `);
      return;
    }
    const text = [...pending, raw].join('').trim();
    pending = [];
    if (text.length > MAX_LINE) {
      found.push({ argv: [UNKNOWN], line, text: UNKNOWN });
      return;
    }
    for (const part of text.split(/;|&&|\|\|/)) {
      const argv = words(part.replace(/^\s*&\s*/, ''));
      if (argv.length > 0 && !BUILTINS.test(argv[0] as string)) found.push({ argv, line, text: part });
    }
  });
  const stops =
    /ErrorActionPreference|PSNativeCommandUseErrorActionPreference\s*=\s*\$true/.test(source) &&
    /PSNativeCommandUseErrorActionPreference\s*=\s*\$true/.test(source);
  return found.map(({ argv, line, text }, n) => ({
    argv,
    line,
    mask: maskOf(text, stops || n === found.length - 1 || checked(lines, line)),
    asked: [],
    variables: new Map(),
    folder: '',
    heredoc: undefined,
    options: { errexit: false, pipefail: false },
  }));
}

/** Whether the line after asks for the exit code and ends the script. */
function checked(lines: readonly string[], line: number): boolean {
  const next = lines.slice(line + 1, line + 3).join(' ');
  return /LASTEXITCODE|errorlevel/i.test(next) && /\b(exit|throw)\b/i.test(next);
}

function maskOf(text: string, counts: boolean): string | undefined {
  if (/[^|]\|[^|]/.test(text) && !/\|\s*(?:Tee-Object|Out-\w+|tee)\b/i.test(text))
    return 'its result is lost in a pipe';
  return counts ? undefined : 'PowerShell and cmd go on when a program fails, and another one follows';
}

function words(text: string): string[] {
  const found = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const end = found.findIndex((word) => /^[|>]|^\d?>/.test(word));
  return (end < 0 ? found : found.slice(0, end)).map((word) => word.replace(/(["'])(.*?)\1/g, '$2'));
}
