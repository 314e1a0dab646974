import { expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

const ES = { env: { LANG: "es_ES.UTF-8" } };

test("a page has the parts of a manual page, in the reader's language", async () => {
  const machine = new TestMachine();
  const english = (await machine.run(["man", "ls"])).stdout;
  expect(english).toMatch(/^LS\(1\) +User Commands +LS\(1\)\n\nNAME\n {7}ls - list directory contents\n\nSYNOPSIS\n/);
  expect(english.split("\n")[0]).toHaveLength(80);
  expect(english).not.toContain("\x1b");
  const spanish = (await machine.run(["man", "ls"], ES)).stdout;
  expect(spanish).toContain(
    "NOMBRE\n       ls - lista el contenido de un directorio\n\nSINOPSIS\n       ls [OPTION]... [FILE]...\n",
  );
});

test("docker's pages come from its help", async () => {
  const machine = new TestMachine();
  const { stdout } = await machine.run(["man", "docker-run"]);
  expect(stdout).toContain("docker-run - Create and run a new container from an image");
  expect(stdout).toContain("docker run [OPTIONS] IMAGE [COMMAND] [ARG...]");
  expect(stdout).toMatch(/-d, --detach +Run container in/);
  expect((await machine.run(["man", "docker", "swarm", "join-token"])).stdout).toContain("docker swarm join-token");
});

test("what is not there is said", async () => {
  const machine = new TestMachine();
  expect(await machine.run(["man", "nosuch"])).toMatchObject({ output: "No manual entry for nosuch\n", status: 16 });
  expect(await machine.run(["man", "8", "ls"])).toMatchObject({
    output: "No manual entry for ls in section 8\n",
    status: 16,
  });
  expect((await machine.run(["man"])).output).toBe("What manual page do you want?\nFor example, try 'man man'.\n");
  expect(await machine.run(["man", "-k", "nosuchword"])).toMatchObject({
    output: "nosuchword: nothing appropriate.\n",
    status: 16,
  });
});

test("whatis and apropos search names and summaries", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["whatis", "ls"])).stdout).toBe("ls (1)               - list directory contents\n");
  expect((await machine.run(["man", "-k", "directory"])).stdout).toMatch(
    /^mkdir \(1\) +- make directories$|^ls \(1\)/m,
  );
  expect((await machine.run(["apropos", "directorios"], ES)).stdout).toMatch(/^mkdir \(1\) +- crea directorios$/m);
});

test("on a terminal the page opens in the pager and headings are bold", async () => {
  const machine = new TestMachine();
  const child = await machine.start(["man", "grep"]);
  await machine.clock.settle(machine.clock.sleep(1000));
  expect(machine.screen).toContain("\x1b[1mNAME\x1b[");
  machine.tty.type("q");
  expect(await machine.clock.settle(child.exited)).toBe(0);
});
