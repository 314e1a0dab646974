import { StartFailure } from "../container/oci-error.ts";
import type { BuildError } from "./build-error.ts";
import { startFailureText } from "./run-instruction.ts";

const RUNTIME =
  "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed";

/** What the builder before BuildKit says where BuildKit would say something else (moby, builder/dockerfile). */
export function classicWords(error: BuildError): string {
  const { message, cause } = error;
  if (cause instanceof StartFailure) return `${RUNTIME}: ${startFailureText(cause)}`;
  const [, command = "", why] = /^process "(.*)" did not complete successfully: (.*)$/s.exec(message) ?? [];
  if (why === undefined) return message;
  const status = /^exit code: (\d+)$/.exec(why)?.[1];
  // BuildKit's words have the command in quotes of Go.
  const shown = command.replace(/\\(["\\])/g, "$1");
  return status === undefined ? why : `The command '${shown}' returned a non-zero code: ${status}`;
}
