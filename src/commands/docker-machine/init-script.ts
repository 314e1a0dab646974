import type { Program } from "../../kernel/process.ts";

/** The Docker of a boot2docker, for its init script. */
export interface DockerDaemon {
  running(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const ACTIONS = ["start", "stop", "restart", "reload", "status"];

/** Asked every second whether it has ended. */
const LOOK_MS = 1000;

/** /etc/init.d/docker of boot2docker (files/init.d/docker of its sources). */
export function initScript(daemon: DockerDaemon): Program {
  return async ({ args, user, stdout, stderr, sleep }) => {
    const [path = "/etc/init.d/docker", action = ""] = args;
    const fail = async (text: string) => {
      await stderr.write(`error: ${text}\n`);
      return 1;
    };
    const stop = async () => {
      if (!daemon.running()) return;
      await stdout.write("Stopping dockerd\n");
      await daemon.stop();
      await sleep(LOOK_MS);
    };
    const start = async () => {
      if (daemon.running()) return fail("Docker daemon is already running");
      await stdout.write("Starting dockerd\n");
      await daemon.start();
      return 0;
    };
    if (user.uid !== 0) return fail(`must be root to invoke ${path}`);
    if (!ACTIONS.includes(action)) {
      await stdout.write(`Usage ${path} {${ACTIONS.join("|")}}\n`);
      return 1;
    }
    if (action === "status") {
      await stdout.write(`Docker daemon is ${daemon.running() ? "" : "not "}running\n`);
      return daemon.running() ? 0 : 1;
    }
    if (action === "reload") return daemon.running() ? 0 : fail("Docker daemon is not running");
    if (action !== "start") await stop();
    return action === "stop" ? 0 : start();
  };
}
