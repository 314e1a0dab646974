import { binary, directory, type FileSpec, file, type Layer, layer } from "../../kernel/layer.ts";

/** The commands of the image `busybox`: hard links of one binary, all in /bin. */
export const BUSYBOX_COMMANDS =
  "[ [[ arch arp arping ash awk base64 basename bc bunzip2 busybox bzcat bzip2 cal cat chgrp chmod chown chroot cksum clear cmp " +
  "comm cp cpio crond crontab cut date dc dd df diff dirname dmesg dnsdomainname dos2unix du echo ed egrep env expand expr " +
  "factor fallocate false fgrep find flock fold free ftpget ftpput fuser getopt grep groups gunzip gzip halt hd head hexdump " +
  "hostid hostname httpd id ifconfig init install ip ipcalc kill killall last less link ln logger login logname logread ls lsof " +
  "lsscsi md5sum mesg mkdir mkfifo mknod mkpasswd mktemp more mount mountpoint mv nc netstat nice nl nohup nologin nproc " +
  "nsenter nslookup ntpd od paste patch pgrep pidof ping ping6 pkill pmap poweroff printenv printf ps pstree pwd pwdx readlink " +
  "realpath reboot renice reset resize rev rm rmdir route run-parts sed seq setsid sh sha1sum sha256sum sha512sum shred shuf " +
  "sleep sort split stat strings stty su sync sysctl syslogd tac tail tar tee telnet telnetd test tftp time timeout top touch " +
  "tr traceroute tree true truncate tty umount uname unexpand uniq unix2dos unlink unxz unzip uptime uudecode uuencode vi watch wc " +
  "wget which who whoami xargs xxd xz xzcat yes zcat";

const SIZE = 1_247_944;

/** The one layer of the image `busybox`. @param mtime the time of its files, ms since the epoch */
export function busyboxImage(mtime = 0): Layer {
  const commands = BUSYBOX_COMMANDS.split(" ").map((name): [string, FileSpec] => [
    `/bin/${name}`,
    // All names are one file: only one of them carries its size.
    binary("busybox", name === "busybox" ? SIZE : 0),
  ]);
  return layer(
    {
      ...Object.fromEntries(commands),
      "/dev": directory(),
      "/home": directory({ uid: 65534, gid: 65534 }),
      "/lib": directory(),
      "/lib64": directory(),
      "/root": directory({ mode: 0o700 }),
      "/tmp": directory({ mode: 0o1777 }),
      "/usr/sbin": directory(),
      "/var/spool/mail": directory(),
      "/var/www": directory(),
      "/etc/passwd":
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nbin:x:2:2:bin:/bin:/bin/false\n" +
        "sys:x:3:3:sys:/dev:/bin/false\nsync:x:4:100:sync:/bin:/bin/sync\nmail:x:8:8:mail:/var/spool/mail:/bin/false\n" +
        "www-data:x:33:33:www-data:/var/www:/bin/false\noperator:x:37:37:Operator:/var:/bin/false\n" +
        "nobody:x:65534:65534:nobody:/home:/bin/false\n",
      "/etc/group":
        "root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\ntty:x:5:\ndisk:x:6:\nlp:x:7:\nmail:x:8:\nkmem:x:9:\nwheel:x:10:root\n" +
        "cdrom:x:11:\ndialout:x:18:\nfloppy:x:19:\nvideo:x:28:\naudio:x:29:\ntape:x:32:\nwww-data:x:33:\noperator:x:37:\n" +
        "utmp:x:43:\nplugdev:x:46:\nstaff:x:50:\nlock:x:54:\nnetdev:x:82:\nusers:x:100:\nnobody:x:65534:\n",
      "/etc/shadow": file("root:*:10933:0:99999:7:::\n", { mode: 0o600 }),
      "/etc/localtime": "",
    },
    mtime,
  );
}
