import { Unavailable } from '../../verdict.ts';
import { type Token, tokenizeShell, type WordToken } from './lexer.ts';

/** Pipelines joined by `&&` and `||`. */
export interface Statement {
  readonly pipelines: readonly Pipeline[];
  readonly operators: readonly ('&&' | '||')[];
  readonly background: boolean;
}

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

export type Command =
  | SimpleCommand
  | { readonly kind: 'group'; readonly subshell: boolean; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Statement[] | undefined }
  | {
      readonly kind: 'while';
      readonly condition: readonly Statement[];
      readonly body: readonly Statement[];
      readonly text: string;
    }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly words: readonly WordToken[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'case'; readonly word: WordToken; readonly arms: readonly Arm[] }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command };

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly words: readonly WordToken[];
  /** `NAME=value` before the command, or alone. */
  readonly assignments: readonly WordToken[];
  readonly heredoc: string | undefined;
  readonly line: number;
}

interface Branch {
  readonly condition: readonly Statement[];
  readonly body: readonly Statement[];
}

interface Arm {
  readonly patterns: readonly WordToken[];
  readonly body: readonly Statement[];
}

export interface ShellScript {
  readonly statements: readonly Statement[];
  /** False when the rest of the script could not be read. */
  readonly complete: boolean;
}

const MAX_DEPTH = 60;
/** What a failure means is looked for among the commands after it, so that the cost grows with the square. */
const MAX_COMMANDS = 5_000;
const CLOSERS = new Set(['then', 'do', 'done', 'fi', 'elif', 'else', 'esac', '}']);
const REDIRECTIONS = new Set(['<', '>', '>>', '<<', '<<-', '<<<', '>&', '<&', '&>', '&>>', '>|', '<>']);

/**
 * Parses a shell script: what follows a syntax error is left out, and `complete` is false.
 * @throws Unavailable when it is too long
 */
