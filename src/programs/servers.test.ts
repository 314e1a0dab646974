import { describe, expect, it } from "vitest";
import { containerFiles } from "../engine/container/container-files.ts";
import { requireContainer } from "../engine/container/find.ts";
import { startContainer } from "../engine/container/start.ts";
import { stopContainer } from "../engine/container/stop.ts";
import { waitContainer } from "../engine/container/wait.ts";
import { fetchHttp } from "../kernel/http.ts";
import { ServerConnection } from "./redis/server-connection.ts";
import { host } from "./testing.ts";

const conf = (server: string) => `events {}
http {
  types { text/html html; }
  upstream api { server 172.17.0.9:80; }
  server { listen 80; root /www; ${server} }
}
`;

/** What nginx needs to find of its image. */
const NGINX_PLACES = { "/var/cache/nginx/.keep": "", "/run/.keep": "" };

describe("nginx", () => {
  it("serves the files its configuration names, and logs each request", async () => {
    const { start, get, log, engine, settle } = host();
    const container = await start(
      "web",
      ["nginx", "-g", "daemon off;"],
      { ...NGINX_PLACES, "/etc/nginx/nginx.conf": conf(""), "/www/index.html": "<p>hola</p>\n" },
      { StopSignal: "SIGQUIT" },
    );
    const page = await get("web", "/");
    expect(page).toMatchObject({ status: 200, body: "<p>hola</p>\n" });
    expect(page.headers["Content-Type"]).toBe("text/html");
    expect((await get("web", "/nada")).status).toBe(404);
    const posted = fetchHttp(engine.ports.host.network, `http://${container.networks.bridge?.IPAddress}/`, {
      method: "POST",
    });
    expect(await settle(posted)).toMatchObject({ status: 405, reason: "Not Allowed" });
    expect(log("web")).toContain('"GET / HTTP/1.1" 200 12 "-" "-"');
    expect(log("web")).toContain('open() "/www/nada" failed (2: No such file or directory)');
    await settle(stopContainer(engine, "web"));
    expect(container.exitCode).toBe(0);
    expect(log("web")).toContain("signal 3 (SIGQUIT) received, shutting down");
  });

  it("follows locations, returns, try_files and an upstream that is away", async () => {
    const { start, get } = host();
    const server = `
      location = /exacto { return 200 "uno\\n"; }
      location /viejo { return 301 /nuevo; }
      location /app/ { try_files $uri /index.html; }
      location /api/ { proxy_pass http://api; }`;
    await start("web", ["nginx", "-g", "daemon off;"], {
      ...NGINX_PLACES,
      "/etc/nginx/nginx.conf": conf(server),
      "/www/index.html": "inicio\n",
    });
    expect((await get("web", "/exacto")).body).toBe("uno\n");
    const moved = await get("web", "/viejo");
    expect(moved).toMatchObject({ status: 301, headers: { Location: "http://172.17.0.2/nuevo" } });
    expect((await get("web", "/app/lo/que/sea")).body).toBe("inicio\n");
    expect((await get("web", "/api/x")).status).toBe(502);
  });

  it("refuses a configuration with a mistake in it, and says where", async () => {
    const { start, log, engine, settle } = host();
    await start("web", ["nginx", "-t"], {
      ...NGINX_PLACES,
      "/etc/nginx/nginx.conf": "events {}\nhttp {\n  lisen 80;\n}\n",
    });
    expect(await settle(waitContainer(engine, "web"))).toBe(1);
    expect(log("web")).toContain('nginx: [emerg] unknown directive "lisen" in /etc/nginx/nginx.conf:3');
  });

  it("writes down its number while it runs, and does not start where it may not write", async () => {
    const { start, log, settle, engine } = host();
    const command = ["nginx", "-g", "daemon off;"];
    await start("web", command, { ...NGINX_PLACES, "/etc/nginx/nginx.conf": conf("") });
    expect((await settle(containerFiles(engine, "web"))).readFile("/run/nginx.pid")).toBe("1\n");
    await start("bare", command, { "/etc/nginx/nginx.conf": conf("") });
    expect(log("bare")).toContain(
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (2: No such file or directory)',
    );
  });
});

describe("httpd", () => {
  it("serves its document root", async () => {
    const { start, get, log } = host();
    await start("web", ["httpd", "-DFOREGROUND"], { "/usr/local/apache2/htdocs/index.html": "<h1>It works!</h1>\n" });
    expect((await get("web", "/")).body).toBe("<h1>It works!</h1>\n");
    expect((await get("web", "/x")).status).toBe(404);
    expect(log("web")).toContain("AH00489: Apache/2.4.68 (Unix) configured -- resuming normal operations");
  });
});

