import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";
import { answer } from "./json-protocol.ts";
import { loadLab, storeLab } from "./lab-store.ts";

function storage(): Pick<Storage, "getItem" | "setItem"> & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      this.text = text;
    },
  };
}

describe("a lab", () => {
  test("gives the same ids for the same commands", async () => {
    const ids = await Promise.all(
      [new HeadlessLab(), new HeadlessLab()].map((lab) => lab.run("manager1", "docker network create red")),
    );
    expect(ids[0]?.output).toMatch(/^[0-9a-f]{64}\n$/);
    expect(ids[0]).toEqual(ids[1]);
  });

  test("comes back as it was: files, containers that run, networks, a swarm", async () => {
    const lab = new HeadlessLab();
    await lab.run("manager1", "echo hola > nota; docker network create red");
    await lab.run(
      "manager1",
      "docker run -d --name web --network red nginx; docker run -d --name otro alpine sleep 600",
    );
    await lab.run("manager1", "docker exec otro sh -c 'echo dentro > /dato'; docker swarm init");
    const before = await lab.run("manager1", "docker ps --format '{{.Names}} {{.State}}'; docker node ls -q");
    await lab.reopen();
    expect(await lab.run("manager1", "docker ps --format '{{.Names}} {{.State}}'; docker node ls -q")).toEqual(before);
    expect((await lab.run("manager1", "cat nota; docker exec otro cat /dato")).output).toBe("hola\ndentro\n");
    const page = await lab.run("manager1", "docker run --rm --network red alpine wget -qO- http://web | grep -c nginx");
    expect(Number(page.output.trim().split("\n").at(-1))).toBeGreaterThan(0);
  });

  test("costs next to nothing untouched", () => {
    expect(JSON.stringify(new HeadlessLab().snapshot()).length).toBeLessThan(12_000);
  });

  test("has hosts that hop to one another", async () => {
    const lab = new HeadlessLab();
    expect((await lab.run("manager1", "ssh worker1 hostname")).output).toBe("worker1\n");
    expect((await lab.run("worker2", "ping -c 1 manager1 | grep -c '1 received'")).output).toBe("1\n");
  });
});

describe("what a browser keeps", () => {
  test("is read back as it was stored", () => {
    const kept = storage();
    const state = new HeadlessLab().snapshot();
    expect(loadLab(() => kept)).toEqual({ kind: "none" });
    expect(storeLab(() => kept, state)).toBe(true);
    expect(loadLab(() => kept)).toEqual({ kind: "lab", state });
  });

  test.each(["{", "null", "[]", '{"version":1}', '{"version":99,"now":0,"random":[1,2,3,4],"hosts":{}}'])(
    "is damaged when it is %s",
    (text) => {
      expect(loadLab(() => ({ ...storage(), getItem: () => text }))).toEqual({ kind: "damaged" });
    },
  );

  test("may not fit, which is said and not thrown", () => {
    const full = {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(storeLab(() => full, new HeadlessLab().snapshot())).toBe(false);
  });
});

describe("the JSON protocol", () => {
  test("runs, writes, waits, tells and begins again", async () => {
    const lab = new HeadlessLab();
    expect(await answer(lab, '{"run":"pwd"}')).toEqual({ output: "/root/curso\n", exit: 0 });
    expect(await answer(lab, '{"host":"worker1","write_file":"a/b","content":"x"}')).toEqual({});
    expect(await answer(lab, '{"host":"worker1","run":"cat a/b; cd a"}')).toEqual({ output: "x", exit: 0 });
    expect(await answer(lab, '{"host":"worker1","run":"pwd"}')).toEqual({ output: "/root/curso/a\n", exit: 0 });
    const date = async () => Number((await answer(lab, '{"run":"date +%s"}')).output);
    const before = await date();
    expect(await answer(lab, '{"advance_seconds":60}')).toEqual({});
    expect((await date()) - before).toBeGreaterThanOrEqual(60);
    expect(await answer(lab, '{"state":true}')).toHaveProperty("state.version", 1);
    expect(await answer(lab, '{"reset":true}')).toEqual({});
    expect(await answer(lab, '{"host":"worker1","run":"ls"}')).toEqual({ output: "", exit: 0 });
  });

  test("types what a request brings into the running program", async () => {
    const lab = new HeadlessLab();
    const request = { run: "cat | tr a-z A-Z", input: ["uno\n", "dos\n", "\u0004"] };
    expect((await answer(lab, JSON.stringify(request))).output).toBe("uno\nUNO\ndos\nDOS\n");
  });

  test.each([
    ["{", "not JSON"],
    ["7", "not a JSON object"],
    ["{}", "needs one of: run, write_file, power, network, advance_seconds, reset, state"],
    ['{"host":"nadie","run":"ls"}', "no host nadie in the lab"],
    ['{"run":"ls","columns":"ancho"}', '"columns" must be a positive number'],
  ])("answers %s with an error and goes on", async (line, error) => {
    const lab = new HeadlessLab();
    expect(await answer(lab, line)).toEqual({ error });
    expect(await answer(lab, '{"run":"true"}')).toEqual({ output: "", exit: 0 });
  });
});
