import { binary, directory, type FileSpec, type Layer, layer, link, socket } from "../../kernel/layer.ts";
import { DEBIAN_GROUP } from "./accounts.ts";
import { binaries } from "./binaries.ts";
import { DISTRIBUTIONS, debianFiles } from "./debian.ts";

/** When the hosts were installed. */
const INSTALLED = Date.UTC(2026, 10, 24, 1, 12);

/** The group of /var/run/docker.sock. */
const DOCKER_GROUP = 989;

/** What the hosts have over Debian's essential packages. */
const EXTRA = `
  ps:146360 top:134736 free:26936 kill:22840 pgrep:35248 pkill:35248 uptime:14648 watch:27352 w:22840 killall:32720
  less:198960 man:124272 nano:283144 file:27120 tree:92480 curl:280800 wget:503176 ping:155160 dig:148128 nslookup:143960
  host:139864 ip:691016 ss:193680 netstat:155304 nc:35336 git:3739264 jq:31056 sudo:281624 ssh:847696 scp:182000
  ssh-keygen:478560 openssl:976136 systemctl:309152 journalctl:84608 lsb_release:3648 unzip:200448 xxd:18456 hexdump:55616 strings:35136
  column:35208 docker:43159256 docker-compose:973`;

const VIM = 1_675_048;

const COMPOSE = 63_218_480;

/** The files of one of the lab's computers: a Debian with Docker's packages. @param hostname "manager1" */
export function debianHost(hostname: string): Layer {
  const files: Record<string, FileSpec | string> = {
    ...debianFiles(DISTRIBUTIONS.forky),
    ...binaries("/usr/bin", EXTRA),
    "/usr/bin/vi": link("vim"),
    "/usr/bin/vim": binary("vi", VIM),
    "/usr/bin/pager": link("less"),
    "/usr/bin/editor": link("nano"),
    ...binaries("/usr/sbin", "dockerd:95217344 ifconfig:83976 sysctl:31040"),
    "/usr/bin/containerd": binary("containerd", 45_148_936),
    "/usr/bin/runc": binary("runc", 14_336_880),
    "/usr/libexec/docker/cli-plugins/docker-buildx": binary("docker-buildx", 61_735_104),
    "/usr/libexec/docker/cli-plugins/docker-compose": binary("docker-compose-plugin", COMPOSE),
    "/etc/hostname": `${hostname}\n`,
    "/etc/hosts": `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n192.168.99.100\tmanager1\n192.168.99.101\tworker1\n192.168.99.102\tworker2\n`,
    "/etc/resolv.conf": "nameserver 192.168.99.1\n",
    "/etc/machine-id": `${machineId(hostname)}\n`,
    "/etc/fstab": "/dev/vda1 / ext4 errors=remount-ro 0 1\n",
    "/etc/group": `${DEBIAN_GROUP}docker:x:${DOCKER_GROUP}:\n`,
    "/etc/docker": directory(),
    "/etc/docker/daemon.json":
      '{\n  "registry-mirrors": ["http://192.168.99.1:5000"],\n  "insecure-registries": ["192.168.99.0/24"]\n}\n',
    "/etc/subuid": "",
    "/etc/subgid": "",
    "/run/docker.sock": socket("docker", { gid: DOCKER_GROUP }),
    "/var/lib/docker": directory({ mode: 0o710 }),
    "/var/lib/containerd": directory({ mode: 0o700 }),
    "/root/curso": directory(),
    "/root/.ssh": directory({ mode: 0o700 }),
  };
  return layer(files, INSTALLED);
}

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