describe("httpd and methods", () => {
  // Printed by Apache 2.4.71 (Debian).
  it("sends a directory's own address, answers a form with the file, and says what it allows", async () => {
    const { start, get } = host();
    await start("web", ["httpd", "-DFOREGROUND"], {
      "/usr/local/apache2/htdocs/index.html": "<p>hola</p>\n",
      "/usr/local/apache2/htdocs/docs/a.txt": "dato\n",
    });
    const moved = await get("web", "/docs?x=1");
    expect(moved).toMatchObject({ status: 301, headers: { Location: "http://172.17.0.2/docs/?x=1" } });
    expect(Object.keys(moved.headers).join(" ")).toBe("Date Server Location Content-Length Content-Type");
    expect(await get("web", "/", { method: "POST" })).toMatchObject({ status: 200, body: "<p>hola</p>\n" });
    const refused = await get("web", "/", { method: "PUT" });
    expect(refused).toMatchObject({ status: 405, headers: { Allow: "POST,OPTIONS,HEAD,GET,TRACE" } });
    expect((await get("web", "/", { method: "OPTIONS" })).headers["Content-Length"]).toBe("0");
    expect(await get("web", "/", { method: "FOO" })).toMatchObject({ status: 501, headers: { Connection: "close" } });
  });
});

