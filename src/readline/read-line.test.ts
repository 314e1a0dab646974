import { describe, expect, test } from "vitest";
import { TestScreen } from "./screen-for-tests.ts";

const KEY = {
  left: "\x1b[D",
  right: "\x1b[C",
  up: "\x1b[A",
  down: "\x1b[B",
  home: "\x1b[H",
  end: "\x1b[F",
  delete: "\x1b[3~",
};

describe("a line", () => {
  test("is shown as it is typed and read at Enter", async () => {
    const screen = new TestScreen();
    const line = screen.readLine();
    await screen.type("docker ps");
    expect(screen.text).toBe("$ docker ps");
    await screen.type("\r");
    expect(await line).toEqual({ kind: "line", text: "docker ps" });
    expect(screen.text).toBe("$ docker ps");
    expect(screen.beforeCursor).toBe("");
  });

  test("can be changed anywhere", async () => {
    const screen = new TestScreen();
    screen.readLine();
    await screen.type(`dockr run${KEY.home}${KEY.right.repeat(4)}e${KEY.end} nginx`);
    expect(screen.text).toBe("$ docker run nginx");
    await screen.type(`${KEY.left.repeat(5)}\x17`);
    expect(screen.text).toBe("$ docker nginx");
    expect(screen.beforeCursor).toBe("$ docker ");
    await screen.type(`${KEY.delete}N\x1f\x1f\x1f`);
    expect(screen.text).toBe("$ docker run nginx");
  });

  test("wraps at the edge of the screen, and shrinks again", async () => {
    const screen = new TestScreen(10);
    screen.readLine();
    await screen.type("12345678");
    expect(screen.rows).toEqual(["$ 12345678"]);
    expect(screen.terminal.buffer.active.cursorY).toBe(1);
    await screen.type("9abc");
    expect(screen.rows).toEqual(["$ 12345678", "9abc"]);
    await screen.type(`${KEY.home}0`);
    expect(screen.rows).toEqual(["$ 01234567", "89abc"]);
    expect(screen.beforeCursor).toBe("$ 0");
    await screen.type("\x0b");
    expect(screen.rows).toEqual(["$ 0"]);
  });

  test("that fills its row leaves no empty row behind", async () => {
    const screen = new TestScreen(10);
    const line = screen.readLine();
    await screen.type("12345678\r");
    await line;
    await screen.tty.output.write("out\n");
    await screen.settle();
    expect(screen.rows).toEqual(["$ 12345678", "out"]);
  });

  test("may be longer than the screen", async () => {
    const screen = new TestScreen(10, 4);
    const line = screen.readLine();
    const long = Array.from({ length: 9 }, (_, i) => String(i).repeat(10)).join("");
    await screen.type(long);
    expect(screen.rows).toEqual(["5566666666", "6677777777", "7788888888", "88"]);
    await screen.type(`${KEY.home}x`);
    expect(screen.rows[0]).toBe("$ x0000000");
    expect(screen.beforeCursor).toBe("$ x");
    await screen.type("\r");
    expect(await line).toEqual({ kind: "line", text: `x${long}` });
    expect(screen.allRows.join("")).toContain(`$ x${long}`);
  });

  test("counts wide characters, emoji and accents as the screen does", async () => {
    const screen = new TestScreen(12);
    screen.readLine();
    await screen.type("日本👩‍💻e\u0301🇪🇸!");
    expect(screen.text).toBe("$ 日本👩‍💻e\u0301🇪🇸!");
    expect(screen.terminal.buffer.active.cursorX).toBe(0);
    await screen.type(`${KEY.left.repeat(2)}\x08`);
    expect(screen.text).toBe("$ 日本👩‍💻🇪🇸!");
    await screen.type("\x08");
    expect(screen.text).toBe("$ 日本🇪🇸!");
    expect(screen.beforeCursor).toBe("$ 日本");
  });

  test("a wide character that does not fit goes to the next row whole", async () => {
    const screen = new TestScreen(7);
    screen.readLine();
    await screen.type("日本語中");
    expect(screen.rows).toEqual(["$ 日本", "語中"]);
    await screen.type(`${KEY.home}x`);
    expect(screen.rows).toEqual(["$ x日本", "語中"]);
  });

  test("shows control characters and what cannot be seen", async () => {
    const screen = new TestScreen();
    screen.readLine();
    await screen.type("a\x16\x01b\u200bc");
    expect(screen.text).toBe("$ a^Ab\ufffdc");
  });

  test("colours of the prompt count no width", async () => {
    const screen = new TestScreen(16);
    screen.readLine({ prompt: "\x01\x1b]0;title\x07\x02\x1b[01;32mroot\x1b[0m:\x01\x1b[34m\x02~\x01\x1b[0m\x02# " });
    await screen.type("123456789");
    expect(screen.rows).toEqual(["root:~# 12345678", "9"]);
    expect(screen.terminal.buffer.active.getLine(0)?.getCell(0)?.getFgColor()).toBe(2);
    expect(screen.terminal.buffer.active.getLine(0)?.getCell(8)?.isFgDefault()).toBe(true);
  });
});

