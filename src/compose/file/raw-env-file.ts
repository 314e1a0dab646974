import { keyValueLines } from "../../engine/key-value-file.ts";
import { ComposeError } from "../compose-error.ts";
import type { Lookup } from "./interpolate.ts";

/**
 * An env file as `docker run --env-file` reads it, without quotes and variables: `format: raw` (docker/cli,
 * pkg/kvfile; docker/compose, cmd/compose/compose.go). A name alone has the value that `lookup` knows.
 * @param path for what is wrong
 * @throws ComposeError
 */
export function parseRawEnv(text: string, lookup: Lookup, path: string): Record<string, string> {
  const out: Record<string, string> = {};
  const fail = (why: string) => new ComposeError(`failed to parse env_file ${path}: ${why}`);
  for (const line of keyValueLines(text.replace(/^\ufeff/, ""), fail)) {
    const cut = line.indexOf("=");
    const name = cut < 0 ? line : line.slice(0, cut);
    const value = cut < 0 ? lookup(name) : line.slice(cut + 1);
    if (value !== undefined) out[name] = value;
  }
  return out;
}
