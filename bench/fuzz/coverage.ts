/**
 * Which blocks of code a run reached for the first time, as V8 itself counts them. A fuzzer keeps the inputs that reach new ones
 * and mutates these on. Only code of this bundle and of its libraries counts.
 */
import { type InspectorNotification, type Profiler, Session } from 'node:inspector';

export class Coverage {
  readonly #session = new Session();
  /** Of each function, its characters that ran. */
  readonly #seen = new Map<string, Uint8Array>();
  /** Functions and blocks reached so far. */
  reached = 0;

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  }

  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    // Sessions answer before `post` returns.
    this.#session.post(method as InspectorNotification<object>['method'], parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }

  /** True when what ran since the last call reached something new. */
  advance(): boolean {
    const { result } = this.#post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
    const before = this.reached;
    for (const { url, scriptId, functions } of result)
      if (url.includes('/node_modules/')) for (const found of functions) this.#add(scriptId, found);
    return this.reached > before;
  }

  #add(script: string, { ranges }: Profiler.FunctionCoverage): void {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return;
    const key = `${script}:${whole.startOffset}:${whole.endOffset}`;
    const ran = new Uint8Array(whole.endOffset - whole.startOffset);
    // Inner ranges come after those around them.
    for (const { startOffset, endOffset, count } of ranges)
      ran.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
    const known = this.#seen.get(key);
    if (known === undefined) {
      this.#seen.set(key, ran);
      this.reached++;
      return;
    }
    if (!widened(known, ran)) return;
    this.reached++;
    for (let at = 0; at < ran.length; at++) if (ran[at] === 1) known[at] = 1;
  }
}

function widened(known: Uint8Array, ran: Uint8Array): boolean {
  for (let at = 0; at < ran.length; at++) if (ran[at] === 1 && known[at] === 0) return true;
  return false;
}
