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
  ])("%s", (source, message) => {
    expect(() => render(source)).toThrow(message);
  });
});
