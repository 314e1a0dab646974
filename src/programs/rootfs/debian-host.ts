import { binary, directory, type FileSpec, file, type Layer, layer, link, socket } from "../../kernel/layer.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupShadowOf, shadowOf } from "./accounts.ts";
import { binaries } from "./binaries.ts";
import { DISTRIBUTIONS, debianFiles, SET_USER_ID } from "./debian.ts";
import { systemdUnits } from "./systemd-units.ts";

/** Where the recordings were made, docker-compose 1 built with the daemon's own builder (recording 20). */
const ENVIRONMENT = "COMPOSE_DOCKER_CLI_BUILD=0\n";

/** When the hosts were installed. */
const INSTALLED = Date.UTC(2026, 10, 24, 1, 12);

/** The users of the hosts' own services. */
const DAEMONS_PASSWD =
  "messagebus:x:100:102::/nonexistent:/usr/sbin/nologin\nsshd:x:101:65534:sshd user:/run/sshd:/usr/sbin/nologin\n";

/** The user of the lab's hosts who is not root. */
export const ORDINARY_USER = "dev";

/** The users' public keys, each the same on all hosts; of the private ones nothing is simulated. */
const KEY_LETTERS: Readonly<Record<string, string>> = {
  root: "JxQ9d0wq1Zk6mH8uT3bVnYc5RfLsGa2PeXoKtDiUvWy",
  [ORDINARY_USER]: "Bm4TzY7kQe1LsXc9WnRd3PvHu6GaJf8OtKi2MyZbNqS",
};

/** /etc/sudoers of Debian, with a sudo group that is not asked for a password. */
const SUDOERS = `#
# This file MUST be edited with the 'visudo' command as root.
#
Defaults\tenv_reset
Defaults\tmail_badpass
Defaults\tsecure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
Defaults\tuse_pty

# User privilege specification
root\tALL=(ALL:ALL) ALL

# Allow members of group sudo to execute any command
%sudo\tALL=(ALL:ALL) NOPASSWD: ALL

# See sudoers(5) for more information on "@include" directives:

@includedir /etc/sudoers.d
`;

/** ~/.bashrc of an ordinary user: the part of Debian's that shows. */
const USER_BASHRC = `# ~/.bashrc: executed by bash(1) for non-login shells.

# If not running interactively, don't do anything
case $- in
    *i*) ;;
      *) return;;
esac

PS1='\\u@\\h:\\w\\$ '
alias ls='ls --color=auto'
`;

const USER_PROFILE = `# ~/.profile: executed by the command interpreter for login shells.

# if running bash
if [ -n "$BASH_VERSION" ]; then
    # include .bashrc if it exists
    if [ -f "$HOME/.bashrc" ]; then
        . "$HOME/.bashrc"
    fi
fi

# set PATH so it includes user's private bin if it exists
if [ -d "$HOME/bin" ] ; then
    PATH="$HOME/bin:$PATH"
fi
`;

const BASH_LOGOUT = `# ~/.bash_logout: executed by bash(1) when login shell exits.

# when leaving the console clear the screen to increase privacy

if [ "$SHLVL" = 1 ]; then
    [ -x /usr/bin/clear_console ] && /usr/bin/clear_console -q
fi
`;

/** The group of /var/run/docker.sock. */
const DOCKER_GROUP = 989;

/** What the hosts have over Debian's essential packages. */
const EXTRA = `
  ps:146360 top:134736 free:26936 kill:22840 pgrep:35248 pkill:35248 uptime:14648 watch:27352 w:22840 killall:32720
  less:198960 man:124272 gpg:1216864 whatis:48088 apropos:48088 nano:283144 file:27120 tree:92480 curl:280800 wget:503176 ping:155160 dig:148128 nslookup:143960
  host:139864 ip:691016 ss:193680 netstat:155304 nc:35336 git:3739264 jq:31056 ssh:847696 scp:182000
  ssh-keygen:478560 openssl:976136 systemctl:309152 journalctl:84608 lsb_release:3648 unzip:200448 xxd:18456 hexdump:55616 strings:35136
  column:35208 az:1042 docker:43159256 docker-compose:973`;

const VIM = 1_675_048;

const COMPOSE = 63_218_480;

