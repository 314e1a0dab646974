import { REST_HOST } from "./docker-cloud.ts";

/** The exceptions of python-dockercloud (dockercloud/api/exceptions.py), and those of the CLI. */
type FailureKind = "ApiError" | "AuthError" | "ObjectNotFound" | "NonUniqueIdentifier" | "BadParameter";

/** Why Docker Cloud, or its client, refuses something: `message` is what `print(e)` shows. */
export class CloudFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.name = "CloudFailure";
    this.kind = kind;
  }
}

/**
 * An answer that is no success, as the client tells it (dockercloud/api/http.py). What the server said in `error` is not
 * on record: those sentences are ours, in the form of Tastypie, which its API was made with.
 * @param path "api/infra/v1/nodecluster"
 */
export function apiError(status: number, method: string, path: string, error: string): CloudFailure {
  const url = `${REST_HOST}/${path.replace(/^\/|\/$/g, "")}/`;
  return new CloudFailure("ApiError", `Status ${status} (${method} ${url}). Response: ${JSON.stringify({ error })}`);
}
