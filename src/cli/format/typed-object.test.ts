import { expect, test } from "vitest";
import { Template } from "./template.ts";
import { typedObject } from "./typed-object.ts";

const SERVICE = {
  ID: "abc",
  Version: { Index: 31 },
  CreatedAt: "2026-11-25T00:13:13.150941439Z",
  UpdatedAt: "2026-11-25T00:13:13.150941439Z",
  Spec: {
    Name: "web",
    Labels: { x: "y" },
    TaskTemplate: {
      ContainerSpec: {
        Image: "nginx",
        Mounts: [{ Type: "volume", Source: "v", Target: "/v" }],
        StopGracePeriod: 10_000_000_000,
        Configs: [{ File: { Name: "/c", UID: "0", GID: "0", Mode: 0o440 }, ConfigID: "c1", ConfigName: "c" }],
      },
      ForceUpdate: 0,
    },
    Mode: { Global: {} },
    UpdateConfig: {
      Parallelism: 1,
      FailureAction: "pause",
      Monitor: 5_000_000_000,
      MaxFailureRatio: 0,
      Order: "stop-first",
    },
  },
  Endpoint: { Spec: { Mode: "vip" }, Ports: [{ Protocol: "tcp", TargetPort: 80, PublishMode: "host" }] },
};

const shown = (template: string, object: unknown = SERVICE, type = "swarm.Service", retried = false) =>
  new Template(template).renderObject(typedObject(object, type, retried));

test("what the API leaves out is there: a nil pointer, an empty text, no list", () => {
  expect(shown("{{.UpdateStatus}} {{.Spec.Networks}} {{.Spec.Mode.Replicated}} {{json .UpdateStatus}}")).toBe(
    "<nil> [] <nil> null",
  );
  expect(shown("{{with .Spec.Mode.Replicated}}a{{end}}{{with .Spec.Mode.Global}}b{{end}}")).toBe("b");
  expect(shown("{{.Endpoint.Ports}}")).toBe("[{ tcp 80 0 host}]");
});

test("what knows how to write itself does: times, durations, versions, modes", () => {
  expect(shown("{{.CreatedAt.Year}} {{.CreatedAt.Month}} {{.Version}} {{.Meta}}")).toBe(
    "2026 November 31 {31 2026-11-25 00:13:13.150941439 +0000 UTC 2026-11-25 00:13:13.150941439 +0000 UTC}",
  );
  expect(shown("{{.Spec.UpdateConfig}}")).toBe("{1 0s pause 5s 0 stop-first}");
  expect(shown("{{.Spec.TaskTemplate.ContainerSpec.StopGracePeriod}}")).toBe("10s");
  expect(shown("{{range .Spec.TaskTemplate.ContainerSpec.Configs}}{{.ConfigName}} {{.File.Mode}}{{end}}")).toBe(
    "c -r--r-----",
  );
  expect(shown("{{.Spec.TaskTemplate.ContainerSpec.Mounts}}")).toBe(
    "[{volume v /v false  <nil> <nil> <nil> <nil> <nil>}]",
  );
});

test("inside of something else a pointer is an address", () => {
  expect(shown("{{.Spec.Mode}}")).toMatch(/^\{<nil> 0x[0-9a-f]{12} <nil> <nil>\}$/);
});

test("bytes print as numbers, and as a text for %s", () => {
  const config = { ID: "c", Version: { Index: 3 }, Spec: { Name: "c1", Labels: {}, Data: "aG9sYQ==" } };
  expect(shown('{{.Spec.Data}} {{printf "%s" .Spec.Data}} {{json .Spec.Data}}', config, "swarm.Config")).toBe(
    '[104 111 108 97] hola "aG9sYQ=="',
  );
});

