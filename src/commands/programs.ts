import type { Program } from "../kernel/process.ts";

/** Commands that are loaded together, when one of them is first used. */
interface Group {
  /** The commands' names, separated by blanks. */
  readonly names: string;
  readonly load: () => Promise<Readonly<Record<string, Program>>>;
}

const GROUPS: readonly Group[] = [
  {
    names:
      "base64 cat cmp column comm cut diff egrep expand fgrep fold grep hd head hexdump join md5sum nl od paste rev seq sha1sum " +
      "sha256sum sha512sum shuf sort split strings tac tail tee tr unexpand uniq wc xargs xxd",
    load: async () => (await import("./text-tools.ts")).textTools,
  },
  {
    names:
      "basename chgrp chmod chown cp df dir dirname du file find ln ls mkdir mktemp mount mv readlink realpath rm rmdir stat " +
      "touch tree truncate umount",
    load: async () => (await import("./file-tools.ts")).fileTools,
  },
  {
    names:
      "[ [[ arch clear date dmesg echo env expr factor false free getent groups hostname id kill killall lsb_release lscpu nice " +
      "nohup nproc pgrep pidof pkill printenv printf ps reset sleep stty sync test time timeout true tty uname uptime w which who " +
      "whoami yes",
    load: async () => (await import("./system-tools.ts")).systemTools,
  },
  {
    names:
      "addgroup adduser chpasswd delgroup deluser gpasswd groupadd groupdel login logname newgrp nologin passwd sg su sudo " +
      "useradd userdel usermod",
    load: async () => (await import("./account-tools.ts")).accountTools,
  },
  {
    names: "dig host ifconfig ip nc netcat netstat nslookup ping ping4 route ss telnet tracepath traceroute wget",
    load: async () => (await import("./network-tools.ts")).networkTools,
  },
  { names: "dd gunzip gzip tar zcat", load: async () => (await import("./archive-tools.ts")).archiveTools },
  {
    names: "less more nano top vi watch",
    load: async () => (await import("./screen-tools.ts")).screenTools,
  },
  {
    names: "add-apt-repository apt apt-cache apt-get apt-key dpkg dpkg-query gpg",
    load: async () => (await import("./apt/apt-tools.ts")).aptTools,
  },
  { names: "apk", load: () => import("./apk/apk.ts") },
  { names: "apropos man whatis", load: () => import("./man/man.ts") },
  { names: "awk jq", load: () => import("./just-bash.ts") },
  { names: "sed", load: () => import("./sed.ts").then(({ sed }) => ({ sed })) },
  { names: "busybox", load: async () => ({ busybox: (await import("./busybox.ts")).busybox }) },
];

const groupOf = new Map(GROUPS.flatMap((group) => group.names.split(" ").map((name) => [name, group] as const)));

/** The names of all commands there are. */
export const commandNames: ReadonlySet<string> = new Set(groupOf.keys());

/** The program of a command, loaded when first asked for; undefined when there is none by that name. */
export function loadCommand(name: string): Promise<Program> | undefined {
  const group = groupOf.get(name);
  return group?.load().then((programs) => {
    const program = programs[name];
    if (!program) throw new Error(`the group of ${name} does not hold it`);
    return program;
  });
}
