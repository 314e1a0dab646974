import { binary, directory, type FileSpec, file, type Layer, layer, link } from "../../kernel/layer.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupShadowOf, shadowOf } from "./accounts.ts";
import { binaries } from "./binaries.ts";

/** What tells one Debian or Ubuntu from another. */
export interface Distribution {
  readonly osRelease: string;
  /** /etc/debian_version */
  readonly version: string;
  /** /etc/issue, and `lsb_release -d` */
  readonly title: string;
  /** Where its packages come from: /etc/apt/sources.list.d. */
  readonly sources: Readonly<Record<string, string>>;
  /** /etc/lsb-release, which only Ubuntu has. */
  readonly lsbRelease?: string;
}

/** Suites of an archive, as a deb822 source. */
const suites = (types: string, uri: string, names: string, components: string, key: string) =>
  `Types: ${types}\nURIs: ${uri}\nSuites: ${names}\nComponents: ${components}\nSigned-By: /usr/share/keyrings/${key}\n`;

function debianSources(codename: string): Readonly<Record<string, string>> {
  const key = "debian-archive-keyring.gpg";
  const release = (uri: string, names: string) => suites("deb", uri, names, "main", key);
  const main = release(
    "http://deb.debian.org/debian",
    codename === "forky" ? codename : `${codename} ${codename}-updates`,
  );
  const security = release("http://deb.debian.org/debian-security", `${codename}-security`);
  return { "debian.sources": codename === "forky" ? main : `${main}\n${security}` };
}

function ubuntuSources(codename: string): Readonly<Record<string, string>> {
  const key = "ubuntu-archive-keyring.gpg";
  const components = "main universe restricted multiverse";
  return {
    "ubuntu.sources": `${suites(
      "deb",
      "http://archive.ubuntu.com/ubuntu/",
      `${codename} ${codename}-updates ${codename}-backports`,
      components,
      key,
    )}\n${suites("deb", "http://security.ubuntu.com/ubuntu/", `${codename}-security`, components, key)}`,
  };
}

function debianRelease(codename: string, number: string, version = number): Distribution {
  const title = number === "" ? `Debian GNU/Linux ${codename}` : `Debian GNU/Linux ${number} (${codename})`;
  const numbers = number === "" ? "" : `VERSION_ID="${number}"\nVERSION="${number} (${codename})"\n`;
  const name = codename.replace(/\/.*/, "");
  return {
    title,
    version,
    sources: debianSources(name),
    osRelease:
      `PRETTY_NAME="${title}"\nNAME="Debian GNU/Linux"\n${numbers}VERSION_CODENAME=${name}\n` +
      (version.includes(".") ? `DEBIAN_VERSION_FULL=${version}\n` : "") +
      `ID=debian\nHOME_URL="https://www.debian.org/"\nSUPPORT_URL="https://www.debian.org/support"\n` +
      `BUG_REPORT_URL="https://bugs.debian.org/"\n`,
  };
}

/** @param name "Jammy Jellyfish" */
function ubuntuRelease(number: string, title: string, version: string, name: string): Distribution {
  const codename = name.split(" ")[0]?.toLowerCase() ?? "";
  return {
    title: `Ubuntu ${title}`,
    version,
    sources: ubuntuSources(codename),
    osRelease:
      `PRETTY_NAME="Ubuntu ${title}"\nNAME="Ubuntu"\nVERSION_ID="${number}"\nVERSION="${title} (${name})"\n` +
      `VERSION_CODENAME=${codename}\nID=ubuntu\nID_LIKE=debian\nHOME_URL="https://www.ubuntu.com/"\n` +
      `SUPPORT_URL="https://help.ubuntu.com/"\nBUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"\n` +
      `PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"\nUBUNTU_CODENAME=${codename}\n`,
    lsbRelease:
      `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${number}\nDISTRIB_CODENAME=${codename}\n` +
      `DISTRIB_DESCRIPTION="Ubuntu ${title}"\n`,
  };
}

export const DISTRIBUTIONS = {
  forky: debianRelease("forky/sid", "", "forky/sid"),
  trixie: debianRelease("trixie", "13", "13.7"),
  bookworm: debianRelease("bookworm", "12", "12.12"),
  bullseye: debianRelease("bullseye", "11", "11.11"),
  bionic: ubuntuRelease("18.04", "18.04.6 LTS", "buster/sid", "Bionic Beaver"),
  focal: ubuntuRelease("20.04", "20.04.6 LTS", "bullseye/sid", "Focal Fossa"),
  jammy: ubuntuRelease("22.04", "22.04.5 LTS", "bookworm/sid", "Jammy Jellyfish"),
  noble: ubuntuRelease("24.04", "24.04 LTS", "trixie/sid", "Noble Numbat"),
  resolute: ubuntuRelease("26.04", "26.04 LTS", "forky/sid", "Resolute Raccoon"),
} as const satisfies Record<string, Distribution>;

