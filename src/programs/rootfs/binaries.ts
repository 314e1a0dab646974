import { binary, type FileSpec } from "../../kernel/layer.ts";

/**
 * Binaries of a folder from a compact list: `binaries("/usr/bin", "cat:44016 ls:151344")`. Each stands for the program
 * of its name, with the size the real one has in Debian.
 */
export function binaries(folder: string, list: string): Record<string, FileSpec> {
  const entries = list
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [name = "", size = "0"] = item.split(":");
      return [`${folder}/${name}`, binary(name, Number(size))] as const;
    });
  return Object.fromEntries(entries);
}
