import { beforeEach, describe, expect, it } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

const FILE = `services:
  web:
    image: nginx:\${TAG:-1}
    environment: {PRICE: 5$$}
    ports: ["\${PORT:?which}:80"]
    depends_on: [db]
  db:
    build: db
  debug: {image: alpine, profiles: [dev]}
volumes:
  unused:
`;

describe("docker compose config", () => {
  let docker: DockerLine;
  beforeEach(() => {
    docker = new DockerLine({ PORT: "8000" });
    docker.machine.files.mkdir("/srv/tienda", { recursive: true });
    docker.machine.files.writeFile("/srv/tienda/compose.yml", FILE);
  });
  const config = (flags: string) => docker.run(`docker compose -f /srv/tienda/compose.yml config ${flags}`.trim());

  it("prints a project that reads as the same again", async () => {
    const { out, status } = await config("");
    expect(status).toBe(0);
    expect(out).toContain("image: nginx:1\n");
    expect(out).toContain("PRICE: 5$$\n");
    expect(out).not.toContain("unused");
    docker.machine.files.writeFile("/srv/tienda/compose.yml", out);
    expect((await config("")).out).toBe(out);
  });

  it("lists its parts", async () => {
    expect((await config("--services")).out).toBe("db\nweb\n");
    expect((await config("--images")).out).toBe("tienda-db\nnginx:1\n");
    expect((await config("--images web")).out).toBe("tienda-db\nnginx:1\n");
    expect((await config("--profiles")).out).toBe("dev\n");
    expect((await config("--networks")).out).toBe("default\n");
    expect((await config("--volumes")).out).toBe("");
    expect((await config("--hash web")).out).toMatch(/^web [0-9a-f]{64}\n$/);
    expect((await config("--variables")).out).toBe(
      "NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE\n" +
        "PORT                true                                    \n" +
        "TAG                 false               1                   \n",
    );
  });

  it("leaves variables where it is asked to", async () => {
    const { out } = await config("--no-interpolate");
    expect(out).toContain("image: nginx:${TAG:-1}\n");
    expect(out).toContain("- ${PORT:?which}:80\n");
    expect(out).toContain("PRICE: 5$$\n");
  });

  it("prints JSON, writes a file, or keeps quiet", async () => {
    const { out } = await config("--format json");
    expect(JSON.parse(out)).toMatchObject({
      name: "tienda",
      services: { web: { command: null, ports: [{ published: "8000", target: 80 }] } },
      networks: { default: { name: "tienda_default", ipam: {} } },
    });
    expect(await config("-q")).toEqual({ status: 0, out: "", err: "" });
    await config("-o /tmp/out.yml");
    expect(docker.machine.files.readFile("/tmp/out.yml")).toContain("name: tienda\n");
    expect((await config("--format xml")).err).toBe('unsupported format "xml"\n');
  });

  it("says what is wrong", async () => {
    docker.machine.files.writeFile("/srv/tienda/compose.yml", "services:\n  web:\n    imagen: nginx\n");
    expect(await config("")).toEqual({
      status: 1,
      out: "",
      err: "validating /srv/tienda/compose.yml: services.web additional properties 'imagen' not allowed\n",
    });
  });
});
