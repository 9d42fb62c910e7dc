import { contextBridge, ipcRenderer } from 'electron';
import type { PortMarker, ShellBridge } from '../protocol/bridge.ts';

const PORT_MARKER: PortMarker = 'skein:port';

// Ports do not cross the bridge between the two worlds of a window, but they do cross `window.postMessage`.
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== PORT_MARKER || event.ports.length !== 1 || !port) return;
  ipcRenderer.postMessage(PORT_MARKER, null, [port]);
});

contextBridge.exposeInMainWorld('skein', Object.freeze({ platform: process.platform }) satisfies ShellBridge);