describe("the ends", () => {
  test("Ctrl-C shows ^C and interrupts", async () => {
    const screen = new TestScreen();
    const line = screen.readLine();
    await screen.type(`abc${KEY.left}\x03`);
    expect(await line).toEqual({ kind: "interrupt" });
    expect(screen.text).toBe("$ abc^C");
    expect(screen.beforeCursor).toBe("");
  });

  test("Ctrl-D ends the input on an empty line and deletes on another", async () => {
    const screen = new TestScreen();
    const line = screen.readLine();
    await screen.type("ab\x01\x04\x04");
    expect(screen.text).toBe("$");
    await screen.type("\x04");
    expect(await line).toEqual({ kind: "eof" });
  });

  test("a terminal that is gone ends the input", async () => {
    const screen = new TestScreen();
    const line = screen.readLine();
    await screen.settle();
    screen.tty.hangUp();
    expect(await line).toEqual({ kind: "eof" });
  });

  test("an abort rejects with its reason and leaves the terminal as it was", async () => {
    const screen = new TestScreen();
    const abort = new AbortController();
    const line = screen.readLine({ signal: abort.signal });
    await screen.settle();
    expect(screen.tty.raw).toBe(true);
    abort.abort(new Error("killed"));
    await expect(line).rejects.toThrow("killed");
    expect(screen.tty.raw).toBe(false);
  });

  test("what was typed ahead is for the next reader", async () => {
    const screen = new TestScreen();
    const first = screen.readLine();
    screen.tty.type("cat\rhola\rls\r");
    expect(await first).toEqual({ kind: "line", text: "cat" });
    expect(await screen.tty.input.read()).toBe("hola\n");
    expect(await screen.readLine()).toEqual({ kind: "line", text: "ls" });
    await screen.settle();
    expect(screen.text).toBe("$ cat\n$ ls");
  });
});