test("a field that is not there is told by its struct; the daemon's JSON comes after it where it is kept", () => {
  const failing = (template: string, retried = false) => {
    try {
      return shown(template, SERVICE, "swarm.Service", retried);
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  expect(failing("{{.Foo}}")).toBe(
    `template: :1:2: executing "" at <.Foo>: can't evaluate field Foo in type swarm.Service`,
  );
  expect(failing("{{.Spec.Foo}}")).toBe(
    `template: :1:7: executing "" at <.Spec.Foo>: can't evaluate field Foo in type swarm.ServiceSpec`,
  );
  expect(failing("{{.UpdateStatus.State}}")).toBe(
    `template: :1:15: executing "" at <.UpdateStatus.State>: nil pointer evaluating *swarm.UpdateStatus.State`,
  );
  expect(failing("{{.Foo}}", true)).toBe(`template: :1:2: executing "" at <.Foo>: map has no entry for key "Foo"`);
});

const CONTAINER = {
  Id: "c0ffee",
  Name: "/web",
  State: { Status: "running", Running: true },
  HostConfig: {
    Dns: null,
    Ulimits: [{ Name: "nofile", Hard: 2048, Soft: 1024 }],
    Memory: 64,
    LogConfig: { Type: "json-file", Config: { "max-size": "1k", "max-file": "2" } },
    PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] },
    Mounts: [{ Type: "volume", Source: "datos", Target: "/data" }],
  },
  Config: {
    Labels: { b: "2", a: "1" },
    Healthcheck: { Test: ["CMD", "true"], Interval: 5_000_000_000, Retries: 3 },
    ExposedPorts: { "80/tcp": {} },
  },
  NetworkSettings: {
    Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] },
    Networks: { bridge: { IPAMConfig: null, IPAddress: "172.17.0.2", IPv6Gateway: "" } },
  },
};
const container = (template: string) => shown(template, CONTAINER, "container.InspectResponse", true);

test("a container's template sees whole structs, durations, limits and addresses", () => {
  expect(container("{{.Config.Healthcheck}} {{.Config.Healthcheck.Interval}}")).toBe("{[CMD true] 5s 0s 0s 0s 3} 5s");
  expect(container('{{printf "%d %s %T" .Config.Healthcheck.Interval .Config.Healthcheck.Interval .State}}')).toBe(
    "5000000000 5s container.State",
  );
  expect(container("{{.HostConfig.Ulimits}}{{range .HostConfig.Ulimits}} {{.}} {{.Soft}}{{end}}")).toBe(
    "[nofile=1024:2048] nofile=1024:2048 1024",
  );
  expect(container("{{json .HostConfig.LogConfig}}")).toBe(
    '{"Type":"json-file","Config":{"max-file":"2","max-size":"1k"}}',
  );
  expect(container("{{.HostConfig.Mounts}}")).toBe("[{volume datos /data false  <nil> <nil> <nil> <nil> <nil>}]");
  expect(container("{{.State.Health}} {{.HostConfig.PidsLimit}} {{.HostConfig.Resources.Memory}}")).toBe(
    "<nil> <nil> 64",
  );
  expect(container("{{with .NetworkSettings.Networks.bridge}}{{.IPAddress}} {{.IPv6Gateway}}{{end}}")).toBe(
    "172.17.0.2 invalid IP",
  );
  expect(container("{{.NetworkSettings.Networks}}")).toMatch(/^map\[bridge:0x[0-9a-f]{12}\]$/);
  expect(container("{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}}{{json .Config.Labels}}")).toBe(
    'a=1;b=2;{"a":"1","b":"2"}',
  );
});

test("where the struct fails, maps of the JSON are printed: keys as it has them, null as no value", () => {
  expect(container("{{.Id}} {{.HostConfig.Dns}}")).toBe("c0ffee <no value>");
  expect(container('{{index .NetworkSettings.Ports "80/tcp"}}')).toBe("[map[HostIp:0.0.0.0 HostPort:8080]]");
  expect(container('{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}')).toBe("8080");
  expect(container("{{.Id}} {{.State}}")).toBe("c0ffee map[Running:true Status:running]");
  const failing = (template: string) => {
    try {
      return container(template);
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  expect(failing("{{.State.status}}")).toBe(
    `template: :1:8: executing "" at <.State.status>: map has no entry for key "status"`,
  );
  expect(failing("{{.ID}} {{.Id}}")).toBe(`template: :1:2: executing "" at <.ID>: map has no entry for key "ID"`);
  expect(failing("{{.State.Health.Status}}")).toBe(
    `template: :1:8: executing "" at <.State.Health.Status>: map has no entry for key "Health"`,
  );
  expect(failing("{{.Name.Foo}}")).toBe(
    `template: :1:7: executing "" at <.Name.Foo>: can't evaluate field Foo in type interface {}`,
  );
  expect(failing("{{.HostConfig.Dns.Foo}}")).toBe(
    `template: :1:13: executing "" at <.HostConfig.Dns.Foo>: nil pointer evaluating interface {}.Foo`,
  );
});
