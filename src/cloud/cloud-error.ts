/** Why the cloud refuses something: what Azure's REST API answers. */
export class CloudError extends Error {
  /** "ResourceGroupNotFound" */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "CloudError";
    this.code = code;
    this.status = status;
  }
}
