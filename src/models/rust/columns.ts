/** Rows of numbers kept as columns: how the lexer stores tokens and comments. */

/** Enough for most files. */
const firstRoom = 1 << 15;

/** Columns with room for more rows than they have; kept between files so that lexing allocates only its result. */
export class Columns {
  count = 0;
  kind = new Uint8Array(firstRoom);
  start = new Int32Array(firstRoom);
  end = new Int32Array(firstRoom);
  /** Of a comment, the token it stands before; unused for tokens. */
  before = new Int32Array(firstRoom);

  /** Empties the columns and makes room. What is never written takes no memory, so the room may be far more than is needed. */
  reserve(rows: number): void {
    this.count = 0;
    if (rows <= this.kind.length) return;
    const size = 1 << (32 - Math.clz32(rows));
    this.kind = new Uint8Array(size);
    this.start = new Int32Array(size);
    this.end = new Int32Array(size);
    this.before = new Int32Array(size);
  }
}
