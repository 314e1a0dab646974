import { digestOf } from "../kernel/sha256.ts";

/** What tells whether a network or a volume is still what its file says. */
export function configHash(resource: object): string {
  return digestOf(JSON.stringify(resource)).slice("sha256:".length);
}
