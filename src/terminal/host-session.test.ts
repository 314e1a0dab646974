import { describe, expect, test } from "vitest";
import { macrotask } from "../kernel/clock.ts";
import { Tty } from "../kernel/tty.ts";
import { readLine } from "../readline/read-line.ts";
import { TestScreen } from "../readline/screen-for-tests.ts";
import { promptListener } from "../shell/prompt.ts";
import { HostSession } from "./host-session.ts";

/**
 * A login that runs lines: `work` runs until `finish` is called, `enter` opens a shell in a container, `exit` ends one,
 * anything else says its name.
 */
function testLab() {
  const lines: string[] = [];
  let finish = () => {};
  const shell = async (tty: Tty, prompt = "$ "): Promise<number> => {
    for (;;) {
      promptListener(tty)?.atPrompt(0);
      const line = await readLine({ tty, input: tty.input, prompt, history: [] });
      if (line.kind === "eof") return 0;
      if (line.kind === "interrupt" || line.text === "") continue;
      promptListener(tty)?.running(line.text);
      lines.push(line.text);
      if (line.text === "exit") return 0;
      if (line.text === "work") {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      }
      if (line.text === "enter") await nested(tty, (inner) => shell(inner, "/ # "));
      if (line.text === "python") await interpreter(tty, lines);
      await tty.output.write(`ran ${line.text}\n`);
    }
  };
  return { lines, finish: () => finish(), login: (_host: string, tty: Tty) => ({ exited: shell(tty) }) };
}

/** A program with a prompt of its own on the shell's terminal. */
async function interpreter(tty: Tty, lines: string[]): Promise<void> {
  for (;;) {
    const line = await readLine({ tty, input: tty.input, prompt: ">>> ", history: [] });
    if (line.kind !== "line" || line.text === "exit()") return;
    lines.push(`>>> ${line.text}`);
    await macrotask();
  }
}

/** Runs a shell on a terminal of its own, and hands on what is typed, as a docker client does. */
async function nested(tty: Tty, shell: (inner: Tty) => Promise<number>): Promise<void> {
  const inner = new Tty(tty.columns, tty.rows);
  const stop = new AbortController();
  const restore = tty.setRaw(true);
  tty.inner = inner;
  inner.onOutput = (text) => tty.output.write(text);
  const pump = async () => {
    for (;;) inner.type((await tty.input.read(stop.signal)) ?? "");
  };
  const pumping = pump().catch(() => {});
  await shell(inner);
  stop.abort();
  await pumping;
  tty.inner = undefined;
  restore();
}

/** A screen that follows the session from one terminal line to the next. */
class FollowingScreen extends TestScreen {
  attach(tty: Tty): void {
    this.terminal.reset();
    tty.resize(this.terminal.cols, this.terminal.rows);
    tty.onOutput = (text) => this.terminal.write(text);
  }
}

function open(greeting = "", ended: () => string | undefined = () => "Ended. Press Enter.") {
  const lab = testLab();
  const screen = new FollowingScreen(40, 14);
  const session = new HostSession(
    {
      host: "manager1",
      lab,
      display: screen,
      onPrompt: () => {},
      endedMessage: ended,
      pause: () => macrotask(),
      typeAtOnce: () => false,
    },
    greeting,
  );
  const settle = async () => {
    for (let i = 0; i < 40; i++) await macrotask();
    await screen.settle();
  };
  return { lab, screen, session, settle };
}

