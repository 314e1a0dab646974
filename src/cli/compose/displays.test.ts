import { describe, expect, it } from "vitest";
import { done, working } from "../../compose/progress.ts";
import { NavigationMenu } from "./navigation-menu.ts";
import { TerminalProgress } from "./terminal-progress.ts";

const AT = Date.UTC(2026, 10, 24);

describe("the progress on a terminal", () => {
  it("is drawn as recording 13 has it, over what was there before", () => {
    const display = new TerminalProgress("Stopping", false);
    display.add(working("Container curso-web-1", "Stopping"), AT);
    expect(display.frame(AT + 90, 100, 30)).toBe(
      `\x1b[1A\x1b[1B\x1b[0G\x1b[?25l[+] Stopping 0/1\n \x1b[33m⠋\x1b[0m Container curso-web-1  Stopping${" ".repeat(61)}\x1b[34m0.1s \x1b[0m\n\x1b[?25h`,
    );
    display.add(done("Container curso-web-1", "Stopped"), AT + 400);
    expect(display.frame(AT + 410, 100, 30)).toBe(
      `\x1b[1A\x1b[1A\x1b[0G\x1b[?25l\x1b[34m[+] Stopping 1/1\x1b[0m\n \x1b[32m✔\x1b[0m Container curso-web-1  \x1b[32mStopped\x1b[0m${" ".repeat(62)}\x1b[34m0.4s \x1b[0m\n\x1b[?25h`,
    );
  });

  it("turns its sign while something goes on", () => {
    const display = new TerminalProgress("Running", false);
    display.add(working("a", "Starting"), AT);
    const signs = [50, 150, 250].map((ms) => /⠋|⠙|⠹/.exec(display.frame(AT + ms, 80, 24))?.[0]);
    expect(signs).toEqual(["⠋", "⠙", "⠹"]);
  });

  it("shows a pull's layers below it", () => {
    const display = new TerminalProgress("Pulling", false);
    display.add({ id: "web", status: "working", text: "Pulling", statusText: "" }, AT);
    display.add(
      {
        id: "abc",
        parent: "web",
        status: "working",
        text: "Downloading",
        statusText: "",
        current: 5e6,
        total: 1e7,
        percent: 50,
      },
      AT,
    );
    const text = display.frame(AT, 80, 24);
    expect(text).toContain("web [\x1b[32m⣤\x1b[0m]     5MB / 10MB    Pulling");
    expect(text).toContain("abc Downloading");
  });
});

describe("the menu of keys", () => {
  it("goes out of a line's way and comes back as recording 13 has it", () => {
    const menu = new NavigationMenu({ rows: 2, columns: 100 });
    const clear = "\x1b[0G\x1b7\x1b[1B\x1b[2K\x1b[1B\x1b[2K\x1b8";
    expect(menu.before()).toBe(clear);
    expect(menu.after()).toBe(
      `${clear}\x1b[2K\n\x1b[0G\x1b[2K\n\x1b[0G\x1b[2A\x1b[0G\x1b7\x1b[2;0H\x1b[2K\x1b[1;38;2;0;0;0;48;2;255;255;255mw\x1b[0m\x1b[2m Enable Watch\x1b[0m\x1b[0G\x1b8`,
    );
    expect(menu.leave()).toBe(`${clear}\x1b[?25h`);
    expect(menu.after()).toBe("");
  });
});
