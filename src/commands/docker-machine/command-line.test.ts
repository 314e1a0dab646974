import { describe, expect, test } from "vitest";
import { readCommandLine } from "./command-line.ts";
import { boolFlag, intFlag, listFlag, stringFlag } from "./flag.ts";
import { alignWithTabs } from "./help.ts";

const FLAGS = [
  stringFlag("driver, d", "", { value: "virtualbox", variable: "MACHINE_DRIVER" }),
  intFlag("memory", "", { value: "1024" }),
  listFlag("engine-label", ""),
  boolFlag("quiet, q", ""),
];
const read = (text: string, env = {}) => readCommandLine(text.split(" "), FLAGS, env, { mixed: true });

describe("a command line", () => {
  test("has flags before and after the arguments, with one dash or two", () => {
    expect(read("-d hyperv platzi-00").args).toEqual(["platzi-00"]);
    expect(read("platzi-00 --driver=hyperv").text("driver")).toBe("hyperv");
    expect(read("platzi-00 -driver hyperv -q").bool("quiet")).toBe(true);
    expect(read("platzi-00 --engine-label a=1 --engine-label b=2").list("engine-label")).toEqual(["a=1", "b=2"]);
    expect(read("-q -- -d").args).toEqual(["-d"]);
  });

  test("leaves to a variable, and then to what is usual, what it does not say", () => {
    expect(read("x").text("driver")).toBe("virtualbox");
    expect(read("x", { MACHINE_DRIVER: "none" }).text("driver")).toBe("none");
    expect(read("x").int("memory")).toBe(1024);
    expect(read("x", { MACHINE_DRIVER: "none" }).isSet("driver")).toBe(false);
  });

  test.each([
    ["--foo", "flag provided but not defined: -foo"],
    ["--driver", "flag needs an argument: -driver"],
    ["--memory=a", 'invalid value "a" for flag -memory: strconv.ParseInt: parsing "a": invalid syntax'],
    ["-q=maybe", 'invalid boolean value "maybe" for -q: strconv.ParseBool: parsing "maybe": invalid syntax'],
  ])("%s is refused in the words of Go", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test("columns are set out with tabs", () => {
  expect(alignWithTabs("a\tx\nabcdefgh\ty\n\nb\tz\n")).toBe("a\t\tx\nabcdefgh\ty\n\nb\tz\n");
});
