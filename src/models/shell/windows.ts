import type { Invocation } from './walk.ts';

/** Commands of PowerShell and cmd that leave the exit code of the last program alone. */
const BUILTINS =
  /^(?:echo|cd|set|rem|type|if|else|elseif|for|foreach|while|try|catch|finally|function|param|return|throw|exit|mkdir|md|rm|rmdir|del|cp|copy|mv|move|ls|dir|cat|pushd|popd|refreshenv|\$.*|#.*|@.*|\{|\}|\(|[a-z]+-[a-z]+)$/i;

/**
 * The programs that a script for PowerShell or cmd starts, one a line. Neither stops at a program that fails: the exit code of the last one
 * is that of the step, so that every program but the last is masked. https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#exit-codes-and-error-action-preference
 */
export function invocationsOfWindows(source: string): Invocation[] {
  const found: { argv: string[]; line: number; text: string }[] = [];
  let pending = '';
  source.split(/\r?\n/).forEach((raw, line) => {
    if (/[`^]\s*$/.test(raw)) {
      pending += raw.replace(/[`^]\s*$/, ' ');
      return;
    }
    const text = (pending + raw).trim();
    pending = '';
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
    mask: maskOf(text, stops || n === found.length - 1 || checked(source, line)),
    asked: [],
    variables: new Map(),
    folder: '',
    heredoc: undefined,
    options: { errexit: false, pipefail: false },
  }));
}

/** Whether the line after asks for the exit code and ends the script. */
function checked(source: string, line: number): boolean {
  const next = source
    .split(/\r?\n/)
    .slice(line + 1, line + 3)
    .join(' ');
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
