import type { CodeBlock } from '../page/document.ts';

/** A command as a README shows it. */
export interface ShownCommand {
  words: string[];
  line: number;
}

const CONSOLE = new Set([
  '',
  'sh',
  'bash',
  'shell',
  'console',
  'zsh',
  'fish',
  'terminal',
  'shell-session',
  'shellsession',
  'sh-session',
  'bash-session',
  'powershell',
  'pwsh',
  'ps1',
  'cmd',
  'bat',
  'nu',
  'nushell',
  'text',
  'txt',
  'plaintext',
  'plain',
  'none',
]);

/** Whether a code block may hold commands, by its language. */
export function isConsoleBlock(block: CodeBlock): boolean {
  return CONSOLE.has(block.language);
}

/** The commands of a console block: prompts and comments taken off, `&&`, `;` and `|` split, continuation lines joined. */
export function commandsIn(block: CodeBlock): ShownCommand[] {
  const lines = block.text.split('\n');
  const commands: ShownCommand[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = block.line + at;
    let text = lines[at]!.replace(/^\s*(?:[\w@~:/.-]*[$%❯>]\s+|PS [^>]*>\s*)/, '');
    while (/[^\\]\\$/.test(text) && at + 1 < lines.length) {
      at += 1;
      text = `${text.slice(0, -1)} ${lines[at]}`;
    }
    commands.push(...splitCommands(text).map((words) => ({ words, line })));
  }
  return commands;
}

/** Splits one line of shell into commands and those into words; quotes are respected, comments dropped, nothing is expanded. */
export function splitCommands(text: string): string[][] {
  const commands: string[][] = [[]];
  for (const [token, double, single, , operator] of text.matchAll(
    /"([^"]*)"|'([^']*)'|(#.*$)|(&&|\|\||[;|&])|[^\s"'#;|&]+(?:#[^\s]*)?/g,
  )) {
    if (operator) commands.push([]);
    else if (double !== undefined || single !== undefined) commands.at(-1)!.push(double ?? single!);
    else if (!token.startsWith('#')) commands.at(-1)!.push(token);
  }
  return commands.filter((words) => words.length > 0);
}
