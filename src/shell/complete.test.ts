import { beforeAll, describe, expect, test } from "vitest";
import { directory, file } from "../kernel/layer.ts";
import type { Process, Program } from "../kernel/process.ts";
import { completeLine } from "./complete.ts";
import { run, testMachine } from "./machine-for-tests.ts";
import { Shell } from "./shell.ts";

let shell: Shell;

beforeAll(async () => {
  const machine = testMachine({
    "/root/curso/Dockerfile": file("FROM alpine\n"),
    "/root/curso/docker-compose.yml": file("services:\n"),
    "/root/curso/my file.txt": file("x"),
    "/root/curso/.env": file("A=1\n"),
    "/root/curso/ws0": directory(),
    "/root/curso/ws0/main.py": file(""),
  });
  const cat = await machine.machine.program("cat");
  if (cat)
    cat.complete = async (words) =>
      words[1] === "containers" ? ["web", "db"].filter((name) => name.startsWith(words.at(-1) ?? "")) : undefined;
  const program: Program = async (process: Process) => {
    shell = new Shell(process, { interactive: true });
    await shell.execute("greet() { :; }; alias ll='ls -l'; GREETING=hi; GREEK=x");
    return 0;
  };
  await run(machine, program);
});

/** Completes at the `|`, or at the end. */
async function complete(marked: string) {
  const cursor = marked.includes("¦") ? marked.indexOf("¦") : marked.length;
  const { start, candidates } = await completeLine(shell, marked.replace("¦", ""), cursor);
  return [start, ...candidates];
}

describe("Tab offers", () => {
  test.each<[string, (string | number)[]]>([
    ["gre", [0, "greet", "grep"]],
    ["l", [0, "let", "ll", "ln", "local", "logout"]],
    ["echo a | gree", [9, "greet"]],
    ["true && gree", [8, "greet"]],
    ["x=$(gree", [4, "greet"]],
    ["if gree", [3, "greet"]],
    ["sudo gree", [5, "greet"]],
    ["A=1 gree", [4, "greet"]],
    ["! { gree", [4, "greet"]],
    ["echo $GREE", [5, "$GREEK", "$GREETING"]],
    ['echo "a $GREET', [5, '"a $GREETING']],
    ["echo ${GREET", [5, "${GREETING}"]],
    ["echo a$GREET", [5, "a$GREETING"]],
    ["ls d", [3, "docker-compose.yml"]],
    ["ls D", [3, "Dockerfile"]],
    ["ls w", [3, "ws0/"]],
    ["ls ws0/", [3, "ws0/main.py"]],
    ["ls ./w", [3, "./ws0/"]],
    ["ls m", [3, "my\\ file.txt"]],
    ["ls my\\ f", [3, "my\\ file.txt"]],
    ["ls 'my", [3, "'my file.txt'"]],
    ['ls "my', [3, '"my file.txt"']],
    ["ls .e", [3, ".env"]],
    ["ls ~/cur", [3, "~/curso/"]],
    ["ls ~a", [3, "~ana/"]],
    ["cd ", [3, "ws0/"]],
    ["cat < w", [6, "ws0/"]],
    ["echo x > D", [9, "Dockerfile"]],
    ["echo x 2>&1 >ws0/m", [13, "ws0/main.py"]],
    ["./ws", [0, "./ws0/"]],
    ["cat containers ", [15, "web", "db"]],
    ["cat containers w", [15, "web"]],
    ["cat D", [4, "Dockerfile"]],
    ["export GREET", [7, "GREETING"]],
    ["cat D¦ other", [4, "Dockerfile"]],
    ["nosuchcommand x", [14]],
  ])("%s", async (line, expected) => {
    expect(await complete(line)).toEqual(expected);
  });
});
