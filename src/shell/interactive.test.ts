import { describe, expect, test } from "vitest";
import { ash, bash, dash } from "./bash.ts";
import { testMachine } from "./machine-for-tests.ts";
import { listenForPrompt } from "./prompt.ts";
import { CTRL_C, CTRL_D, CTRL_Z, ENTER, TestTerminal } from "./terminal-for-tests.ts";

const PROMPT = "root@manager1:~/curso# ";

describe("a prompt", () => {
  test("shows user, host and folder, and comes back after each command", async () => {
    const terminal = new TestTerminal();
    expect(await terminal.type(`cd /${ENTER}`, `echo hi${ENTER}`)).toBe(
      `${PROMPT}cd /\nroot@manager1:/# echo hi\nhi\nroot@manager1:/# `,
    );
  });

  test("asks for the rest of an unfinished command", async () => {
    const terminal = new TestTerminal();
    const typed = [`for i in 1 2; do${ENTER}`, `echo $i${ENTER}`, `done${ENTER}`];
    expect(await terminal.type(...typed)).toBe(`${PROMPT}for i in 1 2; do\n> echo $i\n> done\n1\n2\n${PROMPT}`);
    expect(await terminal.type(`echo "a${ENTER}`, `b" \\${ENTER}`, `c${ENTER}`)).toBe(
      `echo "a\n> b" \\\n> c\na\nb c\n${PROMPT}`,
    );
    expect(await terminal.type(`cat <<E${ENTER}`, `x${ENTER}`, `E${ENTER}`)).toBe(`cat <<E\n> x\n> E\nx\n${PROMPT}`);
    expect(await terminal.type(`echo 'a${ENTER}`, `!b'${ENTER}`)).toBe(`echo 'a\n> !b'\na\n!b\n${PROMPT}`);
  });

  test("comes back at once when no further line could help", async () => {
    const terminal = new TestTerminal();
    expect(await terminal.type(`for x in a; echo${ENTER}`, `[[ a${ENTER}`)).toBe(
      `${PROMPT}for x in a; echo\nbash: syntax error near unexpected token \`echo'\n` +
        `${PROMPT}[[ a\nbash: unexpected token \`newline', conditional binary operator expected\n${PROMPT}`,
    );
    expect(await terminal.type(`f() {${ENTER}`, `echo $1${ENTER}`, `}${ENTER}`, `f a${ENTER}`)).toBe(
      `f() {\n> echo $1\n> }\n${PROMPT}f a\na\n${PROMPT}`,
    );
  });

  test("of a login shell calls the shell -bash, and leaves it with logout", async () => {
    const terminal = new TestTerminal(testMachine(), bash, ["-bash"]);
    expect(await terminal.type(`nosuch${ENTER}`, `exit 3${ENTER}`)).toBe(
      `${PROMPT}nosuch\n-bash: nosuch: command not found\n${PROMPT}exit 3\nlogout\n`,
    );
    const other = new TestTerminal(testMachine(), bash, ["-bash"]);
    await other.type(`sleep 100${ENTER}`, CTRL_Z);
    expect(await other.type(`logout${ENTER}`)).toBe(`logout\nThere are stopped jobs.\n${PROMPT}`);
  });

  test("is the one PS1 asks for", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`PS1='[\\W]$(echo x)\\$ '${ENTER}`);
    expect(await terminal.type(ENTER)).toBe("\n[curso]x# ");
  });

  test("is busybox's or dash's in their shells", async () => {
    const busybox = new TestTerminal(testMachine(), ash, ["sh"]);
    expect(await busybox.type(`cd /${ENTER}`, `nosuch${ENTER}`)).toBe(
      "~/curso # cd /\n/ # nosuch\nsh: nosuch: not found\n/ # ",
    );
    expect(await busybox.type(`if :${ENTER}`, `then cd /${ENTER}`, `fi${ENTER}`, `history${ENTER}`)).toBe(
      "if :\n> then cd /\n> fi\n/ # history\n   0 cd /\n   1 nosuch\n   2 if :\n   3 then cd /\n   4 fi\n   5 history\n/ # ",
    );
    const debian = new TestTerminal(testMachine(), dash, ["sh"]);
    expect(await debian.type(`nosuch${ENTER}`)).toBe("# nosuch\nsh: 1: nosuch: not found\n# ");
    // dash counts the lines that it reads.
    expect(await debian.type(`:${ENTER}`, `)${ENTER}`, `nosuch${ENTER}`)).toBe(
      ':\n# )\nsh: 3: Syntax error: ")" unexpected\n# nosuch\nsh: 3: nosuch: not found\n# ',
    );
  });

  test.each([
    ["ash", ash, "~/curso # ", "+  "],
    ["dash", dash, "# ", " + "],
  ] as const)("of %s shows jobs in its own way", async (_, program, prompt, mark) => {
    const terminal = new TestTerminal(testMachine(), program, ["sh"]);
    await terminal.type(`sleep 50 | cat &${ENTER}`, `sleep 100${ENTER}`);
    expect(await terminal.type(CTRL_Z)).toBe(`^Z[2]${mark}Stopped                    sleep 100\n${prompt}`);
    const running = `[1]${mark.replace("+", "-")}Running                    sleep 50 | cat`;
    expect(await terminal.type(`jobs${ENTER}`)).toBe(
      `jobs\n[2]${mark}Stopped                    sleep 100\n${running}\n${prompt}`,
    );
    expect(await terminal.type(`bg${ENTER}`)).toBe(`bg\n[2] sleep 100\n${prompt}`);
  });

  test("is told to who listens, with the last status", async () => {
    const terminal = new TestTerminal();
    const heard: string[] = [];
    listenForPrompt(terminal.tty, {
      atPrompt: (status) => heard.push(`prompt ${status}`),
      running: (line) => heard.push(line),
    });
    await terminal.type(`false${ENTER}`, ENTER);
    expect(heard).toEqual(["prompt 0", "false", "prompt 1", "prompt 1"]);
  });

  test("ends with exit, or Ctrl-D", async () => {
    const first = new TestTerminal();
    expect(await first.type(`exit 3${ENTER}`)).toBe(`${PROMPT}exit 3\nexit\n`);
    expect(first.status).toBe(3);
    const second = new TestTerminal();
    expect(await second.type(`false${ENTER}`, CTRL_D)).toBe(`${PROMPT}false\n${PROMPT}\nexit\n`);
    expect(second.status).toBe(1);
  });

  test("shows faults in bash's words", async () => {
    const terminal = new TestTerminal();
    const lines = ["nosuch", "echo )", "echo $((1/0))", "cd nosuch", "echo $" + "{x?is unset}", "cat < nosuch", "fi"];
    expect(await terminal.type(...lines.map((line) => line + ENTER))).toBe(
      [
        `${PROMPT}nosuch\nbash: nosuch: command not found`,
        `${PROMPT}echo )\nbash: syntax error near unexpected token \`)'`,
        `${PROMPT}echo $((1/0))\nbash: 1/0: division by 0 (error token is "0")`,
        `${PROMPT}cd nosuch\nbash: cd: nosuch: No such file or directory`,
        `${PROMPT}echo \${x?is unset}\nbash: x: is unset`,
        `${PROMPT}cat < nosuch\nbash: nosuch: No such file or directory`,
        `${PROMPT}fi\nbash: syntax error near unexpected token \`fi'\n${PROMPT}`,
      ].join("\n"),
    );
  });
});

