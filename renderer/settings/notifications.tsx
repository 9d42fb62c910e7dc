import { useState } from 'react';
import { ATTENTION_KINDS, type AttentionKind } from '../../protocol/attention.ts';
import { DEFAULT_PREFERENCES } from '../../protocol/preferences.ts';
import { notifyExample, permission } from '../attention/alerts.ts';
import { changePreferences } from '../stores/preferences.ts';
import { useSessions } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { Choices } from './choices.tsx';

/** Of what a person is told while they look elsewhere, and whether the system may show it. */
export function Notifications() {
  const alerts = useSessions((state) => state.app?.preferences.alerts) ?? DEFAULT_PREFERENCES.alerts;
  const change = (kind: AttentionKind, on: boolean) => void changePreferences({ alerts: { [kind]: on } });
  return (
    <>
      <h2 className="settings-title">{words().notifications}</h2>
      <Choices name="alerts" legend={words().alertsTitle} help={words().alertsHelp}>
        {ATTENTION_KINDS.map((kind) => (
          <label key={kind} className="choice">
            <input
              type="checkbox"
              checked={alerts[kind]}
              onChange={(event) => change(kind, event.currentTarget.checked)}
            />
            {words().alertOf(kind)}
          </label>
        ))}
      </Choices>
      <SystemAlerts />
    </>
  );
}

function SystemAlerts() {
  const [now, setNow] = useState(permission);
  const ask = async () => setNow(await Notification.requestPermission());
  return (
    <section className="choices" aria-labelledby="system-alerts">
      <h3 id="system-alerts" className="choices-title">
        {words().systemAlerts}
      </h3>
      <p className="choices-help" aria-live="polite">
        {SENTENCES[now]()}
      </p>
      {now === 'default' && <Button onClick={() => void ask()}>{words().alertsAllow}</Button>}
      {now === 'granted' && <Button onClick={notifyExample}>{words().alertsTry}</Button>}
    </section>
  );
}

const SENTENCES: { readonly [Now in ReturnType<typeof permission>]: () => string } = {
  default: () => words().alertsAsk,
  granted: () => words().alertsAllowed,
  denied: () => words().alertsDenied,
  missing: () => words().alertsMissing,
};
