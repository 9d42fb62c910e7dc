import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random secret of so many bytes, in letters that survive every address bar and launcher. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** What is kept of a secret. A random secret needs no salt. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Takes the same time wherever they differ. */
export const sameDigest = (one: Buffer, other: Buffer): boolean => timingSafeEqual(one, other);
