import { describe, expect, test } from "vitest";
import { Template } from "./template.ts";

const CONTAINER = {
  Id: "4922d0548507",
  State: { Status: "running", Running: true, Pid: 12, Error: "" },
  HostConfig: { NanoCpus: 500000000, Binds: null, OomKillDisable: null, PortBindings: {} },
  Config: {
    Cmd: ["nginx", "-g", "daemon off;"],
    Entrypoint: null,
    Labels: { tier: "back", app: "<web>" },
    Volumes: null,
  },
  Mounts: [{ Type: "bind", Source: "/root/curso" }],
  NetworkSettings: {
    Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8000" }] },
    Networks: { bridge: { IPAddress: "172.17.0.2" } },
  },
};

const render = (source: string) => new Template(source).renderObject(CONTAINER);

test.each([
  ["{{.State.Status}} {{.State.Running}} {{.State.Pid}}", "running true 12"],
  ["{{.Config.Cmd}}", "[nginx -g daemon off;]"],
  ["{{.Config.Entrypoint}} {{.Config.Volumes}} {{.HostConfig.OomKillDisable}}", "[] map[] <nil>"],
  ["{{.Config.Labels}} {{.Config.Labels.nope}}", "map[app:<web> tier:back] <no value>"],
  ["{{json .Config.Labels}}", '{"app":"<web>","tier":"back"}'],
  ["{{json .HostConfig.Binds}} {{json .State.Health}}", "null null"],
  ["{{.ID}} {{.HostConfig.NanoCPUs}}", "4922d0548507 500000000"],
  ["{{range .Mounts}}{{.Source}} -> {{.Type}}{{end}}", "/root/curso -> bind"],
  ["{{range $name, $net := .NetworkSettings.Networks}}{{$name}}={{$net.IPAddress}}{{end}}", "bridge=172.17.0.2"],
  ['{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}', "8000"],
  ["{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}", "none"],
  ["{{with .State}}{{.Status | upper}}{{end}}", "RUNNING"],
  ['{{join .Config.Cmd ","}} {{split .Id "2"}}', "nginx,-g,daemon off; [49  d0548507]"],
  [
    '{{title "hola mundo"}} {{lower "ÁB"}} {{truncate .Id 4}}{{pad .State.Status 1 2}}|',
    "Hola Mundo áb 4922 running  |",
  ],
  ["{{range .Mounts}}{{.Type}}:{{.Name}}{{.Driver}};{{end}}", "bind:;"],
  ["{{println .Id}}", "4922d0548507\n"],
  ['{{println .Id "b" 1 true}}', "4922d0548507 b 1 true\n"],
  ['{{print 1 2 "b" 3 4}}|{{print "a" "b"}}|{{println}}', "1 2b3 4|ab|\n"],
  ["{{len .Mounts}} {{.State}}", "1 {running true 12 }"],
  [
    '{{printf "%s %d %5s|%-4s|%q" .State.Running .State.Pid "a" "b" .State.Status}}',
    '%!s(bool=true) 12     a|b   |"running"',
  ],
  ['{{printf "%d %d" 1}} {{printf "x" 2}}', "1 %!d(MISSING) x%!(EXTRA int=2)"],
  ["{{range 3}}x{{end}} {{range $i, $c := .Config.Cmd}}{{$i}}{{end}}", "xxx 012"],
  ['{{index .NetworkSettings.Ports "81/tcp"}} {{index .NetworkSettings.Networks "no"}}', "<no value> <nil>"],
  ["{{not .State.Running}} {{eq 1 2 1}} {{slice .State.Status 1 3}} {{len .State.Status}}", "false true un 7"],
])("%s", (source, expected) => {
  expect(render(source)).toBe(expected);
});

describe("what cannot be read", () => {
  test.each([
    ["{{.Names", "template: :1: unclosed action"],
    ["{{foo .Id}}", 'template: :1: function "foo" not defined'],
    ["{{if .Id}}", "template: :1: unexpected EOF"],
    ["{{end}}", "template: :1: unexpected {{end}}"],
    ["{{}}", "template: :1: missing value for command"],
    ["{{.Id }", 'template: :1: unexpected "}" in operand'],
    ["{{.Id}", "template: :1: bad character U+007D '}'"],
    ["{{@}}", 'template: :1: unexpected "@" in command'],
    ["{{if}}", "template: :1: missing value for if"],
    ['{{"abc}}', "template: :1: unterminated quoted string"],
    ["{{break}}", "template: :1: {{break}} outside {{range}}"],
    ["{{(.Id}}", "template: :1: unclosed left paren"],
    ["{{.Id)}}", "template: :1: unexpected right paren"],
    ["{{| .Id}}", 'template: :1: unexpected "|" in command'],
    ["{{.Id,}}", 'template: :1: unexpected "," in operand'],
    ["{{..Id}}", 'template: :1: unexpected . after term "."'],
    ["{{.Id.}}", "template: :1: unexpected <.> in operand"],
    ["{{/* c }}x", "template: :1: unclosed comment"],
    ["{{$x}}", 'template: :1: undefined variable "$x"'],
  ])("%s", (source, message) => {
    expect(() => new Template(source)).toThrow(message);
  });
});

