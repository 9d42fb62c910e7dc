/** The system's own key store, where the shell around the host can use it. Both calls reject when it does not answer. */
export interface Cipher {
  seal(text: string): Promise<Buffer>;
  open(sealed: Buffer): Promise<string>;
}
