/** Memory as a container mounts it: the root of its tree, and the mount. */
export interface Tmpfs {
  readonly root: { readonly mode: number; readonly uid: number; readonly gid: number };
  readonly mount: { readonly options: string; readonly capacity?: number };
}

/** What Docker mounts memory with unless told (moby, daemon/oci_linux.go, withMounts), by what turns it off. */
const SAFE = { suid: "nosuid", dev: "nodev", exec: "noexec" };
const EVERYBODY = 0o1777;
const PAGE = 4096;

/**
 * Reads the options of `--tmpfs` (and what stands for them in `--mount`), and lists them as the kernel does: flags, then
 * size, inodes, mode, owner and group, those that are not as usual (mm/shmem.c, shmem_show_options).
 * @param words "size=10m", "noexec"; of two that contradict each other the last holds
 */
export function tmpfsOf(words: readonly string[]): Tmpfs {
  const value = (key: string) => words.findLast((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const last = (...some: string[]) => words.findLast((word) => some.includes(word));
  const flags = Object.entries(SAFE).flatMap(([off, on]) => (last(off, on) === off ? [] : [on]));
  const time = last("atime", "noatime", "relatime") === "noatime" ? "noatime" : "relatime";
  const capacity = bytesOf(value("size"));
  const inodes = value("nr_inodes");
  const mode = Number.parseInt(value("mode") ?? "1777", 8);
  const [uid, gid] = [Number(value("uid") ?? 0), Number(value("gid") ?? 0)];
  const options = [
    ...flags,
    time,
    ...(capacity === undefined ? [] : [`size=${Math.ceil(capacity / PAGE) * (PAGE / 1024)}k`]),
    ...(inodes === undefined ? [] : [`nr_inodes=${inodes}`]),
    ...(mode === EVERYBODY ? [] : [`mode=${mode.toString(8).padStart(3, "0")}`]),
    ...(uid === 0 ? [] : [`uid=${uid}`]),
    ...(gid === 0 ? [] : [`gid=${gid}`]),
  ].join(",");
  return { root: { mode, uid, gid }, mount: { options, ...(capacity === undefined ? {} : { capacity }) } };
}

/** `64m`, `1g`, `65536k`: bytes. */
function bytesOf(text: string | undefined): number | undefined {
  const match = /^(\d+)([kmg]?)$/i.exec(text ?? "");
  if (!match) return undefined;
  const scale = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * scale;
}
