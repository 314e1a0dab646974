import { dumps } from "../json.ts";
import { OutsideSubset, PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { builtin, Class, Dict, type Instance, List, Module, Tuple, textOf, type Value } from "./values.ts";

/** Modules of Python's library that this playground's has not: asked for, they say so. */
const OUTSIDE = new Set(
  (
    "argparse ast asyncio base64 bisect calendar collections contextlib copy csv ctypes curses datetime decimal difflib email " +
    "enum fnmatch fractions functools getopt getpass glob gzip hashlib heapq html http httplib inspect io itertools locale logging " +
    "math multiprocessing operator optparse pathlib pickle pip platform pprint queue random re shlex shutil signal socket " +
    "SocketServer BaseHTTPServer SimpleHTTPServer sqlite3 ssl statistics string struct subprocess tempfile textwrap threading " +
    "timeit traceback types typing unittest urllib urllib2 urlparse uuid warnings weakref xml zipfile zlib"
  ).split(" "),
);

/** What Python's library has of a module; undefined for a name that is none of its. @throws OutsideSubset */
export function libraryModule(host: Interpreter, path: string): Module | undefined {
  const [first = ""] = path.split(".");
  if (OUTSIDE.has(first)) throw new OutsideSubset(`import ${path}`);
  const members = new Map([
    ["sys", sys],
    ["os", os],
    ["time", time],
    ["json", json],
  ]).get(path);
  return members && new Module(path, new Map(members(host)));
}

type Members = readonly (readonly [string, Value])[];

function sys(host: Interpreter): Members {
  const { argv, version, python2 } = host.options;
  const [major = "3", minor = "0", micro = "0"] = version.split(".");
  const stream = (name: "stdout" | "stderr"): Instance => {
    const file = host.instance(new Class("file"));
    file.attributes.set(
      "write",
      builtin("write", async ([text = ""]) => {
        await host.process[name].write(host.objects.str(text));
        return null;
      })[1],
    );
    file.attributes.set("flush", builtin("flush", () => null)[1]);
    return file;
  };
  return [
    ["argv", new List([...argv])],
    builtin("exit", ([status = null]) => {
      const text = status === null ? undefined : textOf(status);
      throw new PythonError("SystemExit", text ?? "", text !== undefined ? 1 : status === null ? 0 : Number(status));
    }),
    ["maxsize", (1n << 63n) - 1n],
    ["platform", python2 ? "linux2" : "linux"],
    ["stderr", stream("stderr")],
    ["stdout", stream("stdout")],
    ["version", `${version} (default, Sep 16 2018, 12:00:00) \n[GCC 8.2.0]`],
    ["version_info", new Tuple([BigInt(major), BigInt(minor), BigInt(micro), "final", 0n])],
  ];
}

function os({ process, objects }: Interpreter): Members {
  const environ = new Dict();
  for (const [key, value] of Object.entries(process.env)) objects.setItem(environ, key, value);
  return [
    ["environ", environ],
    builtin("getcwd", () => process.cwd),
    builtin("getenv", ([name = "", standard = null]) => process.env[objects.str(name)] ?? standard),
    ["linesep", "\n"],
    ["name", "posix"],
    ["sep", "/"],
  ];
}

function time(host: Interpreter): Members {
  return [
    builtin("sleep", async ([seconds = 0]) => {
      await host.process.sleep(Number(seconds) * 1000);
      await host.breathe();
      return null;
    }),
    builtin("time", () => host.process.machine.clock.now() / 1000),
  ];
}

function json(host: Interpreter): Members {
  const plain = (value: Value): unknown => {
    const text = textOf(value);
    if (text !== undefined) return text;
    if (typeof value === "bigint") return Number(value);
    if (value === null || typeof value === "boolean" || typeof value === "number") return value;
    if (value instanceof List || value instanceof Tuple) return value.items.map(plain);
    if (value instanceof Dict)
      return Object.fromEntries(host.objects.entries(value).map(([key, item]) => [host.objects.str(key), plain(item)]));
    throw new PythonError("TypeError", `${host.objects.repr(value)} is not JSON serializable`);
  };
  return [
    builtin("dumps", ([value = null], keywords) => {
      if (keywords.size > 0) throw new OutsideSubset(`json.dumps(${[...keywords.keys()][0] ?? ""}=…)`);
      return dumps(plain(value));
    }),
    builtin("loads", ([text = ""]) => {
      try {
        const value: unknown = JSON.parse(host.objects.str(text));
        return fromJson(host, value);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw new PythonError("ValueError", "No JSON object could be decoded");
      }
    }),
  ];
}

/** What JSON says, as Python's objects: texts are unicode in Python 2. */
export function fromJson(host: Interpreter, value: unknown): Value {
  if (typeof value === "string") return host.objects.unicode(value);
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return new List(value.map((item: unknown) => fromJson(host, item)));
  if (typeof value !== "object" || value === null) return null;
  const dict = new Dict();
  for (const [key, item] of Object.entries(value))
    host.objects.setItem(dict, host.objects.unicode(key), fromJson(host, item));
  return dict;
}