describe("redis", () => {
  it("answers its client, by type and with its own errors", async () => {
    const { start, engine, output } = host();
    await start("cache", ["redis-server"]);
    const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
    const ask = async (name: string, ...words: string[]) =>
      (await output(name, ["redis-cli", "-h", address, "--no-raw", ...words])).text;
    expect(await ask("c1", "PING")).toBe("PONG\n");
    expect(await ask("c2", "SET", "clave", "3")).toBe("OK\n");
    expect(await ask("c3", "INCR", "clave")).toBe("(integer) 4\n");
    expect(await ask("c4", "GET", "nada")).toBe("(nil)\n");
    expect(await ask("c5", "LPUSH", "clave", "x")).toMatch(/^\(error\) WRONGTYPE/);
    expect(await ask("c6", "KEYS", "c*")).toBe('1) "clave"\n');
    expect(await ask("c7", "NOPE")).toMatch(/^\(error\) ERR unknown command 'NOPE'/);
  });

  // Printed by redis-cli and redis-server 7.0.15.
  it("keeps the commands of a transaction until EXEC, which does nothing when a watched key was written", async () => {
    const { start, settle, engine } = host();
    await start("cache", ["redis-server"]);
    const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
    const dial = () =>
      new ServerConnection(engine.ports.host.network.connect(address, 6379), new AbortController().signal);
    const [one, other] = [dial(), dial()];
    const ask = async (server: ServerConnection, ...lines: string[]) => {
      const replies: unknown[] = [];
      for (const line of lines) replies.push(await settle(server.ask(line.split(" "))));
      return replies;
    };
    const [ok, queued] = [{ status: "OK" }, { status: "QUEUED" }];
    expect(await ask(one, "multi", "set a 5", "incr a", "lpush a x", "exec", "exec")).toEqual([
      ...[ok, queued, queued, queued],
      [ok, 6, new Error("WRONGTYPE Operation against a key holding the wrong kind of value")],
      new Error("ERR EXEC without MULTI"),
    ]);
    expect(await ask(one, "multi", "multi", "get", "exec", "multi", "set a 9", "discard", "get a")).toEqual([
      ...[ok, new Error("ERR MULTI calls can not be nested")],
      new Error("ERR wrong number of arguments for 'get' command"),
      new Error("EXECABORT Transaction discarded because of previous errors."),
      ...[ok, queued, ok, "6"],
    ]);
    await ask(one, "watch a", "multi", "incr a");
    await ask(other, "get a", "set a 1");
    expect(await ask(one, "exec", "get a", "watch a", "multi", "incr a")).toEqual([null, "1", ok, ok, queued]);
    await ask(other, "get a", "set b 1");
    expect(await ask(one, "exec")).toEqual([[2]]);
  });

  it("brings messages to who has subscribed, and commands to a monitor", async () => {
    const { start, output, engine, log, clock } = host();
    await start("cache", ["redis-server"]);
    const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
    const cli = (...words: string[]) => ["redis-cli", "-h", address, ...words];
    await start("one", cli("subscribe", "news", "b"));
    await start("many", cli("psubscribe", "n*"));
    await start("all", cli("monitor"));
    await clock.advance(10);
    expect((await output("p1", cli("publish", "news", "hola mundo"))).text).toBe("2\n");
    expect((await output("p2", cli("publish", "other", "x"))).text).toBe("0\n");
    expect((await output("p3", cli("pubsub", "channels"))).text).toBe("b\nnews\n");
    expect(log("one")).toBe("subscribe\nnews\n1\nsubscribe\nb\n2\nmessage\nnews\nhola mundo\n");
    expect(log("many")).toBe("psubscribe\nn*\n1\npmessage\nn*\nnews\nhola mundo\n");
    expect(log("all")).toMatch(/^OK\n\d+\.\d{6} \[0 172\.17\.0\.\d+:\d+\] "publish" "news" "hola mundo"\n/);
  });

  // Printed by redis-cli and redis-server 8.0.2.
  it("works on hashes, lists, sets and sorted sets", async () => {
    const { start, engine, output } = host();
    await start("cache", ["redis-server"]);
    const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
    let count = 0;
    const ask = async (line: string) =>
      (await output(`ask${++count}`, ["redis-cli", "-h", address, "--no-raw", ...line.split(" ")])).text;
    expect(await ask("HSET h n Ana e 3")).toBe("(integer) 2\n");
    expect(await ask("HINCRBY h e 2")).toBe("(integer) 5\n");
    expect(await ask("HMGET h e zz")).toBe('1) "5"\n2) (nil)\n');
    expect(await ask("RPUSH l c b a z")).toBe("(integer) 4\n");
    expect(await ask("RPOP l 2")).toBe('1) "z"\n2) "a"\n');
    expect(await ask("LSET l 9 q")).toBe("(error) ERR index out of range\n");
    expect(await ask("SADD s a b")).toBe("(integer) 2\n");
    expect(await ask("SISMEMBER s a")).toBe("(integer) 1\n");
    expect(await ask("ZADD z 1 uno 2 dos")).toBe("(integer) 2\n");
    expect(await ask("ZADD z 3 uno")).toBe("(integer) 0\n");
    expect(await ask("ZRANGE z 0 -1 WITHSCORES")).toBe('1) "dos"\n2) "2"\n3) "uno"\n4) "3"\n');
    expect(await ask("ZADD z hola x")).toBe("(error) ERR value is not a valid float\n");
    expect(await ask("MSET x")).toBe("(error) ERR wrong number of arguments for 'mset' command\n");
    expect(await ask("SET t v EX 0")).toBe("(error) ERR invalid expire time in 'set' command\n");
    expect(await ask("RENAME nada y")).toBe("(error) ERR no such key\n");
    expect(await ask("SELECT 99")).toBe("(error) ERR DB index is out of range\n");
    expect(await ask("CONFIG GET save")).toBe('1) "save"\n2) "3600 1 300 100 60 10000"\n');
    expect(await ask("CONFIG HOLA")).toBe("(error) ERR unknown subcommand 'HOLA'. Try CONFIG HELP.\n");
    expect(await ask("XADD f * a 1")).toMatch(/does not simulate Redis's "XADD"/);
  });

  it("prints a bare error with an empty line after it, and ends well all the same", async () => {
    const { start, engine, output } = host();
    await start("cache", ["redis-server"]);
    const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
    const bad = "ERR unknown command 'NADA', with args beginning with: \n";
    expect(await output("c1", ["redis-cli", "-h", address, "NADA"])).toEqual({ status: 0, text: `${bad}\n` });
    expect(await output("c2", ["redis-cli", "-h", address, "-e", "NADA"])).toEqual({ status: 1, text: bad });
    expect((await output("c3", ["redis-cli", "-h", address, "-r", "2", "PING"])).text).toBe("PONG\nPONG\n");
    expect((await output("c4", ["redis-cli", "-p"])).text).toBe(
      "Unrecognized option or bad number of args for: '-p'\n",
    );
  });

  it("finds its data again after it was stopped", async () => {
    const { start, engine, settle, output, log } = host();
    await start("cache", ["redis-server"]);
    const ask = async (name: string, ...words: string[]) => {
      const address = requireContainer(engine, "cache").networks.bridge?.IPAddress ?? "";
      return (await output(name, ["redis-cli", "-h", address, ...words])).text;
    };
    await ask("c1", "SET", "clave", "valor");
    await settle(stopContainer(engine, "cache"));
    expect(log("cache")).toContain("Redis is now ready to exit, bye bye...");
    await settle(startContainer(engine, "cache"));
    expect(await ask("c2", "GET", "clave")).toBe("valor\n");
  });

  it("says that nobody answers", async () => {
    const { output } = host();
    expect(await output("c1", ["redis-cli", "ping"])).toEqual({
      status: 1,
      text: "Could not connect to Redis at 127.0.0.1:6379: Connection refused\n",
    });
  });
});

describe("postgres", () => {
  it("wants a password, then makes its cluster once", async () => {
    const { output, start, clock, log, engine, settle } = host();
    const refused = await output("p1", ["postgres-entrypoint", "postgres"]);
    expect(refused.status).toBe(1);
    expect(refused.text).toMatch(/^Error: Database is uninitialized and superuser password is not specified/);
    await start("p2", ["postgres-entrypoint", "postgres"], {}, { Env: ["POSTGRES_PASSWORD=x"], StopSignal: "SIGINT" });
    await clock.advance(5000);
    expect(log("p2")).toMatch(/database system is ready to accept connections\n$/);
    await settle(stopContainer(engine, "p2"));
    await settle(startContainer(engine, "p2"));
    await clock.advance(1000);
    expect(log("p2").match(/PostgreSQL init process complete/g)).toHaveLength(1);
    expect(log("p2")).toContain("Skipping initialization");
  });
});

describe("node", () => {
  it("tells its version, and that it runs nothing here, in the reader's language", async () => {
    const { output } = host();
    expect((await output("n1", ["node", "-v"], { Env: ["NODE_VERSION=24.21.0"] })).text).toBe("v24.21.0\n");
    expect((await output("n2", ["node", "x.js"], { Env: ["LANG=es_ES.UTF-8"] })).text).toMatch(/^Este laboratorio/);
  });
});
