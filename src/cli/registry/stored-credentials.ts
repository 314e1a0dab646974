import type { RegistryCredentials } from "../../engine/engine.ts";
import { parseReference } from "../../engine/image/reference.ts";
import { decode } from "../../kernel/bytes.ts";
import type { Process } from "../../kernel/process.ts";
import { ContextStore } from "../context/context-store.ts";

/** What `docker login` kept for the registry of an image, as the client sends it along (docker/cli, cli/config). */
export function storedCredentials(process: Process, image: string): RegistryCredentials | undefined {
  return credentialsFor(new ContextStore(process), parseReference(image).domain);
}

/** What `docker login` kept for a registry. @param key as config.json names it */
export function credentialsFor(store: ContextStore, key: string): RegistryCredentials | undefined {
  const { auths } = store.config();
  const entry = field(auths, key);
  const auth = field(entry, "auth");
  if (typeof auth !== "string") return undefined;
  try {
    const text = decode(Uint8Array.from(atob(auth), (char) => char.charCodeAt(0)));
    const cut = text.indexOf(":");
    return cut < 0 ? undefined : { username: text.slice(0, cut), password: text.slice(cut + 1) };
  } catch {
    // Not base64: somebody has edited the file; docker then asks without a password.
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
