import { describe, expect, it } from "vitest";
import { waitContainer } from "../../engine/container/wait.ts";
import { host } from "../testing.ts";

// What is expected here was printed by nginx 1.26.3 (Debian 13), with the official image's configuration.

const conf = (server: string) => `events {}
http {
  types { text/html html; text/plain txt; }
  server { listen 80; server_name localhost; root /www; ${server} }
}
`;

const PLACES = { "/var/cache/nginx/.keep": "", "/run/.keep": "" };

async function site(server = "", files: Record<string, string> = {}) {
  const lab = host();
  await lab.start("web", ["nginx", "-g", "daemon off;"], {
    ...PLACES,
    "/etc/nginx/nginx.conf": conf(server),
    "/www/index.html": "<p>hola</p>\n",
    "/www/docs/a.txt": "dato\n",
    ...files,
  });
  return { ...lab, get: (path: string, request = {}) => lab.get("web", path, request) };
}

/** What `nginx -t` says of a configuration, without its own lines on the file. */
async function tested(text: string): Promise<string> {
  const { start, engine, log, settle } = host();
  await start("test", ["nginx", "-t"], { ...PLACES, "/etc/nginx/nginx.conf": text });
  await settle(waitContainer(engine, "test"));
  return log("test");
}

describe("nginx answers", () => {
  it("sends its fields in its own order", async () => {
    const { get } = await site();
    const fields = "Server Date Content-Type Content-Length";
    expect(Object.keys((await get("/")).headers).join(" ")).toBe(
      `${fields} Last-Modified Connection ETag Accept-Ranges`,
    );
    expect(Object.keys((await get("/docs")).headers).join(" ")).toBe(`${fields} Location Connection`);
    expect(Object.keys((await get("/nada")).headers).join(" ")).toBe(`${fields} Connection`);
  });

  it("puts what a configuration adds between ETag and Accept-Ranges, and on errors only with always", async () => {
    const { get } = await site("add_header X-Uno 1; add_header X-Dos $uri always;");
    expect(
      Object.keys((await get("/index.html")).headers)
        .slice(5)
        .join(" "),
    ).toBe("Connection ETag X-Uno X-Dos Accept-Ranges");
    const missing = (await get("/nada")).headers;
    expect(missing["X-Dos"]).toBe("/nada");
    expect(missing["X-Uno"]).toBeUndefined();
  });

  it("answers conditions and ranges", async () => {
    const { get } = await site();
    const { headers } = await get("/");
    const asked = (fields: Record<string, string>) => get("/", { headers: fields });
    expect((await asked({ "If-None-Match": headers.ETag ?? "" })).status).toBe(304);
    expect((await asked({ "If-Modified-Since": headers["Last-Modified"] ?? "" })).status).toBe(304);
    expect((await asked({ "If-Modified-Since": "Tue, 24 Nov 2099 03:27:00 GMT" })).status).toBe(200);
    expect((await asked({ "If-Match": '"otra"' })).status).toBe(412);
    expect(await asked({ Range: "bytes=0-3" })).toMatchObject({
      ...{ status: 206, body: "<p>h", headers: { "Content-Range": "bytes 0-3/12", "Content-Length": "4" } },
    });
    expect((await asked({ Range: "bytes=-3" })).body).toBe("p>\n");
    expect((await asked({ Range: "bytes=100-200" })).headers["Content-Range"]).toBe("bytes */12");
    expect((await asked({ Range: "bytes=0-1,4-5" })).headers["Content-Type"]).toBe(
      "multipart/byteranges; boundary=00000000000000000001",
    );
  });

  it("looks paths up without dots and doubled slashes, and refuses those that leave the root", async () => {
    const { get, log } = await site();
    expect((await get("//docs//%61.txt")).body).toBe("dato\n");
    expect((await get("/%zz")).status).toBe(400);
    expect((await get("/docs/a.txt/")).status).toBe(404);
    expect(log("web")).toContain('"/www/docs/a.txt/index.html" is not found (20: Not a directory)');
    expect((await get("/docs?x=1")).headers.Location).toBe("http://172.17.0.2/docs/?x=1");
  });

  it("follows rewrites, rules of access, own error pages and sizes", async () => {
    const { get, log } = await site(
      `
      error_page 404 /no.html;
      location /no { deny all; }
      location = /no.html { allow all; }
      location /big { client_max_body_size 1; }
      rewrite ^/viejo/(.*)$ /docs/$1 last;
      rewrite ^/otro/(.*)$ /docs/$1 permanent;`,
      { "/www/no.html": "no está\n" },
    );
    expect((await get("/viejo/a.txt")).body).toBe("dato\n");
    expect((await get("/otro/a.txt")).headers.Location).toBe("http://172.17.0.2/docs/a.txt");
    const missing = await get("/nada");
    expect(missing).toMatchObject({ status: 404, body: "no está\n" });
    expect(missing.headers["Last-Modified"]).toBeUndefined();
    expect((await get("/no")).status).toBe(403);
    expect(log("web")).toContain("access forbidden by rule, client: 172.17.0.1, server: localhost");
    expect((await get("/big", { method: "POST", body: "hola" })).status).toBe(413);
  });
});

