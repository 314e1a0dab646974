import type { Stats } from "../kernel/filesystem.ts";

/** What kind of file it is, in stat's words. */
export function fileKindText({ kind, size }: Pick<Stats, "kind" | "size">): string {
  switch (kind) {
    case "file":
      return size === 0 ? "regular empty file" : "regular file";
    case "symlink":
      return "symbolic link";
    case "character-device":
      return "character special file";
    case "block-device":
      return "block special file";
    default:
      return kind;
  }
}
