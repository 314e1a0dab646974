import { cleanPath } from "./bind-spec.ts";
import { MountSpecError } from "./mount-spec.ts";

/**
 * Reads one `-v`: what has no source is a volume without a name; the rest goes to the daemon as a bind, with a source that
 * begins with a dot made absolute (docker/cli, internal/volumespec, Parse; cli/command/container/opts.go, parse). The
 * client knows no platform: a letter and a colon are a drive.
 * @throws MountSpecError
 */
export function parseVolumeFlag(text: string, cwd: string): { readonly bind: string } | { readonly volume: string } {
  if (text === "") throw new MountSpecError("invalid empty volume spec");
  if (text.length <= 2) return { volume: text };
  const sections = sectionsOf(text);
  const fail = (why: string) => new MountSpecError(`invalid spec: ${text}: ${why}`);
  for (const [index, section] of sections.entries()) {
    if (section === "") throw fail("empty section between colons");
    if (index >= 2 && index < sections.length - 1) throw fail("too many colons");
  }
  const [source = "", ...rest] = sections;
  if (rest.length === 0) return { volume: source };
  const absolute = source.startsWith(".") ? cleanPath(`${cwd}/${source}`) : source;
  return { bind: [absolute, ...rest].join(":") };
}

function sectionsOf(text: string): string[] {
  const sections = [""];
  for (const char of text) {
    const open = sections.at(-1) ?? "";
    if (char === ":" && !/^\p{L}$/u.test(open)) sections.push("");
    else sections[sections.length - 1] = open + char;
  }
  return sections;
}
