import { describe, expect, test } from "vitest";
import { DockerCloud } from "../../../cloud/docker-cloud/docker-cloud.ts";
import { perform } from "../../../cloud/docker-cloud/perform.ts";
import { emptyDockerCloudState } from "../../../cloud/docker-cloud/state.ts";
import { TextOutput } from "../../../kernel/stream.ts";
import { run, testMachine } from "../../../shell/machine-for-tests.ts";
import type { Installation } from "../installation.ts";
import { PythonSession } from "./session.ts";

/** Runs a text as the script a.py, without a cloud or packages. */
async function python(version: string, text: string, env: Readonly<Record<string, string>> = {}) {
  const made = testMachine();
  const series = version.split(".").slice(0, 2).join(".");
  const installation: Installation = {
    ...{ executable: "/usr/bin/python", series, version, environment: undefined, managed: undefined },
    ...{ packages: "/nowhere", scripts: "/nowhere", systemPackages: undefined },
  };
  const { clock, random } = made.machine;
  const none = () => {
    throw new RangeError("there are no nodes");
  };
  const cloud = new DockerCloud(emptyDockerCloudState(), { clock, random, engine: none, discard: none }, () =>
    Promise.resolve(perform),
  );
  const [stdout, stderr] = [new TextOutput(), new TextOutput()];
  const { status } = await run(
    made,
    async (process) => {
      const session = new PythonSession(process, installation, { cloud, online: () => true }, ["a.py"], "/root");
      return (await session.run(text, "a.py")).status;
    },
    { stdout, stderr, env },
  );
  return { out: stdout.text, err: stderr.text, status };
}

const two = (text: string) => python("2.7.14", text);
const three = (text: string) => python("3.14.2", text);

describe("values as Python 2.7 prints them", () => {
  test.each([
    ["print 7/2, 7//2, -7/2, -7 % 3, 7/2.0", "3 3 -4 2 3.5\n"],
    ["print 2**70, [2**70, 1.0, 0.1], 10.0", "1180591620717411303424 [1180591620717411303424L, 1.0, 0.1] 10.0\n"],
    ["print (1, 'a', u'\\xf1'), [None, True]", "(1, 'a', u'\\xf1') [None, True]\n"],
    ["print {'b': 1, 'a': (2,)}, \"it's\"", "{'a': (2,), 'b': 1} it's\n"],
    ["print 'a', 'b',\nprint 'c'", "a b c\n"],
    ["print (1, 2)", "(1, 2)\n"],
    ["print 'abc'[1], 'abc'[-1], 'abcdef'[1:4], 'abc'[::-1], range(5)[::2]", "b c bcd cba [0, 2, 4]\n"],
    ["print 'x' in 'xyz', 3 not in [1, 2], 1 < 2 < 3, not 0, 1 if [] else 2", "True True True True 2\n"],
    ["print '%5.2f|%-4s|%03d|%r|%%' % (3.14159, 'a', 7, u'x')", " 3.14|a   |007|u'x'|%\n"],
    ["print '{0} {1!r:>5} {name}'.format('a', 'b', name=3)", "a   'b' 3\n"],
    ["print ' a,b '.strip().split(','), '-'.join(['x', 'y']), 'Hola'.upper()", "['a', 'b'] x-y HOLA\n"],
    ["from __future__ import print_function\nprint('a', 'b', sep='-')", "a-b\n"],
  ])("%s", async (text, shown) => {
    expect(await two(text)).toEqual({ out: shown, err: "", status: 0 });
  });
});

