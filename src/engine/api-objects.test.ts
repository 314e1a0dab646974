import { expect, test } from "vitest";
import { apiHandler } from "./api-routes.ts";
import { testEngine } from "./testing.ts";

/** What the API of a fresh engine that holds alpine answers. */
function api() {
  const { engine, settle } = testEngine();
  const handler = apiHandler(engine);
  const headers = { "Content-Type": "application/json" };
  return async (method: string, target: string, body = "") => {
    const response = await settle(handler({ method, target, version: "HTTP/1.1", headers, body }));
    const pieces = typeof response.body === "string" ? [response.body] : [];
    return { status: response.status, body: pieces.join("").trimEnd(), headers: response.headers };
  };
}

test("a version of the API that the daemon does not speak is refused", async () => {
  const call = api();
  expect(await call("GET", "/v9.99/info")).toMatchObject({
    status: 400,
    body: '{"message":"client version 9.99 is too new. Maximum supported API version is 1.55"}',
  });
  expect((await call("GET", "/v1.10/info")).body).toContain("client version 1.10 is too old.");
  expect((await call("GET", "/v1.44/_ping")).headers).toMatchObject({ "Builder-Version": "2", Swarm: "inactive" });
});

test("images are named and removed, as recorded on Engine 28", async () => {
  const call = api();
  expect(await call("POST", "/images/alpine/tag?repo=otra&tag=v1")).toMatchObject({ status: 201, body: "" });
  expect(await call("POST", "/images/nosuch/tag?repo=otra")).toMatchObject({
    status: 404,
    body: '{"message":"No such image: nosuch:latest"}',
  });
  expect((await call("DELETE", "/images/otra:v1")).body).toBe('[{"Untagged":"otra:v1"}]');
  expect((await call("DELETE", "/images/otra:v1")).body).toBe('{"message":"No such image: otra:v1"}');
  expect((await call("POST", "/images/prune")).body).toBe('{"ImagesDeleted":null,"SpaceReclaimed":0}');
});

test("volumes and networks are made, joined and pruned", async () => {
  const call = api();
  const made = await call("POST", "/volumes/create", '{"Name":"datos","Labels":{"a":"b"}}');
  expect(made.status).toBe(201);
  expect(JSON.parse(made.body)).toMatchObject({ Name: "datos", Driver: "local", Labels: { a: "b" }, Options: null });
  expect((await call("POST", "/networks/create", "{}")).body).toBe('{"message":"invalid name: name is empty"}');
  const red = '{"Name":"red","IPAM":{"Config":[{"Subnet":"10.9.0.0/24"}]}}';
  expect((await call("POST", "/networks/create", red)).status).toBe(201);
  expect((await call("POST", "/networks/create", red)).body).toBe('{"message":"network with name red already exists"}');
  expect(JSON.parse((await call("GET", "/networks/red")).body)).toMatchObject({
    IPAM: { Config: [{ Subnet: "10.9.0.0/24" }] },
  });
  expect((await call("POST", "/networks/red/connect", '{"Container":"nosuch"}')).body).toBe(
    '{"message":"No such container: nosuch"}',
  );
  expect((await call("POST", "/networks/prune")).body).toBe('{"NetworksDeleted":["red"]}');
  const all = encodeURIComponent('{"all":["true"]}');
  expect(JSON.parse((await call("POST", `/volumes/prune?filters=${all}`)).body)).toMatchObject({
    VolumesDeleted: ["datos"],
  });
});

test("a container is renamed, waited for, and has programs started in it", async () => {
  const call = api();
  expect((await call("POST", "/containers/create", "{}")).body).toBe(
    '{"message":"config cannot be empty in order to create a container"}',
  );
  await call("POST", "/containers/create?name=uno", '{"Image":"alpine","Cmd":["sleep","100"]}');
  expect((await call("GET", "/containers/uno/logs")).body).toBe(
    '{"message":"Bad parameters: you must choose at least one stream"}',
  );
  expect((await call("POST", "/containers/uno/rename?name=dos")).status).toBe(204);
  expect((await call("POST", "/containers/dos/rename")).body).toBe(
    '{"message":"Neither old nor new names may be empty"}',
  );
  expect((await call("POST", "/containers/dos/wait?condition=nope")).body).toBe(
    '{"message":"invalid condition: \\"nope\\""}',
  );
  await call("POST", "/containers/dos/start");
  expect((await call("POST", "/containers/dos/exec", '{"Cmd":[]}')).body).toBe(
    '{"message":"No exec command specified"}',
  );
  const { Id } = JSON.parse((await call("POST", "/containers/dos/exec", '{"Cmd":["sleep","0"]}')).body);
  expect((await call("POST", `/exec/${Id}/start`, '{"Tty":true}')).status).toBe(200);
  expect(JSON.parse((await call("GET", `/exec/${Id}/json`)).body)).toMatchObject({ Running: false, ExitCode: 0 });
  expect((await call("GET", "/exec/nosuch/json")).body).toBe('{"message":"No such exec instance: nosuch"}');
  expect((await call("GET", "/containers/json?limit=abc")).body).toBe(
    '{"message":"strconv.Atoi: parsing \\"abc\\": invalid syntax"}',
  );
});