describe("commands typed for the reader", () => {
  test("run one after another, each at the prompt, and are seen", async () => {
    const { session, screen, settle } = open();
    await session.run(["docker ps", "docker images -a"], new AbortController().signal);
    await settle();
    expect(screen.rows).toEqual(["$ docker ps", "ran docker ps", "$ docker images -a", "ran docker images -a", "$"]);
  });

  test("wait for what is running", async () => {
    const { session, lab, settle } = open();
    void session.run(["work", "after"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["work"]);
    expect(session.busy).toBe(true);
    lab.finish();
    await settle();
    expect(lab.lines).toEqual(["work", "after"]);
    expect(session.busy).toBe(false);
  });

  test("are dropped when the reader does not want to wait", async () => {
    const { session, lab, settle } = open();
    const abort = new AbortController();
    const typed = session.run(["work", "dropped"], abort.signal);
    await settle();
    abort.abort();
    await typed;
    lab.finish();
    await session.run(["next"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["work", "next"]);
  });

  test("are not gone on with after Ctrl-C, but the ones asked for meanwhile are", async () => {
    const { session, lab, settle } = open();
    void session.run(["work", "dropped"], new AbortController().signal);
    void session.run(["asked for"], new AbortController().signal);
    await settle();
    session.type("\x03");
    lab.finish();
    await settle();
    expect(lab.lines).toEqual(["work", "asked for"]);
  });

  test("take the place of a line begun by hand", async () => {
    const { session, lab, settle } = open();
    await settle();
    session.type("half a li\x1b[D");
    await settle();
    await session.run(["whole"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["whole"]);
  });

  test("of several lines go in whole, and the next one waits for the last of them", async () => {
    const { session, lab, settle } = open();
    void session.run(["one \\\n  two", "three"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["one \\", "  two", "three"]);
  });
});

test("a program with a prompt of its own takes the commands after the one that opened it", async () => {
  const { session, lab, settle } = open();
  await session.run(["python", "1 + 1", "2 + 2", "exit()", "docker ps"], new AbortController().signal);
  await settle();
  expect(lab.lines).toEqual(["python", ">>> 1 + 1", ">>> 2 + 2", "docker ps"]);
});

describe("a shell in a container", () => {
  test("takes the commands after the one that opened it", async () => {
    const { session, screen, settle } = open();
    await session.run(["enter", "hostname", "exit", "docker ps"], new AbortController().signal);
    await settle();
    expect(screen.rows).toEqual([
      "$ enter",
      "/ # hostname",
      "ran hostname",
      "/ # exit",
      "ran enter",
      "$ docker ps",
      "ran docker ps",
      "$",
    ]);
  });

  test("does not take a command for the host, which waits", async () => {
    const { session, lab, settle } = open();
    await session.run(["enter"], new AbortController().signal);
    await settle();
    void session.run(["docker ps"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["enter"]);
    expect(session.busy).toBe(true);
    session.type("exit\r");
    await settle();
    expect(lab.lines).toEqual(["enter", "exit", "docker ps"]);
  });

  test("takes a command that is meant for it", async () => {
    const { session, lab, settle } = open();
    await session.run(["enter"], new AbortController().signal);
    await settle();
    await session.run(["one \\\n two", "three"], new AbortController().signal, true);
    await settle();
    expect(lab.lines).toEqual(["enter", "one \\", " two", "three"]);
  });
});

describe("a login", () => {
  test("that has ended gives another at Enter, and at a command to run", async () => {
    const { session, screen, lab, settle } = open();
    await session.run(["exit"], new AbortController().signal);
    await settle();
    expect(screen.rows).toEqual(["$ exit", "", "Ended. Press Enter."]);
    session.type("x\r");
    await settle();
    expect(screen.rows.at(-1)).toBe("$");
    await session.run(["exit", "again", "exit"], new AbortController().signal);
    await settle();
    await session.run(["last"], new AbortController().signal);
    await settle();
    expect(lab.lines).toEqual(["exit", "exit", "again", "exit", "last"]);
  });

  test("that has ended because its host is off is there again by itself", async () => {
    const { session, screen, settle } = open("", () => undefined);
    await session.run(["exit"], new AbortController().signal);
    await settle();
    expect(screen.rows).toEqual(["$ exit", "", "$"]);
  });

  test("begins anew on an empty screen with a new lab", async () => {
    const { session, screen, settle } = open("Welcome aboard, and mind the gap between words");
    await settle();
    expect(screen.rows).toEqual(["Welcome aboard, and mind the gap between", "words", "", "$"]);
    const before = session.tty;
    session.restart();
    await settle();
    expect(session.tty).not.toBe(before);
    expect(screen.rows).toEqual(["$"]);
    session.type("hola\r");
    await settle();
    expect(screen.rows).toEqual(["$ hola", "ran hola", "$"]);
  });
});
