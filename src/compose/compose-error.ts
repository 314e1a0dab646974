/** A project that cannot be read or used. The message is Compose's own, printed as it is. */
export class ComposeError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "ComposeError";
    this.status = status;
  }
}
