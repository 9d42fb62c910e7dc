import type { SessionId } from '../../protocol/ids.ts';
import { attachFiles, failed } from '../stores/attached.ts';

/** Whether a drag or a clipboard brings files, as opposed to words or links. */
export const bringsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/**
 * Files of a paste. A program that copies a table or a page offers a picture of it besides: then the words are meant,
 * and there are none.
 */
export function pastedFiles(data: DataTransfer): readonly File[] {
  return data.types.includes('text/plain') ? [] : [...data.files];
}

/** Attaches what was dropped. Of folders only the name is known: that is said, and nothing of them attached. */
export function attachDropped(id: SessionId, data: DataTransfer): void {
  const items = [...data.items].filter((item) => item.kind === 'file');
  const folder = items.map((item) => item.webkitGetAsEntry()).find((entry) => entry?.isDirectory);
  const files = items.flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [file] : [];
  });
  attachFiles(id, files);
  if (folder) failed(id, { code: 'folder', name: folder.name });
}

/** A file that is dropped where nobody takes it must not take the place of the page. */
export function startKeepingPage(): void {
  const keep = (event: DragEvent) => {
    if (!bringsFiles(event.dataTransfer) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', keep);
  window.addEventListener('drop', keep);
}
