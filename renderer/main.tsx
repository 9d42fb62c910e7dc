import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startKeepingPage } from './attachments/dropped.ts';
import { startAlerts } from './attention/alerts.ts';
import { startBadge } from './attention/badge.ts';
import { startLooks } from './attention/looks.ts';
import { electronBridge } from './bridge/electron.ts';
import { webBridge } from './bridge/web.ts';
import { startShortcuts } from './shortcuts.ts';
import { startAsides } from './stores/asides.ts';
import { startLanguage } from './stores/language.ts';
import { startLink } from './stores/link.ts';
import { startSessions } from './stores/sessions.ts';
import { applyLook } from './stores/window.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';

/** The preload script of the installed app leaves a mark; a browser has none. */
const bridge = 'skein' in window ? electronBridge : webBridge;

applyLook();
startLanguage();
startLink(bridge);
startSessions();
startAsides();
startLooks();
startAlerts();
startBadge();
startShortcuts();
startKeepingPage();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
