/** Shells that are given a line made by `format!`: `Command::new("sh").arg("-c").arg(format!(…))`, also over a variable for the command, and for the line. */
import type { Call, Let } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { Cover, Tokens } from '../rust-bodies/places.ts';
import { variablesIn } from './suppliers.ts';

const SHELLS = /"(?:\/(?:usr\/)?bin\/)?(?:sh|bash|zsh|dash|ksh|cmd|cmd\.exe|powershell|pwsh)"/;

export class Shells {
  readonly #code: CodeBody;
  #formats: Tokens | undefined;
  #made: ReadonlySet<string> | undefined;
  /** What made lines are given to by `arg`: in whole, and the words that they begin with. */
  #given: { readonly receivers: Cover; readonly words: ReadonlySet<string> } | undefined;

  constructor(code: CodeBody) {
    this.#code = code;
  }

  runsMadeLine(call: Call): boolean {
    const { body } = this.#code;
    if (
      call.kind !== 'path' ||
      !/(?:^|::)process::Command::new$/.test(calledPath(this.#code, call) ?? '') ||
      !SHELLS.test(body.source.rangeText(call.args))
    )
      return false;
    const holder = outermostLet(BodyIndex.of(body), call.token)?.name;
    this.#given ??= this.#readGiven();
    return this.#given.receivers.holds(call.token) || (holder !== undefined && this.#given.words.has(holder));
  }

  #readGiven() {
    const { body } = this.#code;
    const receivers = body.calls.flatMap((call) =>
      call.kind === 'method' && /^args?$/.test(call.name) && this.#isFormatted(call.args) ? [call.receiver] : [],
    );
    return {
      receivers: new Cover(receivers),
      words: new Set(receivers.map(({ from }) => body.source.tokenText(from))),
    };
  }

  #isFormatted(range: TokenRange): boolean {
    const { macros, lets } = this.#code.body;
    this.#formats ??= new Tokens(macros.filter(({ name }) => name === 'format').map(({ token }) => token));
    const formats = this.#formats;
    this.#made ??= new Set(
      lets.flatMap(({ name, initializer }) =>
        name !== undefined && initializer !== undefined && formats.anyIn(initializer) ? [name] : [],
      ),
    );
    const made = this.#made;
    return formats.anyIn(range) || (made.size > 0 && variablesIn(this.#code, range).some(({ name }) => made.has(name)));
  }
}

/** The first `let` whose initializer holds a token. */
function outermostLet(index: BodyIndex, token: number): Let | undefined {
  let found = index.letAround(token);
  for (let outer = found; outer !== undefined; outer = index.letAround(outer.token)) found = outer;
  return found;
}