export type DistributionName = keyof typeof DISTRIBUTIONS;

/** Debian's essential packages, without those that no learner meets. */
const ESSENTIAL = `
  [:68496 arch:43888 b2sum:60400 base64:48016 basename:43856 cat:44016 chgrp:68656 chmod:64496 chown:72752
  comm:48048 cp:151152 cut:48112 date:121904 dd:89240 df:102200 dir:151344 dirname:39760 du:175440 echo:43856 env:48536
  expand:43952 expr:117808 factor:85200 false:35664 fold:43920 groups:43920 head:48080 id:48144 install:150992 join:56304 ln:72824
  ls:151344 md5sum:52176 mkdir:97552 mkfifo:68784 mktemp:43952 mv:142968 nice:43888 nl:113776 nohup:43920 nproc:43920 od:80912
  paste:43920 printenv:35664 printf:64432 pwd:43952 readlink:52112 realpath:52144 rm:72752 rmdir:56240 seq:60336
  sha1sum:56272 sha256sum:60368 sha512sum:64464 shuf:60400 sleep:43888 sort:118456 split:60984 stat:97488 stty:85008
  sync:39824 tac:113712 tail:76944 tee:43984 test:60304 timeout:48632 touch:109616 tr:56208 true:35664 truncate:43920
  tty:35696 uname:43888 uniq:48080 unlink:39760 wc:52280 who:60432 whoami:39792 yes:39760
  find:224848 xargs:72136 grep:203152 sed:126424 gzip:98136 gunzip:2346 zcat:1984 tar:531984 cmp:52176 diff:155216
  dmesg:88656 lscpu:129344 more:59712 mount:59704 umount:35128 rev:14648 logname:35704 hostname:22680 clear:14584 reset:30968 tput:26896
  getent:36320 dpkg:318096 dpkg-query:166864 apt:18752 apt-get:51592 apt-cache:88456 bash:1265648 dash:125640`;

const ESSENTIAL_SYSTEM =
  "useradd:159536 userdel:113608 usermod:147056 groupadd:101416 groupdel:88936 nologin:14568 chpasswd:72544";

/** Binaries that act as root for whoever starts them. */
export const SET_USER_ID = 0o4755;

const ACTING_AS_ROOT = { su: 84_360, passwd: 118_168, newgrp: 18_816, gpasswd: 88_496 };

const FOLDERS =
  "boot dev etc/apt home media mnt opt proc run srv sys usr/games usr/include usr/lib usr/lib64 usr/libexec";
const VARIABLE = "backups cache/apt lib/apt lib/dpkg local log mail opt spool";

/** Root's ~/.bashrc as Debian ships it; nothing in it is on. */
const ROOT_BASHRC = `# ~/.bashrc: executed by bash(1) for non-login shells.

# Note: PS1 is set in /etc/profile, and the default umask is defined
# in /etc/login.defs. You should not need this unless you want different
# defaults for root.
# PS1='\${debian_chroot:+($debian_chroot)}\\h:\\w\\$ '
# umask 022

# You may uncomment the following lines if you want \`ls' to be colorized:
# export LS_OPTIONS='--color=auto'
# eval "$(dircolors)"
# alias ls='ls $LS_OPTIONS'
# alias ll='ls $LS_OPTIONS -l'
# alias l='ls $LS_OPTIONS -lA'
#
# Some more alias to avoid making mistakes:
# alias rm='rm -i'
# alias cp='cp -i'
# alias mv='mv -i'
`;

const ROOT_PROFILE = `# ~/.profile: executed by Bourne-compatible login shells.

if [ "$BASH" ]; then
  if [ -f ~/.bashrc ]; then
    . ~/.bashrc
  fi
fi

mesg n 2> /dev/null || true
`;