describe("Ctrl-C", () => {
  test.each([
    ["a loop of builtins", "while true; do :; done"],
    ["a loop that prints", "while :; do echo; done > /dev/null"],
    ["a program", "sleep 1000"],
    ["a loop of programs", "while true; do sleep 10; done"],
    ["a pipeline", "yes | cat > /dev/null"],
    ["a substitution", "x=$(sleep 1000)"],
    ["a read", "read x"],
    ["a wait", "sleep 1000 & wait"],
    ["a function", "f() { while :; do f2; done; }; f2() { :; }; f"],
  ])("ends %s", async (_, line) => {
    const terminal = new TestTerminal();
    await terminal.type(line + ENTER);
    await terminal.type(CTRL_C);
    expect(await terminal.type(`echo "status $?"${ENTER}`)).toBe(`echo "status $?"\nstatus 130\n${PROMPT}`);
  });

  test("ends the whole line, and the prompt is on a line of its own", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`sleep 1000; echo never${ENTER}`);
    expect(await terminal.type(CTRL_C)).toBe(`^C\n${PROMPT}`);
  });

  test("drops the line that is being typed", async () => {
    const terminal = new TestTerminal();
    await terminal.type("some words");
    expect(await terminal.type(CTRL_C, `echo $?${ENTER}`)).toBe(`^C\n${PROMPT}echo $?\n130\n${PROMPT}`);
  });

  test("is left to a program that handles it, and the line goes on", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`bash -c 'trap "echo caught; exit 5" INT; sleep 1000'; echo then $?${ENTER}`);
    expect(await terminal.type(CTRL_C)).toBe(`^Ccaught\nthen 5\n${PROMPT}`);
  });

  test("runs the shell's own trap", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`trap 'echo trapped' INT${ENTER}`, `sleep 1000${ENTER}`);
    expect(await terminal.type(CTRL_C)).toContain("^C");
  });
});

