/** Rows of numbers kept as columns: how the lexer stores tokens and comments. */

/** Columns that grow; kept between files so that lexing allocates only its result. */
export class Columns {
  count = 0;
  kind = new Uint8Array(1 << 12);
  start = new Int32Array(1 << 12);
  end = new Int32Array(1 << 12);
  /** Third number of a row: `before` of comments, unused for tokens. */
  extra = new Int32Array(1 << 12);

  add(kind: number, start: number, end: number, extra: number): void {
    const row = this.count++;
    if (row === this.kind.length) this.grow();
    this.kind[row] = kind;
    this.start[row] = start;
    this.end[row] = end;
    this.extra[row] = extra;
  }

  private grow(): void {
    const size = this.kind.length * 2;
    const wider = (old: Int32Array) => {
      const wide = new Int32Array(size);
      wide.set(old);
      return wide;
    };
    const kind = new Uint8Array(size);
    kind.set(this.kind);
    this.kind = kind;
    this.start = wider(this.start);
    this.end = wider(this.end);
    this.extra = wider(this.extra);
  }
}
