import { describe, expect, test } from "vitest";
import { parsePortSpec, parsePortSpecs } from "./port-spec.ts";

const shown = (text: string) =>
  parsePortSpec(text).map(({ port, binding }) => `${binding.HostIp}|${binding.HostPort}|${port}`);

describe("-p", () => {
  test.each([
    ["80", ["||80/tcp"]],
    ["8000:80", ["|8000|80/tcp"]],
    [":80", ["||80/tcp"]],
    ["8000:80/UDP", ["|8000|80/udp"]],
    ["8000-8002:80-82", ["|8000|80/tcp", "|8001|81/tcp", "|8002|82/tcp"]],
    ["8000-8010:80", ["|8000-8010|80/tcp"]],
    ["127.0.0.1:8081:80/tcp", ["127.0.0.1|8081|80/tcp"]],
    ["127.0.0.1::80", ["127.0.0.1||80/tcp"]],
    ["[::1]:8000:80", ["::1|8000|80/tcp"]],
    ["::1:8000:80", ["::1|8000|80/tcp"]],
    ["target=80,published=8000", ["|8000|80/tcp"]],
  ])("%s", (text, expected) => expect(shown(text)).toEqual(expected));

  test.each([
    ["80:80:80:80", "invalid IP address: 80:80"],
    ["abc:80", "invalid hostPort: abc"],
    ["80:abc", "invalid containerPort: abc"],
    ["99999:80", "invalid hostPort: 99999"],
    ["8000:", "no port specified: 8000:<empty>"],
    ["8000:80/http", "invalid proto: http"],
    ["8000-8001:80-82", "invalid ranges specified for container and host Ports: 80-82 and 8000-8001"],
    ["300.1.1.1:80:80", "invalid IP address: 300.1.1.1"],
  ])("%s is refused: %s", (text, message) => expect(() => parsePortSpec(text)).toThrow(message));

  test("several of one container port are kept together", () => {
    expect(parsePortSpecs(["8000:80", "8001:80"]).bindings).toEqual({
      "80/tcp": [
        { HostIp: "", HostPort: "8000" },
        { HostIp: "", HostPort: "8001" },
      ],
    });
  });
});
