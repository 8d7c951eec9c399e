/** Rows of numbers kept as columns: how the lexer stores tokens and comments. */

/** Enough for most files. */
const leastRoom = 1 << 16;

/** Columns with room for more rows than they have; kept between files so that lexing allocates only its result. */
export class Columns {
  count = 0;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Of a comment, the token it stands before; unused for tokens. */
  readonly before: Int32Array;

  constructor(room = leastRoom) {
    this.kind = new Uint8Array(room);
    this.start = new Int32Array(room);
    this.end = new Int32Array(room);
    this.before = new Int32Array(room);
  }

  /** Without rows, and with room for so many. What is never written takes no memory: it may be far more than is needed. */
  emptied(room: number): Columns {
    if (room > this.kind.length) return new Columns(1 << (32 - Math.clz32(room)));
    this.count = 0;
    return this;
  }
}
