import { useLink } from '../stores/link.ts';
import { useSessions } from '../stores/sessions.ts';
import { useWindow } from '../stores/window.ts';

/** Tells the host which session is before the person, so that nobody is told of what they see. */
export function startLooks(): void {
  let told = '';
  const tell = () => {
    const link = useLink.getState();
    const { stream } = useSessions.getState();
    if (link.kind !== 'open' || stream === null) return;
    const seen = document.hasFocus() && document.visibilityState === 'visible';
    const session = seen ? useWindow.getState().selected : null;
    const now = `${stream} ${session}`;
    if (now === told) return;
    told = now;
    void link.client.app.look({ stream, session }).catch(ignoreClosed);
  };
  useSessions.subscribe((state, before) => state.stream !== before.stream && tell());
  useWindow.subscribe((state, before) => state.selected !== before.selected && tell());
  for (const type of ['focus', 'blur']) window.addEventListener(type, tell);
  document.addEventListener('visibilitychange', tell);
}

/** The connection went meanwhile: the next one has a stream of its own, and is told anew. */
function ignoreClosed(): void {}