describe("nginx -t", () => {
  const place = "in /etc/nginx/nginx.conf";
  it.each([
    [
      "events {}\nhttp {\n  server {\n    listen 80\n    server_name x;\n  }\n}\n",
      `invalid parameter "server_name" ${place}:5`,
    ],
    ["events {}\nhttp {\n  server {\n    listen 80;\n  \n}\n", `unexpected end of file, expecting "}" ${place}:7`],
    ["events {}\nhttp {\n  }\n}\n", `unexpected "}" ${place}:4`],
    ["events {}\nserver {\n  listen 80;\n}\n", `"server" directive is not allowed here ${place}:2`],
    ["events {}\nhttp {\n server { root a b; }\n}\n", `invalid number of arguments in "root" directive ${place}:3`],
    ["events {}\nhttp {\n server { root /a; root /b; }\n}\n", `"root" directive is duplicate ${place}:3`],
    ["events {}\nhttp {\n server { location / { } location / { } }\n}\n", `duplicate location "/" ${place}:3`],
    [
      "events {}\nhttp {\n server { listen 80000; }\n}\n",
      `invalid port in "80000" of the "listen" directive ${place}:3`,
    ],
    [
      "events {}\nhttp {\n server { location / { proxy_pass http://nadie:80; } }\n}\n",
      `host not found in upstream "nadie" ${place}:3`,
    ],
    ["events {}\nhttp {\n server { location / { proxy_pass nadie:80; } }\n}\n", `invalid URL prefix ${place}:3`],
    [
      "events {}\nhttp {\n include /no.conf;\n}\n",
      `open() "/no.conf" failed (2: No such file or directory) ${place}:3`,
    ],
    [
      "events {}\nhttp {\n sendfile quizas;\n}\n",
      `invalid value "quizas" in "sendfile" directive, it must be "on" or "off" ${place}:3`,
    ],
    ["events {}\nhttp;\n", `directive "http" has no opening "{" ${place}:2`],
    ["events {}\nhttp { server { listen 80 {} } }\n", `directive "listen" is not terminated by ";" ${place}:2`],
    ['events {}\nhttp { server { return 200 "$nada"; } }\n', 'unknown "nada" variable'],
    ["events {}\nhttp { access_log /a main; }\n", `unknown log format "main" ${place}:2`],
    ["http {}\n", 'no "events" section in configuration'],
  ])("refuses %j", async (text, message) => {
    expect(await tested(text)).toContain(`nginx: [emerg] ${message}\n`);
  });

  it("takes a name that two servers have, with a warning", async () => {
    const server = "server { listen 80; server_name a; }";
    expect(await tested(`events {}\nhttp { ${server} ${server} }\n`)).toMatch(
      /\[warn\] conflicting server name "a" on 0\.0\.0\.0:80, ignored\nnginx: the configuration file .* syntax is ok\n/,
    );
  });
});

describe("nginx's command line", () => {
  it("tells what it wants", async () => {
    const { output } = host();
    expect((await output("n1", ["nginx", "-x"])).text).toBe('nginx: invalid option: "x"\n');
    expect((await output("n2", ["nginx", "-s"])).text).toBe('nginx: option "-s" requires parameter\n');
    expect((await output("n3", ["nginx", "-s", "hola"])).text).toBe('nginx: invalid option: "-s hola"\n');
    expect((await output("n4", ["nginx", "-h"])).text).toContain("Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]\n");
  });
});