describe("the history", () => {
  const history = ["docker ps", "docker pull alpine", "ls"];

  test("is walked with the arrows, and the unfinished line stays", async () => {
    const screen = new TestScreen();
    screen.readLine({ history });
    await screen.type(`unfin${KEY.up}`);
    expect(screen.text).toBe("$ ls");
    await screen.type(`${KEY.up}${KEY.up}\x10`);
    expect(screen.text).toBe("$ docker ps");
    expect(screen.bells).toBe(1);
    await screen.type(KEY.down.repeat(3));
    expect(screen.text).toBe("$ unfin");
  });

  test("a changed line keeps its change while the history is walked", async () => {
    const screen = new TestScreen();
    screen.readLine({ history });
    await screen.type(`${KEY.up} -l${KEY.up}${KEY.down}`);
    expect(screen.text).toBe("$ ls -l");
  });

  test("Ctrl-R searches it as bash does", async () => {
    const screen = new TestScreen(60);
    const line = screen.readLine({ history });
    await screen.type("\x12do");
    expect(screen.text).toBe("(reverse-i-search)`do': docker pull alpine");
    expect(screen.beforeCursor).toBe("(reverse-i-search)`do': ");
    await screen.type("\x12");
    expect(screen.text).toBe("(reverse-i-search)`do': docker ps");
    await screen.type("x");
    expect(screen.text).toBe("(failed reverse-i-search)`dox': docker ps");
    await screen.type("\x7f\x13");
    expect(screen.text).toBe("(i-search)`do': docker pull alpine");
    await screen.type("\x1b");
    expect(screen.text).toBe("$ docker pull alpine");
    await screen.type("\r");
    expect(await line).toEqual({ kind: "line", text: "docker pull alpine" });
  });

  test("Ctrl-G gives the search up; Enter takes its line; Ctrl-R Ctrl-R repeats the last one", async () => {
    const screen = new TestScreen(60);
    const first = screen.readLine({ history });
    await screen.type("mine\x12pull\x07");
    expect(screen.text).toBe("$ mine");
    await screen.type("\x12ps\r");
    expect(await first).toEqual({ kind: "line", text: "docker ps" });
    screen.readLine({ history });
    await screen.type("\x12\x12");
    expect(screen.rows.at(-1)).toBe("(reverse-i-search)`ps': docker ps");
  });

  test("Alt-. takes the last argument, and goes back", async () => {
    const screen = new TestScreen(60);
    screen.readLine({ history: ["cat 'my file'", "docker run -it alpine"] });
    await screen.type("rm \x1b.");
    expect(screen.text).toBe("$ rm alpine");
    await screen.type("\x1b.");
    expect(screen.text).toBe("$ rm 'my file'");
  });
});

describe("killing", () => {
  test("kills in a row come back together, and Alt-Y gives the one before", async () => {
    const screen = new TestScreen(60);
    screen.readLine();
    await screen.type("one two three\x17\x17\x01\x0b\x19");
    expect(screen.text).toBe("$ one");
    await screen.type(" \x19\x1by");
    expect(screen.text).toBe("$ one  two three");
  });

  test("what was killed in one line can be yanked in the next", async () => {
    const screen = new TestScreen();
    const first = screen.readLine();
    await screen.type("hola\x15\r");
    await first;
    screen.readLine();
    await screen.type("\x19");
    expect(screen.rows.at(-1)).toBe("$ hola");
  });
});

describe("a paste", () => {
  const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

  test("of one line is only inserted", async () => {
    const screen = new TestScreen();
    screen.readLine();
    await screen.type(`echo ${paste("a\tb")}`);
    expect(screen.text).toBe("$ echo a        b");
  });

  test("of several lines gives them one after another, and the last one to edit", async () => {
    const screen = new TestScreen();
    const first = screen.readLine();
    await screen.type(paste("ls\r\necho a\rpwd"));
    expect(await first).toEqual({ kind: "line", text: "ls" });
    expect(await screen.readLine()).toEqual({ kind: "line", text: "echo a" });
    const last = screen.readLine();
    await screen.settle();
    expect(screen.text).toBe("$ ls\n$ echo a\n$ pwd");
    await screen.type("!\r");
    expect(await last).toEqual({ kind: "line", text: "pwd!" });
  });

  test("a program that runs in between does not read it, and Ctrl-C drops it", async () => {
    const screen = new TestScreen();
    const first = screen.readLine();
    await screen.type(paste("cat\nrm -rf /\n"));
    await first;
    expect(screen.tty.awaitsInput).toBe(false);
    const read = screen.tty.input.read();
    screen.tty.type("\x03for cat\r");
    expect(await read).toBe("for cat\n");
    screen.readLine();
    await screen.settle();
    expect(screen.rows.at(-1)).toBe("$");
  });
});

