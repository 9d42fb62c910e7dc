const pickers: (() => void)[] = [];

/** The composer that is shown can choose files. The answer takes it back. */
export function registerPicker(pick: () => void): () => void {
  pickers.push(pick);
  return () => void pickers.splice(pickers.indexOf(pick), 1);
}

export const canPick = (): boolean => pickers.length > 0;
export const pickFiles = (): void => pickers.at(-1)?.();
