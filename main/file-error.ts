/** Whether this says what the system refused of a file, by its `code`; what has none is a bug. */
export const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;
