import { randomUUID } from 'node:crypto';

const SHAPE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Cannot be guessed, and is a file name on every system. */
export const newSessionId = (): string => randomUUID();

/** Ids come back from clients and become file names: nothing but what `newSessionId` makes is one. */
export const isSessionId = (text: string) => SHAPE.test(text);
