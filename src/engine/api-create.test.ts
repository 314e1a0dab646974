import { describe, expect, test } from "vitest";
import { apiHandler } from "./api-routes.ts";
import { requireContainer } from "./container/find.ts";
import { pauseContainer } from "./container/stop.ts";
import { testEngine } from "./testing.ts";

const JSON_HEADERS = { "Content-Type": "application/json" };

function api() {
  const { engine, settle } = testEngine();
  const handler = apiHandler(engine);
  const call = async (method: string, target: string, body = "", headers: Record<string, string> = {}) => {
    const request = { method, target, version: "HTTP/1.1", headers, body };
    const response = await settle(handler(request));
    return { status: response.status, body: String(response.body) };
  };
  const create = (name: string, request: object) =>
    call("POST", `/v1.55/containers/create?name=${name}`, JSON.stringify(request), JSON_HEADERS);
  return { engine, call, create };
}

test("a container's whole life over the API, and 304 where nothing is to be done", async () => {
  const { engine, call, create } = api();
  const { status, body } = await create("uno", { Image: "alpine", Cmd: ["sleep", "100"], Env: ["A=1"] });
  expect(status).toBe(201);
  const { id, config } = requireContainer(engine, "uno");
  expect(body).toBe(`{"Id":"${id}","Warnings":[]}\n`);
  expect(config).toMatchObject({ Cmd: ["sleep", "100"], Hostname: id.slice(0, 12) });
  expect(config.Env[0]).toBe("A=1");
  expect(await call("POST", "/containers/uno/stop")).toEqual({ status: 304, body: "" });
  expect(await call("POST", "/containers/uno/start")).toEqual({ status: 204, body: "" });
  expect(await call("POST", "/containers/uno/start")).toEqual({ status: 304, body: "" });
  expect((await call("DELETE", "/containers/uno")).status).toBe(409);
  pauseContainer(engine, "uno");
  expect(await call("POST", "/containers/uno/stop?t=0")).toEqual({ status: 204, body: "" });
  expect(await call("DELETE", "/containers/uno")).toEqual({ status: 204, body: "" });
  expect(await call("POST", "/containers/uno/start")).toEqual({
    status: 404,
    body: '{"message":"No such container: uno"}\n',
  });
});

test("what the body says reaches the container", async () => {
  const { engine, create } = api();
  await create("web", {
    Image: "alpine",
    Entrypoint: "sleep",
    Cmd: ["5"],
    Labels: { a: "b" },
    ExposedPorts: { "80/tcp": {} },
    HostConfig: {
      PortBindings: { "80/tcp": [{ HostPort: "8080" }] },
      RestartPolicy: { Name: "unless-stopped" },
      Memory: 64 * 1024 * 1024,
    },
  });
  const { config, hostConfig } = requireContainer(engine, "web");
  expect(config).toMatchObject({ Entrypoint: ["sleep"], Cmd: ["5"], Labels: { a: "b" } });
  expect(hostConfig).toMatchObject({
    PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] },
    RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
    Memory: 67108864,
    MemorySwap: 134217728,
  });
});

describe("what is refused, in JSON", () => {
  const refused = async (body: string, headers: Record<string, string>) => {
    const { status, body: text } = await api().call("POST", "/containers/create", body, headers);
    return [status, JSON.parse(text).message];
  };

  test.each([
    ['{"Image":"nope"}', 404, "No such image: nope:latest"],
    [
      '{"Image":5}',
      400,
      /^invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest\.Image of type string$/,
    ],
    ["{", 400, /^invalid JSON: /],
    ["", 400, "invalid JSON: got EOF while reading request body"],
    [
      '{"Image":"alpine","HostConfig":{"RestartPolicy":{"Name":"x"}}}',
      400,
      /^invalid restart policy: unknown policy 'x'/,
    ],
  ])("%s", async (body, status, message) => {
    const [code, text] = await refused(body, JSON_HEADERS);
    expect(code).toBe(status);
    expect(text).toMatch(message);
  });

  test("a body that curl sends as a form, and a name that is taken", async () => {
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    expect(await refused('{"Image":"alpine"}', form)).toEqual([
      400,
      "unsupported Content-Type header (application/x-www-form-urlencoded): must be 'application/json'",
    ]);
    const { create } = api();
    await create("uno", { Image: "alpine" });
    const again = await create("uno", { Image: "alpine" });
    expect(again.status).toBe(409);
    expect(JSON.parse(again.body).message).toMatch(/^Conflict\. The container name "\/uno" is already in use/);
  });
});
