/** How long a new socket may take to say hello. */
export const HELLO_MS = 10_000;
/** How often a socket is asked whether it is still there; one that did not answer the last time is closed. */
export const PING_MS = 30_000;
/** Windows at one time, those that have not said hello included. */
export const SOCKETS_MAX = 64;
/** Sockets that have not said hello; without it, strangers could keep the windows out. */
export const STRANGERS_MAX = 16;
/** The longest message: the longest prompt or an agent's whole environment, each character escaped. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
/** How long open sockets and requests may take to end when the host closes. */
export const CLOSE_MS = 2_000;

/** Close codes of the socket: those above 4000 are an application's own. */
export const CLOSED_BAD_HELLO = 4400;
export const CLOSED_DENIED = 4401;
export const CLOSED_NO_HELLO = 4408;
/** Of the protocol itself: the host is going away; it could not do what it should. */
export const CLOSED_GOING_AWAY = 1001;
export const CLOSED_BROKEN = 1011;
