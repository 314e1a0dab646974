import { type FileSpec, link } from "../../kernel/layer.ts";

/** Where Debian's packages keep their units. */
const FOLDER = "/usr/lib/systemd/system";

const service = (description: string, docs: string, exec: string, more = "", install = "multi-user.target") =>
  `[Unit]\nDescription=${description}\nDocumentation=${docs}\n${more}\n[Service]\nExecStart=${exec}\n` +
  (install === "" ? "" : `\n[Install]\nWantedBy=${install}\n`);

/** Docker's unit, as its package has it (moby, contrib/init/systemd). */
const DOCKER = `[Unit]
Description=Docker Application Container Engine
Documentation=https://docs.docker.com
After=network-online.target nss-lookup.target docker.socket firewalld.service containerd.service time-set.target
Wants=network-online.target containerd.service
Requires=docker.socket
StartLimitBurst=3
StartLimitIntervalSec=60

[Service]
Type=notify
# the default is not to use systemd for cgroups because the delegate issues still
# exists and systemd currently does not support the cgroup feature set required
# for containers run by docker
ExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutStartSec=0
RestartSec=2
Restart=always

# Having non-zero Limit*s causes performance problems due to accounting overhead
# in the kernel. We recommend using cgroups to do container-local accounting.
LimitNPROC=infinity
LimitCORE=infinity

# Comment TasksMax if your systemd version does not support it.
# Only systemd 226 and above support this option.
TasksMax=infinity

# set delegate yes so that systemd does not reset the cgroups of docker containers
Delegate=yes

# kill only the docker process, not all processes in the cgroup
KillMode=process
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
`;

const DOCKER_SOCKET = `[Unit]
Description=Docker Socket for the API

[Socket]
# If /var/run is not implemented as a symlink to /run, you may need to
# specify ListenStream=/var/run/docker.sock instead.
ListenStream=/run/docker.sock
SocketMode=0660
SocketUser=root
SocketGroup=docker

[Install]
WantedBy=sockets.target
`;

const UNITS: Readonly<Record<string, string>> = {
  "docker.service": DOCKER,
  "docker.socket": DOCKER_SOCKET,
  "containerd.service": service("containerd container runtime", "https://containerd.io", "/usr/bin/containerd"),
  "ssh.service": service(
    "OpenBSD Secure Shell server",
    "man:sshd(8) man:sshd_config(5)",
    "/usr/sbin/sshd -D $SSHD_OPTS",
  ),
  "cron.service": service("Regular background program processing daemon", "man:cron(8)", "/usr/sbin/cron -f"),
  "dbus.service": service(
    "D-Bus System Message Bus",
    "man:dbus-daemon(1)",
    "/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation --syslog-only",
    "",
    "",
  ),
  "systemd-journald.service": service(
    "Journal Service",
    "man:systemd-journald.service(8) man:journald.conf(5)",
    "/usr/lib/systemd/systemd-journald",
    "",
    "",
  ),
  "systemd-logind.service": service(
    "User Login Management",
    "man:systemd-logind.service(8) man:logind.conf(5)",
    "/usr/lib/systemd/systemd-logind",
    "",
    "",
  ),
  "systemd-udevd.service": service(
    "Rule-based Manager for Device Events and Files",
    "man:systemd-udevd.service(8) man:udev(7)",
    "/usr/lib/systemd/systemd-udevd",
    "",
    "",
  ),
};

/** The units of a Debian with Docker's packages, those that start at a boot enabled. */
export function systemdUnits(): Record<string, FileSpec | string> {
  const files = Object.entries(UNITS).map(([name, text]) => [`${FOLDER}/${name}`, text] as const);
  const enabled = Object.entries(UNITS).flatMap(([name, text]) => {
    const target = /^WantedBy=(\S+)/m.exec(text)?.[1];
    return target === undefined
      ? []
      : [[`/etc/systemd/system/${target}.wants/${name}`, link(`${FOLDER}/${name}`)] as const];
  });
  return Object.fromEntries([...files, ...enabled]);
}
