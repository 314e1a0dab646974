import type { YamlMap } from "../file/yaml/yaml-value.ts";

const PROPAGATIONS = ["private", "rprivate", "shared", "rshared", "slave", "rslave"];

/**
 * A volume of a stack in its short form (docker/cli, internal/volumespec). A single letter before a colon is the drive of a
 * path of Windows, so "v:/x" is a path and no volume named v.
 * @returns its long form, or what is wrong with it
 */
export function parseVolumeSpec(spec: string): YamlMap | string {
  if (spec === "") return "invalid empty volume spec";
  if (spec.length <= 2) return { type: "volume", target: spec };
  const parts: string[] = [];
  let part = "";
  for (const char of spec) {
    if (char === ":" && !/^\p{L}$/u.test(part)) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  const refuse = (why: string) => `invalid spec: ${spec}: ${why}`;
  const [first = "", second, modes, ...more] = parts;
  for (const [at, one] of parts.entries()) {
    if (one === "") return refuse("empty section between colons");
    if (at === 2 && more.length > 0) return refuse("too many colons");
  }
  if (second === undefined) return { type: "volume", target: first };
  const out: Record<string, YamlMap[string]> = {
    type: isPath(first) ? "bind" : "volume",
    source: first,
    target: second,
  };
  for (const mode of (modes ?? "").split(",")) {
    if (mode === "ro") out.read_only = true;
    if (mode === "nocopy") out.volume = { nocopy: true };
    if (PROPAGATIONS.includes(mode)) out.bind = { propagation: mode };
  }
  return out;
}

const isPath = (source: string) => /^([./~]|\\\\|\p{L}:)/u.test(source);