describe("jobs", () => {
  test("go to the background, and say when they are done", async () => {
    const terminal = new TestTerminal();
    expect(await terminal.type(`sleep 3 &${ENTER}`)).toMatch(/\n\[1\] \d+\nroot@manager1:~\/curso# $/);
    expect(await terminal.type(`jobs${ENTER}`)).toContain("[1]+  Running                 sleep 3 &\n");
    await terminal.machine.clock.advance(3000);
    expect(await terminal.type(ENTER)).toBe(`\n[1]+  Done                    sleep 3\n${PROMPT}`);
    expect(await terminal.type(`jobs${ENTER}`)).toBe(`jobs\n${PROMPT}`);
  });

  test("are stopped by Ctrl-Z and go on with fg and bg", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`sleep 100${ENTER}`);
    expect(await terminal.type(CTRL_Z)).toBe(`^Z\n[1]+  Stopped                 sleep 100\n${PROMPT}`);
    expect(await terminal.type(`echo $?${ENTER}`)).toBe(`echo $?\n148\n${PROMPT}`);
    expect(await terminal.type(`bg${ENTER}`)).toBe(`bg\n[1]+ sleep 100 &\n${PROMPT}`);
    expect(await terminal.type(`fg${ENTER}`)).toBe("fg\nsleep 100\n");
    expect(await terminal.type(CTRL_C)).toBe(`^C\n${PROMPT}`);
  });

  test("are counted, marked, named and killed", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`sleep 100 &${ENTER}`, `sleep 200 | cat &${ENTER}`, `sleep 300 &${ENTER}`);
    expect(await terminal.type(`jobs${ENTER}`)).toBe(
      "jobs\n[1]   Running                 sleep 100 &\n[2]-  Running                 sleep 200 | cat &\n" +
        `[3]+  Running                 sleep 300 &\n${PROMPT}`,
    );
    expect(await terminal.type(`kill %2${ENTER}`, ENTER)).toContain("[2]-  Terminated              sleep 200 | cat\n");
    expect(await terminal.type(`kill %sleep %9${ENTER}`)).toContain("bash: kill: %9: no such job\n");
    expect(await terminal.type(`fg %1${ENTER}`)).toBe("fg %1\nsleep 100\n");
  });

  test("that are stopped make the first exit a warning", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`sleep 100${ENTER}`, CTRL_Z);
    expect(await terminal.type(`exit${ENTER}`)).toBe(`exit\nexit\nThere are stopped jobs.\n${PROMPT}`);
    await terminal.type(`exit${ENTER}`);
    expect(terminal.status).toBe(1);
  });

  test("killed by a signal say which", async () => {
    const terminal = new TestTerminal();
    expect(await terminal.type(`bash -c 'kill -9 $$'${ENTER}`, `echo $?${ENTER}`)).toBe(
      `${PROMPT}bash -c 'kill -9 $$'\nKilled\n${PROMPT}echo $?\n137\n${PROMPT}`,
    );
  });
});

describe("history", () => {
  test("is kept in a file between shells, without repeats or lines that begin with a blank", async () => {
    const machine = testMachine();
    const first = new TestTerminal(machine);
    await first.type(
      `echo a${ENTER}`,
      `echo a${ENTER}`,
      ` echo secret${ENTER}`,
      `for i in 1; do${ENTER}`,
      `:${ENTER}`,
      `done${ENTER}`,
    );
    expect(machine.machine.files.readFile("/root/.bash_history")).toBe("echo a\nfor i in 1; do :; done\n");
    const second = new TestTerminal(machine);
    expect(await second.type(`history${ENTER}`)).toBe(
      `${PROMPT}history\n    1  echo a\n    2  for i in 1; do :; done\n    3  history\n${PROMPT}`,
    );
    expect(await second.type("\x1b[A\x1b[A\x1b[A")).toContain("echo a");
  });

  test("is expanded and shown", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`echo one two${ENTER}`);
    expect(await terminal.type(`!!${ENTER}`)).toBe(`!!\necho one two\none two\n${PROMPT}`);
    expect(await terminal.type(`echo !$ x${ENTER}`)).toBe(`echo !$ x\necho two x\ntwo x\n${PROMPT}`);
    expect(await terminal.type(`^two^2${ENTER}`)).toBe(`^two^2\necho 2 x\n2 x\n${PROMPT}`);
    expect(await terminal.type(`!nothing${ENTER}`)).toBe(`!nothing\nbash: !nothing: event not found\n${PROMPT}`);
  });
});

describe("programs", () => {
  test("know whether they have a terminal", async () => {
    const terminal = new TestTerminal();
    expect(
      await terminal.type(`tty; tty | cat; tty < /dev/null; tty 2>/dev/null; (tty); x=$(tty); echo $x${ENTER}`),
    ).toContain("\nttt\ntft\nftt\nttf\nttt\ntft\n");
  });

  test("get what is typed while they run", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`cat${ENTER}`);
    expect(await terminal.type(`hello${ENTER}`, CTRL_D)).toBe(`hello\nhello\n${PROMPT}`);
    await terminal.type(`read -p 'name? ' name${ENTER}`);
    expect(await terminal.type(`Ana${ENTER}`, `echo $name${ENTER}`)).toBe(`Ana\n${PROMPT}echo $name\nAna\n${PROMPT}`);
  });

  test("are typed a secret that is not shown, which Enter ends and Ctrl-C stops", async () => {
    const terminal = new TestTerminal();
    await terminal.type(`read -rsp 'key? ' key${ENTER}`);
    expect(await terminal.type(`sesam${ENTER}`)).toBe(PROMPT);
    expect(await terminal.type(`echo $key${ENTER}`)).toBe(`echo $key\nsesam\n${PROMPT}`);
    await terminal.type(`read -s other${ENTER}`);
    expect(await terminal.type(`half${CTRL_C}`)).toContain(PROMPT);
    expect(await terminal.type(`echo "[$other]"${ENTER}`)).toBe(`echo "[$other]"\n[]\n${PROMPT}`);
  });
});
