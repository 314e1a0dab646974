import type { Stats } from "../../kernel/filesystem.ts";

const ARCHIVE = /\.(tar|tgz|gz|zip|xz|zst|bz2|7z|rar|deb|rpm|jar)$/;
const IMAGE = /\.(jpe?g|gif|png|svg|webp|mp4|mkv|webm|bmp)$/;

/** The colour of a name, as `dircolors` has it: what is between `ESC[` and `m`; empty for none. */
export function nameColor(name: string, { kind, mode }: Stats, orphan = false): string {
  switch (kind) {
    case "directory":
      if (mode & 0o1000) return mode & 0o002 ? "30;42" : "37;44";
      return mode & 0o002 ? "34;42" : "01;34";
    case "symlink":
      return orphan ? "40;31;01" : "01;36";
    case "socket":
      return "01;35";
    case "fifo":
      return "40;33";
    case "character-device":
    case "block-device":
      return "40;33;01";
    default:
      if (mode & 0o4000) return "37;41";
      if (mode & 0o2000) return "30;43";
      if (mode & 0o111) return "01;32";
      return ARCHIVE.test(name) ? "01;31" : IMAGE.test(name) ? "01;35" : "";
  }
}

/** The colours that are built into busybox. */
export function busyboxColor({ kind, mode }: Stats): string {
  const by: Partial<Record<Stats["kind"], string>> = {
    directory: "1;34",
    symlink: "1;36",
    socket: "1;35",
    fifo: "1;33",
    "character-device": "1;33",
    "block-device": "1;33",
  };
  return by[kind] ?? (mode & 0o111 ? "1;32" : "0;0");
}
