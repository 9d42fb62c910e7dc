/** One message of an agent: a whole file in a diff fits, a runaway does not. */
const LINE_BYTES_MAX = 32 * 1024 * 1024;

const NEWLINE = 10;

/** Bytes to lines. Whole lines are decoded at once, so no character is ever cut in two. */
export class Lines {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes = LINE_BYTES_MAX) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that `chunk` completes. Throws `LineTooLong` when the one that it begins or continues exceeds the limit. */
  take(chunk: Buffer): readonly string[] {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      this.#keep(chunk);
      return [];
    }
    const whole = this.#parts.length === 0 ? chunk.subarray(0, end) : this.#joined(chunk.subarray(0, end));
    this.#parts = [];
    this.#bytes = 0;
    if (end + 1 < chunk.length) this.#keep(chunk.subarray(end + 1));
    return whole.toString('utf8').split('\n');
  }

  /** What follows the last newline: the last words of a stream that ended. */
  rest(): string {
    const rest = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#bytes = 0;
    return rest;
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) throw new LineTooLong(this.#maxBytes);
    this.#parts.push(part);
  }

  #joined(last: Buffer): Buffer {
    return Buffer.concat([...this.#parts, last]);
  }
}

export class LineTooLong extends Error {
  constructor(maxBytes: number) {
    super(`A line is longer than ${maxBytes} bytes`);
    this.name = 'LineTooLong';
  }
}
