/** Why a connection or a name failed, by errno and getaddrinfo's names. */
export type NetworkErrorCode =
  | "ECONNREFUSED"
  | "EHOSTUNREACH"
  | "ENETUNREACH"
  | "ETIMEDOUT"
  | "EADDRINUSE"
  | "EACCES"
  | "ENOTFOUND";

/** A connection, a name or a port that could not be had. */
export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, what: string) {
    super(`${code}: ${what}`);
    this.name = "NetworkError";
    this.code = code;
  }
}