describe("statements", () => {
  test.each([
    ["for i in range(4):\n  if i == 1: continue\n  if i == 3: break\n  print(i)\nelse:\n  print('no')", "0\n2\n"],
    ["n = 3\nwhile n:\n  n -= 1\nelse:\n  print(n)", "0\n"],
    ["def f(a, b=2):\n  '''doc'''\n  return a * b\nprint(f(3), f(3, b=4))", "6 12\n"],
    [
      "try:\n  [][1]\nexcept (KeyError, IndexError) as e:\n  print(e)\nfinally:\n  print('fin')",
      "list index out of range\nfin\n",
    ],
    ["a, (b, c) = 1, (2, 3)\na, b = b, a\nprint(a, b, c)", "2 1 3\n"],
    ["d = {}\nd['x'] = d.get('x', 0) + 1\nfor k, v in d.items():\n  print(k, v)", "x 1\n"],
    [
      "print([(x, y) for x, y in zip('ab', [1, 2]) if y > 1], sorted([3, 1, 2], reverse=True))",
      "[('b', 2)] [3, 2, 1]\n",
    ],
    ["l = [1]\nm = l\nm += [2]\nm.append(3)\nprint(l, len(l), sum(l), max(l))", "[1, 2, 3] 3 6 3\n"],
    ["x = None\nif x is None and not x:\n  pass\nprint(x)", "None\n"],
  ])("%s", async (text, shown) => {
    expect(await three(text)).toEqual({ out: shown, err: "", status: 0 });
  });
});

describe("errors as Python tells them", () => {
  test("with the script's lines, from the outermost call inwards", async () => {
    expect((await two("def f(x):\n    return g(x)\n\ndef g(x):\n    return y\n\nf(1)\n")).err).toBe(
      'Traceback (most recent call last):\n  File "a.py", line 7, in <module>\n    f(1)\n  File "a.py", line 2, in f\n    return g(x)\n' +
        "  File \"a.py\", line 5, in g\n    return y\nNameError: global name 'y' is not defined\n",
    );
  });

  test.each([
    [
      "'a' + 1",
      "TypeError: cannot concatenate 'str' and 'int' objects",
      'TypeError: can only concatenate str (not "int") to str',
    ],
    ["{}['k']", "KeyError: 'k'", "KeyError: 'k'"],
    ["1/0", "ZeroDivisionError: integer division or modulo by zero", "ZeroDivisionError: division by zero"],
    ["import nada", "ImportError: No module named nada", "ModuleNotFoundError: No module named 'nada'"],
    [
      "import sys\nsys.nada",
      "AttributeError: 'module' object has no attribute 'nada'",
      "AttributeError: module 'sys' has no attribute 'nada'",
    ],
    [
      "a, b = [1]",
      "ValueError: need more than 1 value to unpack",
      "ValueError: not enough values to unpack (expected 2, got 1)",
    ],
    ["5()", "TypeError: 'int' object is not callable", "TypeError: 'int' object is not callable"],
    ["raise ValueError('mal')", "ValueError: mal", "ValueError: mal"],
  ])("%s", async (text, of2, of3) => {
    expect((await two(text)).err.split("\n").at(-2)).toBe(of2);
    expect((await three(text)).err.split("\n").at(-2)).toBe(of3);
  });

  test("a text that is no Python is shown with a mark, and nothing of it runs", async () => {
    expect(await two("print 1\nif x\n  y")).toEqual({
      out: "",
      err: '  File "a.py", line 2\n    if x\n        ^\nSyntaxError: invalid syntax\n',
      status: 1,
    });
    expect((await two("if 1:\nx")).err).toMatch(/\nIndentationError: expected an indented block\n$/);
    expect((await three("if 1:\nx")).err).toMatch(
      /\nIndentationError: expected an indented block after 'if' statement on line 1\n$/,
    );
    expect((await three("print 'x'")).err).toMatch(
      /\nSyntaxError: Missing parentheses in call to 'print'\. Did you mean print\(\.\.\.\)\?\n$/,
    );
  });

  test("sys.exit ends it with a status, or with a text", async () => {
    expect(await two("import sys\nsys.exit(3)")).toEqual({ out: "", err: "", status: 3 });
    expect(await two("import sys\nsys.exit('mal')")).toEqual({ out: "", err: "mal\n", status: 1 });
  });
});

test.each(["class A: pass", "lambda: 1", "f'{x}'", "import re", "with x: pass", "open('x')", "f(*a)"])(
  "%s is outside, and says so in the reader's language",
  async (text) => {
    expect((await three(text)).err).toMatch(
      /^This playground's Python does not have ".+": it is a small part of the real one\.\n$/,
    );
    const spanish = await python("3.14.2", text, { LANG: "es_ES.UTF-8" });
    expect(spanish.err).toMatch(
      /^El Python de este laboratorio no tiene «.+»: es una parte pequeña del de verdad\.\n$/,
    );
  },
);
