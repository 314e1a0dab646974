import { expect, test } from "vitest";
import { TestMachine } from "./test-machine.ts";

/** Outputs and statuses of ncurses' tput 6.5. */
test.each([
  ["tput setaf 1", "\x1b[31m", 0],
  ["tput setaf 9", "\x1b[91m", 0],
  ["tput setab 100", "\x1b[48;5;100m", 0],
  ["tput cup 3 4", "\x1b[4;5H", 0],
  ["tput bold", "\x1b[1m", 0],
  ["tput clear", "\x1b[H\x1b[2J\x1b[3J", 0],
  ["tput colors", "256\n", 0],
  ["tput nosuch", "tput: unknown terminfo capability 'nosuch'\n", 4],
  ["TERM= tput cols", "tput: No value for $TERM and no -T specified\n", 2],
  ["TERM=odd tput cols", 'tput: unknown terminal "odd"\n', 3],
  ["tput -T vt100 colors", "8\n", 0],
])("%s", async (line, output, status) => {
  const machine = new TestMachine();
  const outcome = await machine.run(["bash", "-c", line], { env: { PATH: "/usr/bin:/bin", TERM: "xterm-256color" } });
  expect([outcome.output, outcome.status]).toEqual([output, status]);
});

test("it knows the size of its terminal", async () => {
  const machine = new TestMachine();
  await machine.start(["tput", "cols"]);
  await machine.clock.advance(100);
  expect(machine.screen).toBe("80\r\n");
});
