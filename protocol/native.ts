/**
 * A sub-agent that the agent of its parent leads itself: it is shown, its questions are answered, and nobody but that
 * agent prompts it. `agentSession`: the agent's own id of it. `canStop`: the agent lets its work be stopped by itself.
 */
export type Native = { readonly agentSession: string; readonly canStop: boolean };
