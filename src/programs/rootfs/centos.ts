import { binary, directory, type Layer, layer, link } from "../../kernel/layer.ts";

/**
 * Programs of CentOS 7's base image that the lab knows. Unlike Debian's it has curl, because yum needs its library, and
 * no vi. Nobody wrote their sizes down: all are given one.
 */
const PROGRAMS =
  `[ arch base64 basename bash cat chgrp chmod chown comm cp curl cut date dd df dir dirname du echo egrep
  env expr false fgrep find fold getent grep groups gunzip gzip head hostname id install join ln logname ls md5sum mkdir
  mkfifo mktemp more mount mv nice nl nohup nproc od paste printenv printf ps pwd readlink realpath rm rmdir sed seq
  sha1sum sha256sum sha512sum shuf sleep sort split stat stty sync tac tail tar tee test timeout touch tr true truncate tty
  umount uname uniq wc who whoami xargs yes zcat`.split(/\s+/);
const SIZE = 50_000;

const OS_RELEASE = `NAME="CentOS Linux"
VERSION="7 (Core)"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"
ANSI_COLOR="0;31"
CPE_NAME="cpe:/o:centos:centos:7"
HOME_URL="https://www.centos.org/"
BUG_REPORT_URL="https://bugs.centos.org/"

CENTOS_MANTISBT_PROJECT="CentOS-7"
CENTOS_MANTISBT_PROJECT_VERSION="7"
REDHAT_SUPPORT_PRODUCT="centos"
REDHAT_SUPPORT_PRODUCT_VERSION="7"
`;

/** CentOS 7 as it was early in 2018, under the images of that time: as far as looking around in it needs. */
export const centos = (mtime: number): Layer =>
  layer(
    {
      "/bin": link("usr/bin"),
      "/sbin": link("usr/sbin"),
      "/lib": link("usr/lib"),
      "/lib64": link("usr/lib64"),
      ...Object.fromEntries(
        "dev home media mnt opt proc run srv sys usr/lib usr/lib64 usr/local/bin usr/sbin var/log"
          .split(" ")
          .map((name) => [`/${name}`, directory()]),
      ),
      "/root": directory({ mode: 0o550 }),
      "/tmp": directory({ mode: 0o1777 }),
      "/var/tmp": directory({ mode: 0o1777 }),
      ...Object.fromEntries(PROGRAMS.map((name) => [`/usr/bin/${name}`, binary(name, SIZE)])),
      "/usr/bin/sh": link("bash"),
      "/usr/bin/awk": binary("awk", SIZE),
      "/etc/centos-release": "CentOS Linux release 7.4.1708 (Core)\n",
      "/etc/redhat-release": link("centos-release"),
      "/etc/os-release": OS_RELEASE,
      "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
      "/etc/group": "root:x:0:\n",
      "/etc/hosts": "127.0.0.1\tlocalhost\n",
      "/etc/resolv.conf": "",
      "/etc/nsswitch.conf": "passwd:     files\ngroup:      files\nhosts:      files dns\n",
    },
    mtime,
  );