/** The files of one of the lab's computers: a Debian with Docker's packages. @param hostname "manager1" */
export function debianHost(hostname: string): Layer {
  const files: Record<string, FileSpec | string> = {
    ...debianFiles(DISTRIBUTIONS.forky),
    ...binaries("/usr/bin", EXTRA),
    "/usr/local/bin/pyenv": binary("pyenv", 4_312),
    "/usr/local/bin/docker-machine": binary("docker-machine", 28_164_576),
    "/usr/bin/vi": link("vim"),
    "/usr/bin/vim": binary("vi", VIM),
    "/usr/bin/pager": link("less"),
    "/usr/bin/editor": link("nano"),
    ...binaries("/usr/sbin", "halt:309152 ifconfig:83976 poweroff:309152 reboot:309152 shutdown:309152 sysctl:31040"),
    "/usr/bin/dockerd": binary("dockerd", 95_217_344),
    "/usr/bin/containerd": binary("containerd", 45_148_936),
    "/usr/bin/runc": binary("runc", 14_336_880),
    "/usr/libexec/docker/cli-plugins/docker-buildx": binary("docker-buildx", 61_735_104),
    "/usr/libexec/docker/cli-plugins/docker-compose": binary("docker-compose-plugin", COMPOSE),
    "/etc/environment": ENVIRONMENT,
    "/etc/hostname": `${hostname}\n`,
    "/etc/hosts": `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n192.168.99.100\tmanager1\n192.168.99.101\tworker1\n192.168.99.102\tworker2\n`,
    "/etc/resolv.conf": "nameserver 192.168.99.1\n",
    "/etc/machine-id": `${machineId(hostname)}\n`,
    "/etc/fstab": "/dev/vda1 / ext4 errors=remount-ro 0 1\n",
    ...ordinaryUser(),
    ...systemdUnits(),
    "/etc/docker": directory(),
    "/etc/docker/daemon.json":
      '{\n  "registry-mirrors": ["http://192.168.99.1:5000"],\n  "insecure-registries": ["192.168.99.0/24"]\n}\n',
    "/etc/subuid": "",
    "/etc/subgid": "",
    "/run/docker.sock": socket("docker", { gid: DOCKER_GROUP }),
    "/var/lib/docker": directory({ mode: 0o710 }),
    "/var/lib/containerd": directory({ mode: 0o700 }),
    "/root/curso": directory(),
  };
  return layer(files, INSTALLED);
}

/**
 * The ordinary user that Debian's installer made: may use sudo, and is not in the group docker. For nobody to be stuck
 * without a password, sudo asks for none.
 */
function ordinaryUser(): Record<string, FileSpec | string> {
  const home = `/home/${ORDINARY_USER}`;
  const own = { uid: 1000, gid: 1000 };
  const passwd = `${DEBIAN_PASSWD}${DAEMONS_PASSWD}${ORDINARY_USER}:x:1000:1000:,,,:${home}:/bin/bash\n`;
  const withMember = DEBIAN_GROUP.replace(/^((?:sudo|users):.*:)$/gm, `$1${ORDINARY_USER}`);
  const group = `${withMember}messagebus:x:102:\n${ORDINARY_USER}:x:1000:\ndocker:x:${DOCKER_GROUP}:\n`;
  return {
    "/etc/passwd": passwd,
    "/etc/group": group,
    "/etc/shadow": file(shadowOf(passwd), { gid: 42, mode: 0o640 }),
    "/etc/gshadow": file(groupShadowOf(group), { gid: 42, mode: 0o640 }),
    "/usr/bin/sudo": binary("sudo", 306_456, { mode: SET_USER_ID }),
    ...binaries("/usr/sbin", "adduser:58424 deluser:18966 service:9120"),
    "/usr/sbin/addgroup": link("adduser"),
    "/usr/sbin/delgroup": link("deluser"),
    "/etc/sudoers": file(SUDOERS, { mode: 0o440 }),
    "/etc/sudoers.d": directory({ mode: 0o750 }),
    "/etc/skel/.bashrc": USER_BASHRC,
    "/etc/skel/.profile": USER_PROFILE,
    "/etc/skel/.bash_logout": BASH_LOGOUT,
    [home]: directory({ ...own, mode: 0o700 }),
    [`${home}/.bashrc`]: file(USER_BASHRC, own),
    [`${home}/.profile`]: file(USER_PROFILE, own),
    [`${home}/.bash_logout`]: file(BASH_LOGOUT, own),
    ...loginKey("/root", "root", { uid: 0, gid: 0 }),
    ...loginKey(home, ORDINARY_USER, own),
  };
}

/** What lets the lab's users go from one host to another without a password; root may come as anybody. */
function loginKey(home: string, user: string, own: { readonly uid: number; readonly gid: number }) {
  const accepted = user === "root" ? publicKey("root") : publicKey("root") + publicKey(user);
  return {
    [`${home}/.ssh`]: directory({ ...own, mode: 0o700 }),
    [`${home}/.ssh/id_ed25519.pub`]: file(publicKey(user), own),
    [`${home}/.ssh/authorized_keys`]: file(accepted, { ...own, mode: 0o600 }),
  };
}

const publicKey = (user: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${KEY_LETTERS[user] ?? ""} ${user}@darsena\n`;

/** 32 hexadecimal digits that a name always gives. */
function machineId(name: string): string {
  let state = 0x811c9dc5;
  let out = "";
  while (out.length < 32) {
    for (const char of `${name}${out.length}`) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193) >>> 0;
    out += state.toString(16).padStart(8, "0");
  }
  return out;
}
