/** The address of one window. The code is in the fragment, which no browser sends and no server logs. */
export const addressWithCode = (url: string, code: string): string => `${url}#code=${code}`;
