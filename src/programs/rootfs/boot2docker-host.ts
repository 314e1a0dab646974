import { binary, directory, type FileSpec, file, type Layer, layer, link, socket } from "../../kernel/layer.ts";
import { shadowOf } from "./accounts.ts";
import { binaries } from "./binaries.ts";
import { BUSYBOX_COMMANDS } from "./busybox.ts";
import { SET_USER_ID } from "./debian.ts";

/**
 * The files of a machine that docker-machine made. Rebuilt from the sources of boot2docker (github.com/boot2docker,
 * whose last release is 19.03.12 of 2020) and from what people showed of theirs: nobody builds it any more. One thing
 * is the lab's and not boot2docker's: its docker is that of all other hosts.
 */

/** When the last boot2docker was built. */
const BUILT = Date.UTC(2020, 5, 25, 19, 20);

/** The release that docker-machine finds when it asks for the newest. */
export const LAST_BOOT2DOCKER = "19.03.12";

/** Whom docker-machine logs in as. */
export const BOOT2DOCKER_USER = { name: "docker", uid: 1000, gid: 50, home: "/home/docker" } as const;

/** Where boot2docker keeps what has to outlive a boot: the rest of its system is in memory. */
export const BOOT2DOCKER_FOLDER = "/var/lib/boot2docker";

const PASSWD = `root:x:0:0:root:/root:/bin/bash
lp:x:7:7:lp:/var/spool/lpd:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
tc:x:1001:50:Linux User,,,:/home/tc:/bin/sh
${BOOT2DOCKER_USER.name}:x:${BOOT2DOCKER_USER.uid}:${BOOT2DOCKER_USER.gid}:Docker:${BOOT2DOCKER_USER.home}:/bin/bash
dockremap:x:100:65533:Linux User,,,:/home/dockremap:/bin/false
`;

/** The group of docker's socket. */
const DOCKER_GROUP = 100;

const GROUP = `root:x:0:
lp:x:7:
staff:x:50:
docker:x:${DOCKER_GROUP}:${BOOT2DOCKER_USER.name}
dockremap:x:65533:
nogroup:x:65534:
`;

const SUDOERS = `root\tALL=(ALL) ALL
Defaults\tenv_keep += "HOME"
tc\tALL=NOPASSWD: ALL
docker\tALL=NOPASSWD: ALL
`;

/** `tcuser`, as everybody knew, for whoever has no key. */
const PASSWORD = "$5$boot2docker$LTNIeCRrXCTxhkJxPjVCYIu2oFisGHBUBI76qHWTAY2";

/** What Tiny Core Linux greets with. */
const MOTD = `   ( '>')
  /) TC (\\   Core is distributed with ABSOLUTELY NO WARRANTY.
 (/-_--_-\\)           www.tinycorelinux.net

`;

const BASHRC = `PS1='\\u@\\h:\\w\\$ '
`;

const PROFILE = `. /home/docker/.bashrc
`;

/** What boot2docker adds to Tiny Core's busybox. */
const EXTRA =
  "bash:1037528 curl:239848 git:2947752 ip:505032 jq:31056 nc:35336 scp:119240 ss:168512 ssh:743720 " +
  "ssh-keygen:477024 tar:452288";

/** @param hostname what docker-machine called it @param release of boot2docker */
export function boot2dockerHost(hostname: string, release = LAST_BOOT2DOCKER): Layer {
  const { uid, gid, home } = BOOT2DOCKER_USER;
  const own = { uid, gid };
  const commands = BUSYBOX_COMMANDS.split(" ").map((name): [string, FileSpec] => [
    `/bin/${name}`,
    binary("busybox", 0),
  ]);
  return layer(
    {
      ...Object.fromEntries(commands),
      "/bin/bash": link("/usr/local/bin/bash"),
      ...binaries("/usr/local/bin", EXTRA),
      "/usr/local/bin/docker": binary("docker", 43_159_256),
      "/usr/local/bin/dockerd": binary("dockerd", 95_217_344),
      "/usr/local/bin/containerd": binary("containerd", 45_148_936),
      "/usr/local/bin/runc": binary("runc", 14_336_880),
      "/usr/bin/sudo": binary("sudo", 170_608, { mode: SET_USER_ID }),
      "/etc/init.d/docker": binary("boot2docker-init", 7_192),
      ...Object.fromEntries(
        "dev home media mnt mnt/sda1 opt proc run srv sys usr/lib usr/share var/log"
          .split(" ")
          .map((folder) => [`/${folder}`, directory()]),
      ),
      "/tmp": directory({ mode: 0o1777 }),
      "/root": directory({ mode: 0o700 }),
      "/var/run": link("../run"),
      "/etc/passwd": PASSWD,
      "/etc/group": GROUP,
      "/etc/shadow": file(
        shadowOf(PASSWD).replace(/^docker:\*/m, () => `docker:${PASSWORD}`),
        { mode: 0o640 },
      ),
      "/etc/sudoers": file(SUDOERS, { mode: 0o440 }),
      "/etc/hostname": `${hostname}\n`,
      "/etc/hosts": `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n`,
      "/etc/resolv.conf": "nameserver 10.0.2.3\n",
      "/etc/motd": MOTD,
      "/etc/os-release":
        `NAME=Boot2Docker\nVERSION=${release}\nID=boot2docker\nID_LIKE=tcl\nVERSION_ID=${release}\n` +
        `PRETTY_NAME="Boot2Docker ${release} (TCL 10.1)"\nANSI_COLOR="1;34"\n` +
        `HOME_URL="https://github.com/boot2docker/boot2docker"\nSUPPORT_URL="https://blog.docker.com/2016/11/introducing-docker-community-directory-docker-community-slack/"\n` +
        `BUG_REPORT_URL="https://github.com/boot2docker/boot2docker/issues"\n`,
      "/etc/docker": directory(),
      "/run/docker.sock": socket("docker", { gid: DOCKER_GROUP }),
      "/var/lib/docker": directory({ mode: 0o710 }),
      [BOOT2DOCKER_FOLDER]: directory(),
      [`${BOOT2DOCKER_FOLDER}/etc/hostname`]: `${hostname}\n`,
      [`${BOOT2DOCKER_FOLDER}/log`]: directory(),
      [home]: directory({ ...own, mode: 0o2755 }),
      [`${home}/.bashrc`]: file(BASHRC, own),
      [`${home}/.profile`]: file(PROFILE, own),
      [`${home}/.ssh`]: directory({ ...own, mode: 0o700 }),
    },
    BUILT,
  );
}
