/** Codes of JSON-RPC and of the Agent Client Protocol (schema v1, `ErrorCode`). */
export const RPC_CODES = {
  invalidParams: -32602,
  methodNotFound: -32601,
  internal: -32603,
  signInRequired: -32000,
  notFound: -32002,
} as const;

/** An error as it travels between client and agent: thrown by a handler it becomes the answer, and an agent's answer is thrown as one. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

export const invalidParams = (message: string) => new RpcError(RPC_CODES.invalidParams, message);
export const notFound = (what: string) => new RpcError(RPC_CODES.notFound, `Not found: ${what}`);

export const methodNotFound = (method: string) => new RpcError(RPC_CODES.methodNotFound, `Method not found: ${method}`);

/** The connection ended before an answer came. */
export class ConnectionLost extends Error {
  constructor() {
    super('The connection to the agent ended');
    this.name = 'ConnectionLost';
  }
}
