import type { Program } from "../kernel/process.ts";

/** Commands of one file, which is loaded when one of them is first used: a terminal that is opened fetches none of them. */
interface Group {
  /** The commands' names, separated by blanks. */
  readonly names: string;
  readonly load: () => Promise<Readonly<Record<string, Program>>>;
}

const GROUPS: readonly Group[] = [
  // Files.
  { names: "chgrp chmod chown", load: () => import("./chmod.ts") },
  { names: "cp", load: () => import("./cp.ts") },
  { names: "df", load: () => import("./df.ts") },
  { names: "du", load: () => import("./du.ts") },
  { names: "file", load: () => import("./file.ts") },
  { names: "find", load: () => import("./find/find.ts") },
  { names: "install", load: () => import("./install.ts") },
  { names: "ln", load: () => import("./ln.ts") },
  { names: "dir ls", load: () => import("./ls/ls.ts") },
  { names: "mkdir", load: () => import("./mkdir.ts") },
  { names: "mount umount", load: () => import("./mount.ts") },
  { names: "sysctl", load: () => import("./sysctl.ts") },
  { names: "mv", load: () => import("./mv.ts") },
  { names: "basename dirname mktemp readlink realpath truncate", load: () => import("./paths.ts") },
  { names: "rm", load: () => import("./rm.ts") },
  { names: "rmdir", load: () => import("./rmdir.ts") },
  { names: "stat", load: () => import("./stat.ts") },
  { names: "touch", load: () => import("./touch.ts") },
  { names: "tree", load: () => import("./tree.ts") },
  // Text.
  { names: "cat", load: () => import("./cat.ts") },
  { names: "md5sum sha1sum sha256sum sha512sum", load: () => import("./checksums.ts") },
  { names: "cut", load: () => import("./cut.ts") },
  { names: "cmp diff", load: () => import("./diff.ts") },
  {
    names: "base64 hexdump hd od strings xxd",
    load: async () => {
      const { base64, hexdump, od, strings, xxd } = await import("./dump.ts");
      return { base64, hexdump, hd: hexdump, od, strings, xxd };
    },
  },
  { names: "column expand fold unexpand", load: () => import("./fold.ts") },
  { names: "egrep fgrep grep", load: () => import("./grep.ts") },
  { names: "head", load: () => import("./head.ts") },
  { names: "nl rev", load: () => import("./nl.ts") },
  { names: "comm join paste shuf split", load: () => import("./paste.ts") },
  { names: "seq", load: () => import("./seq.ts") },
  {
    names: "sort",
    load: async () => {
      const { sort } = await import("./sort.ts");
      return { sort };
    },
  },
  { names: "tac", load: () => import("./tac.ts") },
  { names: "tail", load: () => import("./tail.ts") },
  { names: "tee", load: () => import("./tee.ts") },
  { names: "tr", load: () => import("./tr.ts") },
  { names: "uniq", load: () => import("./uniq.ts") },
  { names: "wc", load: () => import("./wc.ts") },
  { names: "xargs", load: () => import("./xargs.ts") },
  // The machine, its processes and its users, and what starts other commands.
  { names: "date", load: () => import("./date.ts") },
  {
    names: "echo false [ [[ printf test true yes",
    load: async () => {
      const { echo, falseCommand, shellBuiltin, trueCommand, yes } = await import("./echo.ts");
      return {
        echo,
        false: falseCommand,
        "[": shellBuiltin,
        "[[": shellBuiltin,
        printf: shellBuiltin,
        test: shellBuiltin,
        true: trueCommand,
        yes,
      };
    },
  },
  { names: "expr", load: () => import("./expr.ts") },
  { names: "getent groups id whoami", load: () => import("./identity.ts") },
  { names: "kill killall pgrep pidof pkill", load: () => import("./kill.ts") },
  { names: "env nice nohup printenv time timeout which", load: () => import("./launchers.ts") },
  {
    names: "arch dmesg factor free hostname lsb_release lscpu nproc uname uptime w who",
    load: async () => {
      const { arch, dmesg, factor, free, hostname, lsbRelease, lscpu, nproc, uname, uptime, w, who } = await import(
        "./machine-facts.ts"
      );
      return { arch, dmesg, factor, free, hostname, lsb_release: lsbRelease, lscpu, nproc, uname, uptime, w, who };
    },
  },
  { names: "ps", load: () => import("./ps/ps.ts") },
  { names: "pwd", load: () => import("./pwd.ts") },
  { names: "sleep usleep", load: () => import("./sleep.ts") },
  { names: "clear reset stty sync tty", load: () => import("./terminal-tools.ts") },
  { names: "tput", load: () => import("./tput.ts") },
  // Accounts: what changes users and groups, and who one is.
  { names: "addgroup adduser delgroup deluser", load: () => import("./adduser.ts") },
  { names: "gpasswd", load: () => import("./gpasswd.ts") },
  {
    names: "groupadd groupdel",
    load: async () => {
      const { groupadd, groupdel } = await import("./groupadd.ts");
      return { groupadd, groupdel };
    },
  },
  { names: "login logname", load: () => import("./login.ts") },
  { names: "newgrp sg", load: () => import("./newgrp.ts") },
  { names: "chpasswd passwd", load: () => import("./passwd.ts") },
  {
    names: "nologin su",
    load: async () => {
      const { nologin, su } = await import("./su.ts");
      return { nologin, su };
    },
  },
  { names: "sudo", load: () => import("./sudo/sudo.ts") },
  {
    names: "useradd",
    load: async () => {
      const { useradd } = await import("./useradd.ts");
      return { useradd };
    },
  },
  { names: "userdel", load: () => import("./userdel.ts") },
  { names: "usermod", load: () => import("./usermod.ts") },
  // Network; `curl` and `ssh` need more of the lab and are made for it.
  { names: "dig host nslookup", load: () => import("./dns-lookup.ts") },
  { names: "arp", load: () => import("./arp.ts") },
  { names: "ifconfig", load: () => import("./ifconfig.ts") },
  { names: "route", load: () => import("./route.ts") },
  {
    names: "ip",
    load: async () => {
      const { ip } = await import("./ip/ip.ts");
      return { ip };
    },
  },
  {
    names: "nc netcat",
    load: async () => {
      const { nc } = await import("./nc.ts");
      return { nc, netcat: nc };
    },
  },
  {
    names: "ping ping4 ping6",
    load: async () => {
      const { ping } = await import("./ping.ts");
      return { ping, ping4: ping, ping6: ping };
    },
  },
  { names: "netstat", load: () => import("./netstat.ts") },
  { names: "ss", load: () => import("./ss.ts") },
  { names: "telnet", load: () => import("./telnet.ts") },
  {
    names: "traceroute traceroute6 tracepath",
    load: async () => {
      const { traceroute } = await import("./traceroute.ts");
      return { traceroute, traceroute6: traceroute, tracepath: traceroute };
    },
  },
  { names: "wget", load: () => import("./wget/wget.ts") },
  // Archives.
  { names: "dd", load: () => import("./dd.ts") },
  { names: "gunzip gzip zcat", load: () => import("./gzip.ts") },
  { names: "tar", load: () => import("./tar.ts") },
  // The whole screen.
  {
    names: "less more",
    load: async () => {
      const { less, more } = await import("./less.ts");
      return { less, more };
    },
  },
  { names: "nano", load: () => import("./editors/nano/nano.ts") },
  { names: "top", load: () => import("./top.ts") },
  { names: "vi", load: () => import("./editors/vi/vi.ts") },
  { names: "watch", load: () => import("./watch.ts") },
  // Programs in folders of their own.
  {
    names: "add-apt-repository apt apt-cache apt-get apt-key dpkg dpkg-query gpg",
    load: async () => (await import("./apt/apt-tools.ts")).aptTools,
  },
  { names: "apk", load: () => import("./apk/apk.ts") },
  { names: "apropos man whatis", load: () => import("./man/man.ts") },
  { names: "setpriv", load: () => import("./setpriv.ts").then(({ setpriv }) => ({ setpriv })) },
  { names: "awk", load: () => import("./awk/awk.ts").then(({ awk }) => ({ awk })) },
  { names: "jq", load: () => import("./just-bash.ts") },
  { names: "openssl", load: () => import("./openssl/openssl.ts").then(({ openssl }) => ({ openssl })) },
  { names: "git", load: () => import("./git/git.ts").then(({ git }) => ({ git })) },
  { names: "sed", load: () => import("./sed/sed.ts").then(({ sed }) => ({ sed })) },
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
