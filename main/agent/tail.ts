import { StringDecoder } from 'node:string_decoder';

/** What a person needs to see why a program failed, and little enough to keep with the turn. */
const LINES_MAX = 40;
const CHARS_MAX = 16 * 1024;

/** The last lines of a stream that nobody reads unless something goes wrong. */
export class Tail {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';

  push(chunk: Uint8Array): void {
    this.#text += this.#decoder.write(Buffer.from(chunk));
    if (this.#text.length > 2 * CHARS_MAX) this.#text = this.#text.slice(-CHARS_MAX);
  }

  add(line: string): void {
    this.push(Buffer.from(`${line}\n`));
  }

  toString(): string {
    const lines = this.#text.slice(-CHARS_MAX).trimEnd().split('\n');
    return lines.slice(-LINES_MAX).join('\n').toWellFormed();
  }
}