/** The files of Debian's base system, by path, for a layer. */
export function debianFiles({
  osRelease,
  lsbRelease,
  version,
  title,
  sources,
}: Distribution): Record<string, FileSpec | string> {
  return {
    "/bin": link("usr/bin"),
    "/sbin": link("usr/sbin"),
    "/lib": link("usr/lib"),
    "/lib64": link("usr/lib64"),
    ...Object.fromEntries(FOLDERS.split(" ").map((name) => [`/${name}`, directory()])),
    ...Object.fromEntries(VARIABLE.split(" ").map((name) => [`/var/${name}`, directory()])),
    "/root": directory({ mode: 0o700 }),
    "/tmp": directory({ mode: 0o1777 }),
    "/var/tmp": directory({ mode: 0o1777 }),
    "/var/lock": link("/run/lock"),
    "/var/run": link("/run"),
    "/run/lock": directory({ mode: 0o1777 }),
    ...binaries("/usr/bin", ESSENTIAL),
    ...binaries("/usr/sbin", ESSENTIAL_SYSTEM),
    ...Object.fromEntries(
      Object.entries(ACTING_AS_ROOT).map(([name, size]) => [
        `/usr/bin/${name}`,
        binary(name, size, { mode: SET_USER_ID }),
      ]),
    ),
    "/usr/bin/sg": binary("sg", ACTING_AS_ROOT.newgrp, { mode: SET_USER_ID }),
    "/usr/bin/sh": link("dash"),
    "/usr/bin/rbash": link("bash"),
    "/usr/bin/which": binary("which", 946),
    "/usr/bin/awk": link("mawk"),
    "/usr/bin/mawk": binary("awk", 158_376),
    "/usr/bin/egrep": binary("egrep", 41),
    "/usr/bin/fgrep": binary("fgrep", 41),
    ...Object.fromEntries(Object.entries(sources).map(([name, text]) => [`/etc/apt/sources.list.d/${name}`, text])),
    "/etc/debian_version": `${version}\n`,
    "/etc/os-release": link("../usr/lib/os-release"),
    "/usr/lib/os-release": osRelease,
    ...(lsbRelease === undefined ? {} : { "/etc/lsb-release": lsbRelease }),
    "/etc/issue": `${title} \\n \\l\n\n`,
    "/etc/issue.net": `${title}\n`,
    "/etc/passwd": DEBIAN_PASSWD,
    "/etc/group": DEBIAN_GROUP,
    "/etc/shadow": file(shadowOf(DEBIAN_PASSWD), { gid: 42, mode: 0o640 }),
    "/etc/gshadow": file(groupShadowOf(DEBIAN_GROUP), { gid: 42, mode: 0o640 }),
    "/etc/hostname": "debian\n",
    "/etc/hosts": "127.0.0.1\tlocalhost\n",
    "/etc/resolv.conf": "",
    "/etc/host.conf": "multi on\n",
    "/etc/nsswitch.conf":
      "passwd:         files\ngroup:          files\nshadow:         files\n\nhosts:          files dns\n",
    "/etc/profile": 'if [ -f /etc/bash.bashrc ] && [ "$BASH" ]; then\n  . /etc/bash.bashrc\nfi\n',
    "/etc/bash.bashrc": "# System-wide .bashrc file for interactive bash(1) shells.\n",
    "/etc/shells":
      "# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/rbash\n/usr/bin/rbash\n/bin/dash\n/usr/bin/dash\n",
    "/etc/localtime": link("/usr/share/zoneinfo/Etc/UTC"),
    "/usr/share/zoneinfo/Etc/UTC": "",
    "/etc/skel/.bashrc": "# ~/.bashrc: executed by bash(1) for non-login shells.\n",
    "/etc/skel/.profile": "# ~/.profile: executed by the command interpreter for login shells.\n",
    "/root/.bashrc": ROOT_BASHRC,
    "/root/.profile": ROOT_PROFILE,
  };
}

const made = new Map<string, Layer>();

function once(name: string, make: () => Layer): Layer {
  let found = made.get(name);
  if (!found) {
    found = make();
    made.set(name, found);
  }
  return found;
}

/**
 * The base layer of the images `debian`, `debian:slim`, `ubuntu` and of all that build on them: bash and coreutils, but
 * neither ps nor curl nor ping nor an editor.
 * @param mtime the time of its files: when the image was built, ms since the epoch
 */
export function debian(name: DistributionName, mtime = 0): Layer {
  return once(`${name} ${mtime}`, () => layer(debianFiles(DISTRIBUTIONS[name]), mtime));
}

/** What `buildpack-deps` adds, the base of `python:3` and `node`: compilers, git, curl and wget among it. */
export function buildpackTools(mtime = 0): Layer {
  return once(`buildpack ${mtime}`, () =>
    layer(
      {
        ...binaries(
          "/usr/bin",
          "curl:280800 wget:503176 git:3739264 openssl:976136 file:27120 ssh:847696 scp:182000 ps:146360 free:26936 " +
            "kill:22840 pgrep:35248 pkill:35248 top:134736 uptime:14648 watch:27352 unzip:200448 xxd:18456 make:240280 gcc:1015896",
        ),
        "/etc/ssl/certs/ca-certificates.crt": "",
      },
      mtime,
    ),
  );
}