describe("what fails on its data", () => {
  test.each([
    ["{{.Nope}}", 'template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"'],
    [
      "{{.State.Health.Status}}",
      'template: :1:8: executing "" at <.State.Health.Status>: map has no entry for key "Health"',
    ],
    ["x\n{{.State.Nope}}", 'template: :2:8: executing "" at <.State.Nope>: map has no entry for key "Nope"'],
    [
      "{{index .Mounts 3}}",
      'template: :1:2: executing "" at <index .Mounts 3>: error calling index: index out of range: 3',
    ],
    ["{{range .Id}}x{{end}}", `template: :1:8: executing "" at <.Id>: range can't iterate over 4922d0548507`],
    [
      "{{range $i, $c := .State.Running}}x{{end}}",
      `template: :1:24: executing "" at <.State.Running>: range can't iterate over true`,
    ],
    [
      'ab {{index .Id "a"}}',
      'template: :1:5: executing "" at <index .Id "a">: error calling index: cannot index slice/array with type string',
    ],
    [
      "{{index .Config.Labels 1}}",
      'template: :1:2: executing "" at <index .Config.Labels 1>: error calling index: value has type int; should be string',
    ],
    [
      '{{(index (index .NetworkSettings.Ports "81/tcp") 0).HostPort}}',
      'template: :1:3: executing "" at <index (index .NetworkSettings.Ports "81/tcp") 0>: error calling index: index of untyped nil',
    ],
    ["{{len}}", 'template: :1:2: executing "" at <len>: wrong number of args for len: want 1 got 0'],
    ['{{upper "a" "b"}}', 'template: :1:2: executing "" at <upper>: wrong number of args for upper: want 1 got 2'],
    [
      "{{upper .State}}",
      'template: :1:8: executing "" at <.State>: wrong type for value; expected string; got map[string]interface {}',
    ],
    [
      "{{upper .State.Pid}}",
      'template: :1:14: executing "" at <.State.Pid>: wrong type for value; expected string; got json.Number',
    ],
    ["{{upper 1}}", 'template: :1:8: executing "" at <1>: expected string; found 1'],
    ['{{truncate .Id "2"}}', 'template: :1:15: executing "" at <"2">: expected integer; found "2"'],
    ['{{join .Id ","}}', 'template: :1:7: executing "" at <.Id>: wrong type for value; expected []string; got string'],
    [
      "{{.State.Status .Id}}",
      'template: :1:8: executing "" at <.State.Status>: Status is not a method but has arguments',
    ],
    [
      '{{eq .State.Running "true"}}',
      'template: :1:2: executing "" at <eq .State.Running "true">: error calling eq: incompatible types for comparison',
    ],
    ["{{eq .Id}}", 'template: :1:2: executing "" at <eq .Id>: error calling eq: missing argument for comparison'],
    [
      "{{slice .Id 0 99}}",
      'template: :1:2: executing "" at <slice .Id 0 99>: error calling slice: index out of range: 99',
    ],
    ['{{template "no"}}', 'template: :1:11: executing "" at <{{template "no"}}>: template "no" not defined'],
    ["{{.Id.Foo}}", `template: :1:5: executing "" at <.Id.Foo>: can't evaluate field Foo in type interface {}`],
  ])("%s", (source, message) => {
    expect(() => render(source)).toThrow(message);
  });
});

test.each([
  ["{{.Id | }}", "4922d0548507"],
  ['{{with "a" | }}{{.}}{{end}}', "a"],
])("a pipe that leads nowhere: %s", (source, expected) => {
  expect(render(source)).toBe(expected);
});

/** As Engine 28's client, built with the same Go, answers. */
test.each([
  ["x{{and}}", 'template: :1:3: executing "" at <and>: wrong number of args for and: want at least 1 got 0'],
  ["{{or}}", 'template: :1:2: executing "" at <or>: wrong number of args for or: want at least 1 got 0'],
  ["{{nil}}", 'template: :1:2: executing "" at <nil>: nil is not a command'],
  ["{{$x = 1}}", 'template: :1:7: executing "" at <1>: undefined variable: $x'],
  ["{{call .Id}}", 'template: :1:2: executing "" at <call .Id>: error calling call: non-function .Id of type string'],
  [
    '{{eq 1 "a"}}',
    'template: :1:2: executing "" at <eq 1 "a">: error calling eq: incompatible types for comparison: int and string',
  ],
  ["{{(index .Mounts 0).Nope}}", 'template: :1:17: executing "" at <0>: map has no entry for key "Nope"'],
])("what fails when it is run: %s", (source, message) => {
  expect(() => render(source)).toThrow(message);
});

test("a struct that a template is run on alone tells its own types", () => {
  const version = { Server: { Version: "29", Components: [{ Name: "Engine" }] } };
  const run = (source: string) => () => new Template(source).renderObject(version, "system.versionInfo");
  expect(run("{{.Server.Nope}}")).toThrow("<.Server.Nope>: can't evaluate field Nope in type *system.serverVersion");
  expect(run("{{(index .Server.Components 0).Nope}}")).toThrow(
    "<0>: can't evaluate field Nope in type system.ComponentVersion",
  );
  expect(run("{{.Server.Version .Server}}")).toThrow("Version has arguments but cannot be invoked as function");
});
