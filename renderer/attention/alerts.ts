import type { Attention } from '../../protocol/attention.ts';
import { wayName } from '../asks/way.tsx';
import { onAlert, useSessions } from '../stores/sessions.ts';
import { toast } from '../stores/toasts.ts';
import { words } from '../words/words.ts';
import { goTo, isShown } from './go-to.ts';

/** What the system shows of us now, by session. */
const shown = new Map<string, { readonly notification: Notification; readonly kind: Attention['kind'] }>();

/** Tells the person of what happens where they do not look, as they wish to be told. */
export function startAlerts(): void {
  onAlert((attention) => {
    const { app } = useSessions.getState();
    if (!app?.preferences.alerts[attention.kind]) return;
    if (document.hasFocus()) {
      // The host knows which session is before the person, and no aside.
      if (!isShown(attention)) say(attention);
    } else if (permission() === 'granted') notify(attention);
  });
  useSessions.subscribe((state, before) => {
    if (state.app?.attention !== before.app?.attention) closeSettled(state.app?.attention ?? []);
  });
}

/** Whether the system may show something for us; `missing`: this browser cannot. */
export const permission = (): NotificationPermission | 'missing' =>
  'Notification' in window ? Notification.permission : 'missing';

/** Shows what an alert looks like. */
export function notifyExample(): void {
  if (permission() === 'granted') new Notification(words().app, { body: words().alertExample, tag: 'skein' });
}

/** With the way to it, for what stands below another session. */
const titleOf = ({ session, title, path }: Attention) => wayName([...path, { session, title }]);

function agentOf({ agentId }: Attention): string {
  const agents = useSessions.getState().app?.agents ?? [];
  return agents.find(({ id }) => id === agentId)?.name ?? agentId;
}

const headOf = (attention: Attention) => `${agentOf(attention)} · ${words().attentionKind(attention.kind)}`;

function say(attention: Attention): void {
  toast({
    text: `${headOf(attention)} · ${titleOf(attention)}`,
    tone: attention.kind === 'failed' ? 'fail' : 'info',
    action: { label: words().showSession, run: () => goTo(attention) },
  });
}

/** Windows of one browser share the tag, so that several of them show it once. */
function notify(attention: Attention): void {
  const { session, kind } = attention;
  const title = headOf(attention);
  const notification = new Notification(title, { body: titleOf(attention), tag: `skein-${session}` });
  shown.set(session, { notification, kind });
  notification.addEventListener('close', () => {
    if (shown.get(session)?.notification === notification) shown.delete(session);
  });
  notification.addEventListener('click', () => {
    window.focus();
    goTo(attention);
    notification.close();
  });
}

/** What was answered or seen elsewhere needs nobody any more. */
function closeSettled(wanted: readonly Attention[]): void {
  for (const [session, { notification, kind }] of shown) {
    if (!wanted.some((one) => one.session === session && one.kind === kind)) notification.close();
  }
}
