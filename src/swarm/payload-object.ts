import { encode } from "../kernel/bytes.ts";
import type { SecretObject } from "./cluster.ts";
import type { PayloadKind } from "./payloads.ts";

/** A secret or config as the API gives it (GET /secrets/{id}, /configs/{id}): a secret's content never leaves the managers. */
export function payloadObject(kind: PayloadKind, object: SecretObject): Record<string, unknown> {
  const { id, name, labels, data, driver, templating, createdAt, updatedAt, version } = object;
  return {
    ID: id,
    Version: { Index: version },
    CreatedAt: createdAt,
    UpdatedAt: updatedAt,
    Spec: {
      Name: name,
      Labels: Object.fromEntries(Object.entries(labels).sort()),
      ...(kind === "config" ? { Data: base64(data) } : {}),
      ...(driver === undefined ? {} : { Driver: { Name: driver } }),
      ...(templating === undefined ? {} : { Templating: { Name: templating } }),
    },
  };
}

/** Base64 of the bytes of a text. */
function base64(text: string): string {
  return btoa(Array.from(encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
