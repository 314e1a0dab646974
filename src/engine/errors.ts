/**
 * What the daemon answers when it refuses: `docker` prints it after "Error response from daemon: ".
 * The status is the HTTP one of the Engine API.
 */
export class EngineError extends Error {
  readonly status: 400 | 403 | 404 | 409 | 500 | 503;

  constructor(status: EngineError["status"], message: string) {
    super(message);
    this.name = "EngineError";
    this.status = status;
  }
}

export const notFound = (message: string) => new EngineError(404, message);
export const conflict = (message: string) => new EngineError(409, message);
export const invalid = (message: string) => new EngineError(400, message);

/** Several problems as one text (moby, internal/multierror): one alone as it is, more of them as a list. */
export const joined = (problems: readonly string[]): string =>
  problems.length === 1 ? (problems[0] ?? "") : `* ${problems.join("\n* ")}`;
