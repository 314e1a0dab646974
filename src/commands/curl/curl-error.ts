/** A transfer that failed: curl's number for why, which is its exit status, and its sentence. */
export class CurlError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "CurlError";
    this.code = code;
  }
}
