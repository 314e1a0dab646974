import { describe, expect, test } from "vitest";
import { answerHttp, fetchHttp, HttpFailure, type HttpHandler, requestHttp } from "./http.ts";
import { NetworkNamespace } from "./network.ts";
import type { Router } from "./router.ts";
import { SocketTable } from "./socket-table.ts";
import { readAll } from "./stream.ts";

/** A client and a server that answers with `handler` on port 80. */
function served(handler: HttpHandler): NetworkNamespace {
  const sockets = new SocketTable();
  sockets.listen(80, (connection) => answerHttp(connection, handler));
  return clientOf(sockets);
}

function clientOf(sockets: SocketTable): NetworkNamespace {
  const router: Router = {
    interfaces: () => [],
    resolve: () => ["10.0.0.2"],
    route: (_address, port = 0) => ({ sockets, port, sourceAddress: "10.0.0.1", latency: 1 }),
  };
  return new NetworkNamespace(router);
}

describe("HTTP over the lab's connections", () => {
  test("carries method, target, fields and body there, and a response back", async () => {
    const network = served(({ method, target, headers, body }) => ({
      status: 201,
      headers: { "Content-Type": "text/plain" },
      body: `${method} ${target} ${headers.Host} ${body}`,
    }));
    const response = await fetchHttp(network, "http://web/a?b=c", { method: "POST", body: "año" });
    expect(response).toMatchObject({ status: 201, reason: "Created", body: "POST /a?b=c web año" });
    expect(response.headers).toEqual({ "Content-Type": "text/plain", "Content-Length": "20" });
  });

  test("is text on the wire, as nc sees it", async () => {
    const network = served(() => ({ status: 200, headers: { Server: "x" }, body: "hi\n" }));
    const connection = network.connect("10.0.0.2", 80);
    await connection.output.write("GET / HTTP/1.0\r\n\r\n");
    expect(await readAll(connection.input)).toBe("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 3\r\n\r\nhi\n");
  });

  test("sends a body in chunks when its length is not known", async () => {
    const network = served(() => ({
      status: 200,
      headers: {},
      body: (async function* () {
        yield "uno ";
        yield "dós";
      })(),
    }));
    const response = await fetchHttp(network, "http://web/");
    expect(response).toMatchObject({ body: "uno dós", headers: { "Transfer-Encoding": "chunked" } });
  });

  test("answers several requests on one connection, and HEAD without a body", async () => {
    let count = 0;
    const network = served(() => ({ status: 200, headers: {}, body: String(++count) }));
    const connection = network.connect("10.0.0.2", 80);
    const get = async (method: string) => {
      const { body, headers } = await requestHttp(connection, { method, target: "/" });
      let text = "";
      for await (const piece of body) text += piece;
      return [text, headers["Content-Length"]];
    };
    expect(await get("GET")).toEqual(["1", "1"]);
    expect(await get("HEAD")).toEqual(["", "1"]);
    expect(await get("GET")).toEqual(["3", "1"]);
  });

  test("refuses what is no HTTP", async () => {
    const network = served(() => ({ status: 200, headers: {}, body: "" }));
    const connection = network.connect("10.0.0.2", 80);
    await connection.output.write("hola\n");
    expect(await readAll(connection.input)).toBe(
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    );
  });

  test.each([
    ["empty", ({ end }: { end(): void }) => end()],
    ["reset", ({ close }: { close(): void }) => close()],
  ])("tells a server that closes at once: %s", async (reason, service) => {
    const sockets = new SocketTable();
    sockets.listen(80, service);
    const failure = await fetchHttp(clientOf(sockets), "http://web/").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HttpFailure);
    expect(failure).toMatchObject({ reason });
  });

  test("tells a body that ends early", async () => {
    const sockets = new SocketTable();
    sockets.listen(80, async ({ output, end }) => {
      await output.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
      end();
    });
    await expect(fetchHttp(clientOf(sockets), "http://web/")).rejects.toMatchObject({ reason: "partial" });
  });
});
