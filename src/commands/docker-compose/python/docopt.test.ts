import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../kernel/virtual-clock.ts";
import { loadHelp } from "../help-text.ts";
import { docopt, HelpAsked, UsageMismatch } from "./docopt.ts";

const helps = await loadHelp(new VirtualClock(0));

const read = (command: string, line: string) => {
  const help = helps[command];
  if (help === undefined) throw new RangeError(`no help of ${command}`);
  return docopt(
    help,
    line.split(" ").filter((word) => word !== ""),
    command === "",
  );
};

describe("what docopt makes of a help and a line", () => {
  test("options before the command, and everything after it", () => {
    const found = read("", "-f a.yml -fb.yml --profile x up -d web");
    expect(found.list("--file")).toEqual(["a.yml", "b.yml"]);
    expect(found.list("--profile")).toEqual(["x"]);
    expect(found.word("COMMAND")).toBe("up");
    expect(found.words("ARGS")).toEqual(["-d", "web"]);
  });

  test("short flags together, the last of them with its value", () => {
    const found = read("up", "-dt 5 web");
    expect(found.flag("--detach")).toBe(true);
    expect(found.text("--timeout")).toBe("5");
    expect(read("up", "-t5").text("--timeout")).toBe("5");
  });

  test("the beginning of a long option, if no other begins so", () => {
    expect(read("up", "--exit=web").text("--exit-code-from")).toBe("web");
    expect(() => read("up", "--no")).toThrow(UsageMismatch);
  });

  test("a default of its description", () => {
    expect(read("port", "web 80").text("--protocol")).toBe("tcp");
    expect(read("exec", "--index=2 web ls").text("--index")).toBe("2");
  });

  test("an option is repeated only where the usage says so", () => {
    expect(read("up", "--scale a=2 --scale b=3").list("--scale")).toEqual(["a=2", "b=3"]);
    expect(() => read("up", "-d -d")).toThrow(UsageMismatch);
  });

  test("from the first word on, nothing is an option", () => {
    expect(read("up", "web -d").words("SERVICE")).toEqual(["web", "-d"]);
    expect(read("exec", "web ls -l").words("ARGS")).toEqual(["-l"]);
  });

  test("two dashes are passed over where the usage has them", () => {
    expect(read("up", "-- web").words("SERVICE")).toEqual(["web"]);
    expect(read("pause", "-- web").words("SERVICE")).toEqual(["--", "web"]);
  });

  test.each([
    ["", "--nope ps"],
    ["up", "--nope"],
    ["up", "-t"],
    ["port", "web"],
    ["config", "web"],
    ["exec", "web"],
    ["pause", "-x"],
  ])("%s %s does not fit", (command, line) => {
    expect(() => read(command, line)).toThrow(UsageMismatch);
  });

  test("-h is the help, anywhere among the options; -v the version", () => {
    expect(() => read("up", "-d -h")).toThrow(HelpAsked);
    expect(() => read("", "-v")).toThrow(new HelpAsked("version"));
  });
});
