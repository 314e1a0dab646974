import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join, relative } from "node:path";
import { steady, TRANSFER_FILES, TRANSFERS, transferWords } from "../src/commands/transfers/cases.ts";
import { transferServices } from "../src/commands/transfers/server.ts";
import type { Connection } from "../src/kernel/connection.ts";
import { BrokenPipe } from "../src/kernel/stream.ts";

/**
 * Records what the real curl and wget do with the lines of src/commands/transfers/cases.ts. As root, with the programs of
 * the lab's releases unpacked under two roots (Debian forky's curl and wget, trixie's busybox):
 *
 *     node scripts/record-transfers.ts serve 172.18.0.2                         (in one network namespace)
 *     node scripts/record-transfers.ts record FORKY_ROOT TRIXIE_ROOT [keep]   (in another, on the same cable)
 *
 * With `keep` only lines that have no recording yet are run.
 */
const RECORDINGS = "src/commands/transfers/recordings.generated.json";

interface Recording {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** What it left in its directory, apart from what was there and stayed as it was. */
  readonly files: Readonly<Record<string, string>>;
}

type Recordings = Readonly<Record<string, Readonly<Record<string, Recording>>>>;

const [, , action, first = "", second = "", keep] = process.argv;
if (action === "serve") serve(first);
else await record(first, second);

function serve(address: string): void {
  for (const [port, service] of Object.entries(transferServices(() => {}))) {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      if (port === "83") socket.resetAndDestroy();
      else void service(connectionOf(socket));
    });
    server.listen(Number(port), address);
  }
}

function connectionOf(socket: Socket): Connection {
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  const reader = socket[Symbol.asyncIterator]();
  return {
    ...{ localAddress: "", localPort: 0, remoteAddress: "", remotePort: 0 },
    input: {
      isTTY: false,
      read: async () => {
        const { value, done } = await reader.next();
        return done ? null : String(value);
      },
    },
    output: {
      isTTY: false,
      write: (text) =>
        new Promise((resolve, reject) => socket.write(text, (error) => (error ? reject(new BrokenPipe()) : resolve()))),
    },
    end: () => socket.end(),
    close: () => socket.end(),
  };
}

/** A server of names as Docker's: it knows `web`; nobody knows the rest. */
function answerNames(address: string) {
  const socket = createSocket("udp4");
  socket.on("message", (query, caller) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join(".").toLowerCase();
    const type = query.readUInt16BE(at + 1);
    const found = name === "web" && type === 1;
    const status = name === "web" ? 0 : labels.length > 1 ? 2 : 3;
    const head = Buffer.from(query.subarray(0, at + 5));
    head.writeUInt16BE(0x8180 | status, 2);
    head.writeUInt16BE(found ? 1 : 0, 6);
    head.writeUInt16BE(0, 8);
    head.writeUInt16BE(0, 10);
    const answer = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, 172, 18, 0, 2]);
    socket.send(Buffer.concat(found ? [head, answer] : [head]), caller.port, caller.address);
  });
  socket.bind(53, address);
  return socket;
}

async function record(forky: string, trixie: string): Promise<void> {
  const names = answerNames("127.0.0.11");
  const before: Recordings = keep ? JSON.parse(readFileSync(RECORDINGS, "utf8")) : {};
  const all: Record<string, Record<string, Recording>> = {};
  for (const [tool, lines] of Object.entries(TRANSFERS)) {
    const runs: Record<string, Recording> = {};
    for (const line of lines) {
      const known = before[tool]?.[line];
      runs[line] = known ?? (await recordOne(tool.startsWith("busybox") ? trixie : forky, tool, line));
      if (!known) console.log(`${tool} ${line} → ${runs[line]?.status}`);
    }
    all[tool] = runs;
  }
  names.close();
  writeFileSync(RECORDINGS, `${JSON.stringify(all, null, 1)}\n`);
}

async function recordOne(root: string, tool: string, line: string): Promise<Recording> {
  for (const place of ["etc", "tmp", "dev"]) mkdirSync(join(root, place), { recursive: true });
  writeFileSync(join(root, "etc/resolv.conf"), "nameserver 127.0.0.11\noptions ndots:0\n");
  writeFileSync(join(root, "etc/hosts"), "127.0.0.1\tlocalhost\n::1\tlocalhost\n");
  const folder = mkdtempSync(join(root, "tmp/run-"));
  for (const [name, content] of Object.entries(TRANSFER_FILES)) writeFileSync(join(folder, name), content);
  const inside = `/${relative(root, folder)}`;
  const settings = ["LANG=C.UTF-8", "HOME=/root", "TZ=UTC"];
  const words = ["env", "-C", inside, ...settings, ...tool.split(" "), ...transferWords(line)];
  const child = spawn("chroot", [root, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    const content = readFileSync(path, "utf8");
    if (TRANSFER_FILES[name] !== content) files[name] = steady(content);
  }
  rmSync(folder, { recursive: true });
  return { stdout: steady(stdout), stderr: steady(stderr), status, files };
}
