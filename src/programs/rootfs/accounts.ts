import { type FileSpec, file } from "../../kernel/layer.ts";

/** /etc/passwd of a Debian that has just been installed. */
export const DEBIAN_PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
games:x:5:60:games:/usr/games:/usr/sbin/nologin
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

/** /etc/group of the same. */
export const DEBIAN_GROUP = `${(
  "root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 lp:7 mail:8 news:9 uucp:10 man:12 proxy:13 kmem:15 dialout:20 fax:21 " +
  "voice:22 cdrom:24 floppy:25 tape:26 sudo:27 audio:29 dip:30 www-data:33 backup:34 operator:37 list:38 irc:39 src:40 " +
  "shadow:42 utmp:43 video:44 sasl:45 plugdev:46 staff:50 games:60 users:100 nogroup:65534"
)
  .split(" ")
  .map((group) => `${group.replace(":", ":x:")}:\n`)
  .join("")}`;

const names = (file: string): string[] =>
  file
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(0, line.indexOf(":")));

/** /etc/shadow of an /etc/passwd: nobody has a password. */
export const shadowOf = (passwd: string): string =>
  names(passwd)
    .map((name) => `${name}:*:20000:0:99999:7:::\n`)
    .join("");

/** /etc/gshadow of an /etc/group: no group has a password. */
export const groupShadowOf = (group: string): string =>
  group
    .trimEnd()
    .split("\n")
    .map((line) => `${line.slice(0, line.indexOf(":"))}:*::${line.slice(line.lastIndexOf(":") + 1)}\n`)
    .join("");

/** /etc/passwd of Alpine's base image. */
export const ALPINE_PASSWD = `root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/mail:/sbin/nologin
news:x:9:13:news:/usr/lib/news:/sbin/nologin
uucp:x:10:14:uucp:/var/spool/uucppublic:/sbin/nologin
cron:x:16:16:cron:/var/spool/cron:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
sshd:x:22:22:sshd:/dev/null:/sbin/nologin
games:x:35:35:games:/usr/games:/sbin/nologin
ntp:x:123:123:NTP:/var/empty:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

export const ALPINE_GROUP = `root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
sys:x:3:root,bin
adm:x:4:root,daemon
tty:x:5:
disk:x:6:root
lp:x:7:lp
kmem:x:9:
wheel:x:10:root
floppy:x:11:root
mail:x:12:mail
news:x:13:news
uucp:x:14:uucp
cron:x:16:cron
audio:x:18:
cdrom:x:19:
dialout:x:20:root
ftp:x:21:
sshd:x:22:
input:x:23:
tape:x:26:root
video:x:27:root
netdev:x:28:
kvm:x:34:kvm
games:x:35:
shadow:x:42:
www-data:x:82:
users:x:100:games
ntp:x:123:
abuild:x:300:
utmp:x:406:
ping:x:999:
nogroup:x:65533:
nobody:x:65534:
`;

/** A user that an image adds, with a group of the same name. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid: number;
  /** Of its group; the same number unless told. */
  readonly gid?: number;
  readonly comment?: string;
  readonly home: string;
  readonly shell: string;
}

/**
 * The files of accounts of a distribution with one more, as adduser and useradd of the image's build leave them.
 * @param base the distribution: "alpine", or one of Debian's
 */
export function withAccount(base: string, account: ServiceAccount): Record<string, FileSpec | string> {
  const { name, uid, gid = uid, comment = "", home, shell } = account;
  const isAlpine = base === "alpine";
  const passwd = `${isAlpine ? ALPINE_PASSWD : DEBIAN_PASSWD}${name}:x:${uid}:${gid}:${comment}:${home}:${shell}\n`;
  const group = `${isAlpine ? ALPINE_GROUP : DEBIAN_GROUP}${name}:x:${gid}:\n`;
  const hidden = (content: string) => file(content, { gid: 42, mode: 0o640 });
  const shadows = { "/etc/shadow": hidden(shadowOf(passwd)), "/etc/gshadow": hidden(groupShadowOf(group)) };
  return { "/etc/passwd": passwd, "/etc/group": group, ...(isAlpine ? {} : shadows) };
}
