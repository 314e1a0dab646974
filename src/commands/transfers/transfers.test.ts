import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Service } from "../../kernel/connection.ts";
import { findExecutable } from "../../kernel/executable.ts";
import { ROOT } from "../../kernel/filesystem.ts";
import type { Layer } from "../../kernel/layer.ts";
import { NetworkNamespace } from "../../kernel/network.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Program } from "../../kernel/process.ts";
import type { Router } from "../../kernel/router.ts";
import type { SocketTable } from "../../kernel/socket-table.ts";
import { TextOutput, textInput } from "../../kernel/stream.ts";
import { alpine } from "../../programs/rootfs/alpine.ts";
import { debianHost } from "../../programs/rootfs/debian-host.ts";
import { busybox } from "../busybox.ts";
import { curl } from "../curl/curl.ts";
import { loadCommand } from "../programs.ts";
import { TestMachine, WORK } from "../test-machine.ts";
import { steady, TRANSFER_FILES, TRANSFERS, transferWords } from "./cases.ts";
import { transferServices } from "./server.ts";

/** What the real tools did (scripts/record-transfers.ts): curl 8.22.0, GNU Wget 1.25.0, busybox 1.37.0. */
interface Recording {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly files: Readonly<Record<string, string>>;
}

const RECORDED: Readonly<Record<string, Readonly<Record<string, Recording>>>> = JSON.parse(
  readFileSync(new URL("recordings.generated.json", import.meta.url), "utf8"),
);

const WEB = "172.18.0.2";

const hangUp: Service = (connection) => connection.close();

/** A machine on one cable with `web`; 172.18.0.9 is nobody's address, what goes to 172.19 gets lost. */
function machineOnCable(base: Layer): TestMachine {
  const machine = new TestMachine(TRANSFER_FILES, base);
  const unknown = (name: string): never => {
    throw new NetworkError("ENOTFOUND", name);
  };
  let sockets: SocketTable | undefined;
  const router: Router = {
    interfaces: () => [],
    resolve: (name) => (name === "web" ? [WEB] : unknown(name)),
    route: (address, port = 0) => {
      if (address === "172.18.0.9") throw new NetworkError("EHOSTUNREACH", address);
      if (address.startsWith("172.19.")) throw new NetworkError("ETIMEDOUT", address);
      if (address !== WEB || !sockets) throw new NetworkError("ENETUNREACH", address);
      return { sockets, port, sourceAddress: "172.18.0.3", latency: 0.1 };
    },
  };
  const network = new NetworkNamespace(router);
  sockets = network.sockets;
  for (const [port, service] of Object.entries(transferServices(hangUp)))
    sockets.listen(Number(port), service, { address: WEB });
  const programs: Readonly<Record<string, Program>> = { curl: curl(() => undefined), busybox };
  Object.assign(machine.machine, {
    network,
    program: (name: string) => machine.clock.hold(Promise.resolve(programs[name] ?? loadCommand(name))),
  });
  return machine;
}

/** What a run left in its directory. */
function filesLeft({ machine }: TestMachine): Record<string, string> {
  const left: Record<string, string> = {};
  const { files } = machine;
  const walk = (folder: string) => {
    for (const name of files.readdir(folder)) {
      const path = `${folder}/${name}`;
      if (files.stat(path).kind === "directory") walk(path);
      else {
        const content = files.readFile(path);
        const short = path.slice(WORK.length + 1);
        if (TRANSFER_FILES[short] !== content) left[short] = steady(content);
      }
    }
  };
  walk(WORK);
  return left;
}

/** A recording, with what differs each time taken out as it is now understood. */
const steadied = (recording: Recording): Recording => ({
  ...recording,
  stderr: steady(recording.stderr),
  files: Object.fromEntries(Object.entries(recording.files).map(([name, text]) => [name, steady(text)])),
});

/** Runs a command to its end, its outputs apart. */
async function run(testMachine: TestMachine, args: readonly string[]): Promise<Recording> {
  const { machine, clock } = testMachine;
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8" };
  const found = await clock.settle(findExecutable(machine, machine.files.as(ROOT), args, env, WORK));
  const [stdout, stderr] = [new TextOutput(), new TextOutput()];
  const child = machine.processes.start(machine, found.program, {
    ...{ args: found.args, env, cwd: WORK, user: ROOT, stdin: textInput(""), stdout, stderr },
  });
  const status = await clock.settle(child.exited);
  return { stdout: steady(stdout.text), stderr: steady(stderr.text), status, files: filesLeft(testMachine) };
}

describe.each(Object.entries(TRANSFERS))("%s", (tool, lines) => {
  test.each(lines)("%s", async (line) => {
    const recorded = RECORDED[tool]?.[line];
    const isBusybox = tool.startsWith("busybox");
    const machine = machineOnCable(isBusybox ? alpine("3.22.2") : debianHost("manager1"));
    const ours = await run(machine, [isBusybox ? "wget" : tool, ...transferWords(line)]);
    const real = recorded && steadied(recorded);
    expect(ours).toEqual(real);
  });
});
