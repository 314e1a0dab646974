import type { SystemProcess } from "../kernel/machine.ts";
import { API_PORT, DOCKERD_PID } from "./docker-api-port.ts";

/** What a boot2docker runs before anybody logs in. @param booted ms since the epoch @param docker whether its dockerd runs */
export function bootProcesses(booted: number, docker: boolean): SystemProcess[] {
  const process = (pid: number, line: string, resident: number): SystemProcess => ({
    ...{ pid, args: line.split(" "), uid: 0, resident, started: booted },
  });
  const dockerd = `dockerd --data-root /var/lib/docker -H unix:// --label provider=virtualbox -H tcp://0.0.0.0:${API_PORT} --tlsverify --tlscacert=/var/lib/boot2docker/ca.pem --tlskey=/var/lib/boot2docker/server-key.pem --tlscert=/var/lib/boot2docker/server.pem --pidfile /var/run/docker.pid`;
  return [
    process(1, "init", 1_516),
    process(2, "[kthreadd]", 0),
    process(187, "/sbin/udevd --daemon", 2_304),
    process(412, "/sbin/udhcpc -b -i eth0 -x hostname boot2docker -p /var/run/udhcpc.eth0.pid", 1_208),
    process(425, "/sbin/udhcpc -b -i eth1 -x hostname boot2docker -p /var/run/udhcpc.eth1.pid", 1_208),
    process(463, "/usr/local/sbin/sshd", 3_612),
    ...(docker
      ? [
          process(DOCKERD_PID, dockerd, 91_648),
          process(
            DOCKERD_PID + 8,
            "containerd --config /var/run/docker/containerd/containerd.toml --log-level info",
            47_360,
          ),
        ]
      : []),
  ];
}