export function parseShell(source: string, firstLine = 0): ShellScript {
  const parser = new Parser(tokenizeShell(source, firstLine));
  const statements = parser.list(0);
  return { statements, complete: parser.atEnd() && !parser.failed };
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #commands = 0;
  failed = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  list(depth: number): Statement[] {
    const statements: Statement[] = [];
    while (!this.atEnd() && !this.failed) {
      if (this.#takeOperator('\n') || this.#takeOperator(';')) continue;
      if (this.#stands()) break;
      const statement = this.#statement(depth);
      if (statement === undefined) break;
      statements.push(statement);
    }
    return statements;
  }

  /** Whether a token stands here that ends the list around it. */
  #stands(): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'operator') return token.text === ')' || token.text.startsWith(';;') || token.text === ';&';
    return CLOSERS.has(this.#keyword() ?? '');
  }

  #keyword(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' &&
      token.parts.length === 1 &&
      token.parts[0]?.kind === 'text' &&
      !token.parts[0].quoted
      ? token.source
      : undefined;
  }

  #takeWord(text: string): boolean {
    if (this.#keyword() !== text) return false;
    this.#at += 1;
    return true;
  }

  #takeOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #skipLines(): void {
    while (this.#takeOperator('\n'));
  }

  #fail(): undefined {
    this.failed = true;
    return undefined;
  }

  #statement(depth: number): Statement | undefined {
    if (depth > MAX_DEPTH) return this.#fail();
    const pipelines: Pipeline[] = [];
    const operators: ('&&' | '||')[] = [];
    for (;;) {
      const pipeline = this.#pipeline(depth);
      if (pipeline === undefined) return undefined;
      pipelines.push(pipeline);
      const operator = (['&&', '||'] as const).find((candidate) => this.#takeOperator(candidate));
      if (operator === undefined) return { pipelines, operators, background: this.#takeOperator('&') };
      operators.push(operator);
      this.#skipLines();
    }
  }

  #pipeline(depth: number): Pipeline | undefined {
    let negated = false;
    for (;;) {
      if (this.#takeWord('!')) negated = !negated;
      else if (!this.#takeWord('time')) break;
    }
    const commands: Command[] = [];
    do {
      this.#skipLines();
      const command = this.#command(depth + 1);
      if (command === undefined) return undefined;
      commands.push(command);
    } while (this.#takeOperator('|') || this.#takeOperator('|&'));
    return { negated, commands };
  }

  #command(depth: number): Command | undefined {
    this.#commands += 1;
    if (this.#commands > MAX_COMMANDS) throw new Unavailable('a script of CI has too many commands to be followed');
    if (this.#takeOperator('(')) {
      // `((…))` is arithmetic: nothing is run in it.
      const body = this.list(depth);
      if (!this.#takeOperator(')')) return this.#fail();
      return this.#redirected({ kind: 'group', subshell: true, body });
    }
    const command = this.#compound(depth);
    if (command !== null) return command && this.#redirected(command);
    return this.#simple(depth);
  }

  /** A command that begins with a reserved word; null when none does. */
  #compound(depth: number): Command | undefined | null {
    if (this.#takeWord('{')) {
      const body = this.list(depth);
      return this.#takeWord('}') ? { kind: 'group', subshell: false, body } : this.#fail();
    }
    if (this.#takeWord('if')) return this.#if(depth);
    if (this.#keyword() === 'while' || this.#keyword() === 'until') return this.#while(depth);
    if (this.#takeWord('for') || this.#takeWord('select')) return this.#for(depth);
    if (this.#takeWord('case')) return this.#case(depth);
    if (this.#takeWord('function')) {
      const name = this.#word();
      if (this.#takeOperator('(')) this.#takeOperator(')');
      return name && this.#function(name.source, depth);
    }
    return null;
  }

  #word(): WordToken | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') return this.#fail();
    this.#at += 1;
    return token;
  }

  #function(name: string, depth: number): Command | undefined {
    this.#skipLines();
    const body = this.#command(depth + 1);
    return body && { kind: 'function', name, body };
  }

  #if(depth: number): Command | undefined {
    const branches: Branch[] = [];
    do {
      const condition = this.list(depth);
      if (!this.#takeWord('then')) return this.#fail();
      branches.push({ condition, body: this.list(depth) });
    } while (this.#takeWord('elif'));
    const otherwise = this.#takeWord('else') ? this.list(depth) : undefined;
    return this.#takeWord('fi') ? { kind: 'if', branches, otherwise } : this.#fail();
  }

  #while(depth: number): Command | undefined {
    const text = this.#keyword() ?? '';
    this.#at += 1;
    const condition = this.list(depth);
    const body = this.#doBlock(depth);
    return body && { kind: 'while', condition, body, text };
  }

  #doBlock(depth: number): Statement[] | undefined {
    this.#takeOperator(';');
    this.#skipLines();
    if (!this.#takeWord('do')) return this.#fail();
    const body = this.list(depth);
    return this.#takeWord('done') ? body : this.#fail();
  }

  #for(depth: number): Command | undefined {
    if (this.#takeOperator('(')) {
      while (!this.atEnd() && this.#keyword() !== 'do') this.#at += 1;
      const counted = this.#doBlock(depth);
      return counted && { kind: 'for', variable: '', words: [], body: counted };
    }
    const variable = this.#word()?.source ?? '';
    this.#skipLines();
    const words: WordToken[] = [];
    if (this.#takeWord('in')) {
      for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[this.#at]) {
        words.push(token);
        this.#at += 1;
      }
    }
    const body = this.#doBlock(depth);
    return body && { kind: 'for', variable, words, body };
  }

  #case(depth: number): Command | undefined {
    const word = this.#word();
    this.#skipLines();
    if (word === undefined || !this.#takeWord('in')) return this.#fail();
    const arms: Arm[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#takeWord('esac')) return { kind: 'case', word, arms };
      this.#takeOperator('(');
      const patterns: WordToken[] = [];
      do {
        const pattern = this.#word();
        if (pattern === undefined) return undefined;
        patterns.push(pattern);
      } while (this.#takeOperator('|'));
      if (!this.#takeOperator(')')) return this.#fail();
      arms.push({ patterns, body: this.list(depth) });
      [';;', ';&', ';;&'].some((end) => this.#takeOperator(end));
    }
  }

  /** Skips what is redirected after a compound command. */
  #redirected(command: Command): Command | undefined {
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'operator' || !REDIRECTIONS.has(token.text)) return command;
      this.#at += 2;
    }
  }

  #simple(depth: number): Command | undefined {
    const words: WordToken[] = [];
    const assignments: WordToken[] = [];
    let heredoc: string | undefined;
    const line = this.#tokens[this.#at]?.line ?? 0;
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token.kind === 'word') {
        const assigns = words.length === 0 && /^[A-Za-z_]\w*(\[[^\]]*\])?\+?=/.test(token.source);
        (assigns ? assignments : words).push(token);
        this.#at += 1;
        // An array: `NAME=(…)`.
        if (assigns && token.source.endsWith('=') && this.#takeOperator('(')) this.#closeArray();
      } else if (REDIRECTIONS.has(token.text)) {
        heredoc = token.body ?? heredoc;
        // The number of `2>&1`; that of `echo 2 > x` goes too, which matters to nobody here.
        if (/^\d+$/.test(words.at(-1)?.source ?? '')) words.pop();
        this.#at += 2;
      } else if (token.text === '(' && words.length === 1 && assignments.length === 0) {
        this.#at += 1;
        return this.#takeOperator(')') ? this.#function(words[0]?.source ?? '', depth) : this.#fail();
      } else break;
    }
    if (words.length === 0 && assignments.length === 0 && heredoc === undefined) return this.#fail();
    return { kind: 'simple', words, assignments, heredoc, line };
  }

  #closeArray(): void {
    while (!this.atEnd() && !this.#takeOperator(')')) this.#at += 1;
  }
}
