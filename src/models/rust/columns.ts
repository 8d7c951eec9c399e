/** Rows of numbers kept as columns: how the lexer stores tokens and comments. */

/** Enough for most files. */
const leastRoom = 1 << 16;

/** Columns with room for more rows than they have; kept between files so that lexing allocates only its result. */
class Columns {
  count = 0;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;

  constructor(room: number) {
    this.kind = new Uint8Array(room);
    this.start = new Int32Array(room);
    this.end = new Int32Array(room);
  }
}

export class TokenColumns extends Columns {
  /** Of a bracket, its partner; while it is open, the bracket around it. -1 for other tokens. */
  readonly match: Int32Array;
  /** The tokens that are words with which items begin, in order. */
  readonly begins: Int32Array;
  beginCount = 0;

  constructor(room = leastRoom) {
    super(room);
    this.match = new Int32Array(room);
    this.begins = new Int32Array(room);
  }

  /** Without rows, and with room for so many. What is never written takes no memory: it may be far more than is needed. */
  emptied(room: number): TokenColumns {
    if (room > this.kind.length) return new TokenColumns(powerOfTwoAbove(room));
    this.count = 0;
    this.beginCount = 0;
    return this;
  }
}

export class CommentColumns extends Columns {
  /** The token that a comment stands before. */
  readonly before: Int32Array;

  constructor(room = leastRoom) {
    super(room);
    this.before = new Int32Array(room);
  }

  /** As of tokens. */
  emptied(room: number): CommentColumns {
    if (room > this.kind.length) return new CommentColumns(powerOfTwoAbove(room));
    this.count = 0;
    return this;
  }
}

function powerOfTwoAbove(room: number): number {
  return 1 << (32 - Math.clz32(room));
}
