let recorders = 0;

/** While a key is asked for, every press but Escape is an answer: nothing that is bound is done. The answer ends it. */
export function startRecording(): () => void {
  recorders += 1;
  return () => {
    recorders -= 1;
  };
}

export const isRecording = (): boolean => recorders > 0;
