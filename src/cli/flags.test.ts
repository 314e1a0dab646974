import { describe, expect, test } from "vitest";
import { commandAt } from "./command-data.ts";
import { parseFlags } from "./flags.ts";

function parse(path: string, words: string) {
  const spec = commandAt(path);
  if (!spec) throw new RangeError(path);
  return parseFlags(spec, words === "" ? [] : words.split(" "));
}

describe("flags as pflag reads them", () => {
  test("letters together, values attached", () => {
    const { flags, args } = parse("run", "-dit -p8000:80 -p=80:80 --name=web -e A=1 --env B=2 nginx nginx -g x");
    expect(["detach", "interactive", "tty"].map((name) => flags.bool(name))).toEqual([true, true, true]);
    expect(flags.list("publish")).toEqual(["8000:80", "80:80"]);
    expect(flags.string("name")).toBe("web");
    expect(flags.list("env")).toEqual(["A=1", "B=2"]);
    expect(args).toEqual(["nginx", "nginx", "-g", "x"]);
  });

  test("run, exec and their like keep what follows the first argument", () => {
    expect(parse("exec", "-it web ls -la --color").args).toEqual(["web", "ls", "-la", "--color"]);
    expect(parse("top", "web -ef").args).toEqual(["web", "-ef"]);
    expect(parse("service create", "--name x nginx -t").args).toEqual(["nginx", "-t"]);
  });

  test("others take flags anywhere, up to --", () => {
    const { flags, args } = parse("rm", "web -f -- -v");
    expect(flags.bool("force")).toBe(true);
    expect(flags.bool("volumes")).toBe(false);
    expect(args).toEqual(["web", "-v"]);
  });

  test("booleans with a value, defaults, and what was given", () => {
    const { flags } = parse("run", "--sig-proxy=false --rm=true x");
    expect([flags.bool("sig-proxy"), flags.bool("rm"), flags.bool("tty")]).toEqual([false, true, false]);
    expect(parse("run", "x").flags.bool("sig-proxy")).toBe(true);
    expect(flags.changed("rm")).toBe(true);
    expect(flags.changed("tty")).toBe(false);
    expect(flags.string("pull")).toBe("missing");
    expect(flags.int("memory-swappiness")).toBe(-1);
    expect(() => flags.string("nope")).toThrow(RangeError);
  });

  test("sizes, durations and numbers", () => {
    const { flags } = parse("run", "-m 64m --memory-swap -1 --cpus .5 --health-interval 1m30s --pids-limit 0x10 x");
    expect(flags.bytes("memory")).toBe(64 * 1024 ** 2);
    expect(flags.bytes("memory-swap")).toBe(-1);
    expect(flags.float("cpus")).toBe(0.5);
    expect(flags.duration("health-interval")).toBe(90e9);
    expect(flags.int("pids-limit")).toBe(16);
  });

  test("old names still work", () => {
    expect(parse("run", "--net host x").flags.string("net")).toBe("host");
  });
});

test.each([
  ["run", "--nope x", "unknown flag: --nope"],
  ["run", "-itZ x", "unknown shorthand flag: 'Z' in -Z"],
  ["run", "-ie", "flag needs an argument: 'e' in -e"],
  ["run", "--env", "flag needs an argument: --env"],
  [
    "run",
    "--rm=maybe x",
    'invalid argument "maybe" for "--rm" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  ["run", "-m abc x", 'invalid argument "abc" for "-m, --memory" flag: invalid size: \'abc\''],
  ["run", "--memory-swap 1x x", 'invalid argument "1x" for "--memory-swap" flag: invalid suffix: \'x\''],
  ["run", "--cpus x x", 'invalid argument "x" for "--cpus" flag: failed to parse x as a rational number'],
  [
    "run",
    "--pids-limit a x",
    'invalid argument "a" for "--pids-limit" flag: strconv.ParseInt: parsing "a": invalid syntax',
  ],
  [
    "run",
    "--health-interval 5 x",
    'invalid argument "5" for "--health-interval" flag: time: missing unit in duration "5"',
  ],
  ["run", "-e =x y", 'invalid argument "=x" for "-e, --env" flag: invalid environment variable: =x'],
  ["run", "--add-host a x", 'invalid argument "a" for "--add-host" flag: bad format for add-host: "a"'],
  [
    "run",
    "--add-host a:300.1.1.1 x",
    'invalid argument "a:300.1.1.1" for "--add-host" flag: invalid IP address in add-host: "300.1.1.1"',
  ],
  ["run", "-a x y", 'invalid argument "x" for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR'],
  ["ps", "-f web", 'invalid argument "web" for "-f, --filter" flag: bad format of filter (expected name=value)'],
  [
    "service create",
    "--replicas -1 x",
    'invalid argument "-1" for "--replicas" flag: strconv.ParseUint: parsing "-1": invalid syntax',
  ],
  ["ps", "--=x", "bad flag syntax: --=x"],
])("docker %s %s", (path, words, message) => {
  expect(() => parse(path, words)).toThrow(message);
});
