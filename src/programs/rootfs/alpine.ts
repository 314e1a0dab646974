import { binary, directory, type FileSpec, file, type Layer, layer, link } from "../../kernel/layer.ts";
import { ALPINE_GROUP, ALPINE_PASSWD } from "./accounts.ts";

const BUSYBOX_SIZE = 808_712;

/** The commands that are links to /bin/busybox in Alpine's base image, by folder. */
const LINKS: Record<string, string> = {
  bin:
    "arch ash base64 cat chgrp chmod chown cp date dd df dmesg dnsdomainname echo ed egrep false fgrep fsync getopt grep " +
    "gunzip gzip hostname ionice ipcalc kill link linux32 linux64 ln login ls lzop mkdir mknod mktemp more mount mountpoint mv " +
    "netstat nice pidof ping ping6 printenv ps pwd rev rm rmdir run-parts sed setpriv sh sleep stat stty su sync tar touch true " +
    "umount uname usleep watch zcat",
  sbin:
    "adjtimex arp blkid fdisk fsck getty halt hwclock ifconfig ifdown ifup init insmod ip klogd losetup lsmod mdev mkswap " +
    "modprobe nologin pivot_root poweroff reboot rmmod route swapoff swapon switch_root sysctl syslogd udhcpc watchdog",
  "usr/bin":
    "[ [[ awk basename bc bunzip2 bzcat bzip2 cal clear cmp comm cpio crontab cut dc diff dirname dos2unix du env expand expr " +
    "factor fallocate find flock fold free fuser groups hd head hexdump hostid id install killall last less logger lsof " +
    "md5sum mesg mkfifo mkpasswd nc nl nohup nproc nsenter nslookup od openvt passwd paste pgrep pkill pmap printf pstree pwdx " +
    "readlink realpath renice reset resize seq setsid sha1sum sha256sum sha3sum sha512sum shred shuf sort split strings sum tac " +
    "tail tee test time timeout top tr traceroute traceroute6 tree truncate tty unexpand uniq unix2dos unlink unlzma unshare " +
    "unxz unzip uptime uudecode uuencode vi wc wget which who whoami whois xargs xxd xzcat yes",
  "usr/sbin":
    "addgroup add-shell adduser arping brctl chpasswd chroot crond delgroup deluser ether-wake fbset killall5 nanddump ntpd " +
    "powertop rdate remove-shell rfkill sendmail setfont",
};

const FOLDERS =
  "dev etc/apk etc/init.d etc/network etc/profile.d home lib/apk media/cdrom media/floppy media/usb mnt opt proc run srv sys " +
  "usr/lib usr/local/bin usr/share var/cache/apk var/lib/apk var/local var/log var/mail var/opt var/spool/cron";

/** The links of Alpine's busybox, and the folders around them. */
function busyboxLinks(): Record<string, FileSpec> {
  const entries = Object.entries(LINKS).flatMap(([folder, names]) =>
    names.split(" ").map((name) => [`/${folder}/${name}`, link("/bin/busybox")] as const),
  );
  return Object.fromEntries(entries);
}

/**
 * The base layer of `alpine` and of the `-alpine` images: busybox, apk and musl; no bash, no curl.
 * @param version "3.24.2"
 * @param mtime the time of its files: when the image was built, ms since the epoch
 */
export function alpine(version: string, mtime = 0): Layer {
  const branch = version.split(".").slice(0, 2).join(".");
  return layer(
    {
      ...Object.fromEntries(FOLDERS.split(" ").map((name) => [`/${name}`, directory()])),
      ...busyboxLinks(),
      "/bin/busybox": binary("busybox", BUSYBOX_SIZE),
      "/sbin/apk": binary("apk", 71_504),
      "/lib/ld-musl-x86_64.so.1": binary("ld-musl", 662_712),
      "/lib/libc.musl-x86_64.so.1": link("ld-musl-x86_64.so.1"),
      "/usr/bin/getent": binary("getent", 39_600),
      "/usr/bin/ldd": binary("ldd", 52),
      "/root": directory({ mode: 0o700 }),
      "/tmp": directory({ mode: 0o1777 }),
      "/var/tmp": directory({ mode: 0o1777 }),
      "/var/run": link("../run"),
      "/var/empty": directory({ mode: 0o555 }),
      "/etc/alpine-release": `${version}\n`,
      "/etc/os-release":
        `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${branch}"\n` +
        `HOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n`,
      "/etc/issue": `Welcome to Alpine Linux ${branch}\nKernel \\r on \\m (\\l)\n\n`,
      "/etc/motd": "Welcome to Alpine!\n",
      "/etc/apk/repositories": `https://dl-cdn.alpinelinux.org/alpine/v${branch}/main\nhttps://dl-cdn.alpinelinux.org/alpine/v${branch}/community\n`,
      "/etc/apk/world": "alpine-baselayout\nalpine-keys\nalpine-release\napk-tools\nbusybox\nlibc-utils\n",
      "/etc/passwd": ALPINE_PASSWD,
      "/etc/group": ALPINE_GROUP,
      "/etc/shadow": file("root:*::0:::::\n", { gid: 42, mode: 0o640 }),
      "/etc/hostname": "localhost\n",
      "/etc/hosts": "127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n",
      "/etc/shells": "# valid login shells\n/bin/sh\n/bin/ash\n",
      "/etc/profile":
        'export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n\nexport PAGER=less\numask 022\n',
      "/etc/nsswitch.conf": "hosts: files dns\n",
    },
    mtime,
  );
}
