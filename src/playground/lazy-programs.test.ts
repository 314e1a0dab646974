import { afterEach, expect, test, vi } from "vitest";
import type { Program } from "../kernel/process.ts";
import { HeadlessLab } from "./headless-lab.ts";
import { remembering } from "./lazy-programs.ts";

afterEach(() => vi.restoreAllMocks());

test("a program is loaded once", async () => {
  const program: Program = async () => 0;
  const load = vi.fn(async () => program);
  const find = remembering(load);
  expect(await find("ls")).toBe(program);
  expect(await find("ls")).toBe(program);
  expect(load).toHaveBeenCalledTimes(1);
});

test("one that could not be fetched says so, leaves the shell alone, and is there when it can be", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const lab = new HeadlessLab();
  const { machine } = lab.lab.hosts.get("manager1") ?? {};
  if (!machine) throw new Error("no manager1");
  let online = false;
  const find = machine.program;
  machine.program = remembering((name) => (online ? find(name) : Promise.reject(new TypeError("Failed to fetch"))));
  const text = "ls: this part of the lab could not be fetched; check your connection and try again\n";
  expect(await lab.run("manager1", "ls /nosuch")).toEqual({ output: text, exit: 126 });
  expect((await lab.run("manager1", "LANG=es_ES.UTF-8 ls")).output).toMatch(/^ls: no se ha podido descargar/);
  online = true;
  expect((await lab.run("manager1", "ls /root")).output).toBe("curso\n");
});
