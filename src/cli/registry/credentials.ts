import type { RegistryCredentials } from "../../engine/engine.ts";
import { encode } from "../../kernel/bytes.ts";
import type { ContextStore } from "../context/context-store.ts";
import { credentialsFor } from "./stored-credentials.ts";

/** How config.json names Docker Hub. */
export const HUB = "https://index.docker.io/v1/";

/** The key of a registry in config.json: what somebody typed, without scheme and path. */
export function serverKey(server: string | undefined): string {
  if (server === undefined || server === "" || /^(https?:\/\/)?(index\.)?docker\.io(\/|$)/.test(server)) return HUB;
  return server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

/**
 * Keeps a password as docker does without a credential helper: unencrypted.
 * @returns false when it was there already
 */
export function storeCredentials(store: ContextStore, key: string, credentials: RegistryCredentials): boolean {
  const { username, password } = credentials;
  const known = credentialsFor(store, key);
  if (known?.username === username && known.password === password) return false;
  const auth = btoa(String.fromCharCode(...encode(`${username}:${password}`)));
  store.setConfig({ auths: { ...auths(store), [key]: { auth } } });
  return true;
}

/** Forgets what config.json keeps for a registry; without any it stays as it is. @param key as `serverKey` makes it */
export function eraseCredentials(store: ContextStore, key: string): void {
  const left = Object.entries(auths(store)).filter(([name]) => name !== key);
  if (left.length < Object.keys(auths(store)).length) store.setConfig({ auths: Object.fromEntries(left) });
}

function auths(store: ContextStore): Record<string, unknown> {
  const { auths: found } = store.config();
  return typeof found === "object" && found !== null ? { ...found } : {};
}
