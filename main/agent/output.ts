/** Chunks smaller than this are joined, so a program that writes byte by byte makes no list of bytes. */
const CHUNK_CHARS = 4 * 1024;

type Chunk = { text: string; bytes: number };

/**
 * The end of a program's output, at most `maxBytes` of UTF-8: what `terminal/output` answers. Whole characters only.
 * It drops in whole chunks, so a flood costs nothing but its own size.
 */
export class Output {
  readonly #maxBytes: number;
  #chunks: Chunk[] = [];
  #bytes = 0;
  #dropped = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(text: string): void {
    const bytes = Buffer.byteLength(text);
    const last = this.#chunks.at(-1);
    if (last && last.text.length < CHUNK_CHARS) {
      last.text += text;
      last.bytes += bytes;
    } else {
      this.#chunks.push({ text, bytes });
    }
    this.#bytes += bytes;
    this.#dropSurplus();
  }

  read(): { readonly text: string; readonly truncated: boolean } {
    const whole = Buffer.from(this.#chunks.map((chunk) => chunk.text).join(''));
    if (whole.length <= this.#maxBytes) return { text: whole.toString('utf8'), truncated: this.#dropped };
    let from = whole.length - this.#maxBytes;
    while (((whole[from] ?? 0) & 0xc0) === 0x80) from += 1; // the middle of a character
    return { text: whole.toString('utf8', from), truncated: true };
  }

  clear(): void {
    this.#chunks = [];
    this.#bytes = 0;
  }

  #dropSurplus(): void {
    let surplus = 0;
    for (const chunk of this.#chunks) {
      if (this.#bytes - chunk.bytes < this.#maxBytes || chunk === this.#chunks.at(-1)) break;
      this.#bytes -= chunk.bytes;
      surplus += 1;
    }
    if (surplus === 0) return;
    this.#dropped = true;
    this.#chunks = this.#chunks.slice(surplus);
  }
}