describe("Tab", () => {
  const complete = (candidates: string[], start = 0) => ({ complete: async () => ({ start, candidates }) });

  test("completes what is clear, with a blank after it", async () => {
    const screen = new TestScreen();
    screen.readLine(complete(["docker"]));
    await screen.type("doc\tps");
    expect(screen.text).toBe("$ docker ps");
  });

  test("goes on after a folder and a flag with a value", async () => {
    const screen = new TestScreen();
    screen.readLine(complete(["/etc/"]));
    await screen.type("/e\thosts");
    expect(screen.text).toBe("$ /etc/hosts");
  });

  test("completes what is common and rings; a second Tab lists, without the folder", async () => {
    const screen = new TestScreen();
    screen.readLine(complete(["src/engine/", "src/environment", "src/enter\\ here"], 3));
    await screen.type("ls src/e\t");
    expect(screen.text).toBe("$ ls src/en");
    expect(screen.bells).toBe(1);
    await screen.type("\t");
    expect(screen.text).toBe("$ ls src/en");
    await screen.type("\t");
    expect(screen.rows).toEqual(["$ ls src/en", "engine/      enter here   environment", "$ ls src/en"]);
    await screen.type("v");
    expect(screen.rows.at(-1)).toBe("$ ls src/env");
  });

  test("rings when there is nothing", async () => {
    const screen = new TestScreen();
    screen.readLine(complete([]));
    await screen.type("x\t\t");
    expect(screen.bells).toBe(2);
    expect(screen.text).toBe("$ x");
  });

  test("asks before it lists more than a hundred, and pages", async () => {
    const names = Array.from({ length: 120 }, (_, i) => `container-${String(i).padStart(3, "0")}`);
    const screen = new TestScreen(40, 10);
    screen.readLine(complete(names));
    await screen.type("container-\t\t");
    expect(screen.rows.at(-1)).toBe("Display all 120 possibilities? (y or n)");
    await screen.type("n");
    expect(screen.rows.at(-1)).toBe("$ container-");
    await screen.type("\ty");
    expect(screen.rows.at(-1)).toBe("--More--");
    expect(screen.rows[0]).toMatch(/^container-000 {2}container-060$/);
    await screen.type(" ");
    expect(screen.rows[0]).toMatch(/^container-009/);
    await screen.type("\r");
    expect(screen.rows[0]).toMatch(/^container-010/);
    await screen.type("q");
    expect(screen.rows.at(-1)).toBe("$ container-");
  });
});

describe("another size", () => {
  test("while editing redraws the line", async () => {
    const screen = new TestScreen(20);
    await screen.tty.output.write("before\n");
    screen.readLine();
    await screen.type("docker run -it alpine sh -c 'echo hola'");
    await screen.resize(30);
    expect(screen.rows).toEqual(["before", "$ docker run -it alpine sh -c", "'echo hola'"]);
    await screen.resize(12);
    expect(screen.rows).toEqual(["before", "$ docker run", " -it alpine", "sh -c 'echo", "hola'"]);
    await screen.type("!");
    expect(screen.rows.at(-1)).toBe("hola'!");
  });

  test("with a prompt of two lines, of which the first wraps", async () => {
    const screen = new TestScreen(20);
    await screen.tty.output.write("before\n");
    screen.readLine({ prompt: "a rather long path\n$ " });
    await screen.type("docker ps");
    await screen.resize(10);
    expect(screen.rows).toEqual(["before", "a rather l", "ong path", "$ docker p", "s"]);
  });
});

test("only what changes is drawn", async () => {
  const screen = new TestScreen(80);
  screen.readLine();
  await screen.type("echo some long line");
  screen.written = "";
  await screen.type("s");
  expect(screen.written).toBe("s");
  await screen.type(KEY.left);
  expect(screen.written).toBe("s\x1b[1D");
});

test("Ctrl-L clears the screen and keeps the line", async () => {
  const screen = new TestScreen();
  await screen.tty.output.write("old\nold\n");
  screen.readLine();
  await screen.type("abc\x0c");
  expect(screen.text).toBe("$ abc");
  expect(screen.beforeCursor).toBe("$ abc");
});
