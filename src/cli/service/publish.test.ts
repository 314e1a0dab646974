import { expect, test } from "vitest";
import { parsePublish } from "./publish.ts";

const tcp = { protocol: "tcp", mode: "ingress" } as const;

test.each([
  ["80", [{ ...tcp, targetPort: 80, publishedPort: 0 }]],
  ["8080:80", [{ ...tcp, targetPort: 80, publishedPort: 8080 }]],
  ["53:53/udp", [{ protocol: "udp", mode: "ingress", targetPort: 53, publishedPort: 53 }]],
  [
    "8080-8081:80-81",
    [
      { ...tcp, targetPort: 80, publishedPort: 8080 },
      { ...tcp, targetPort: 81, publishedPort: 8081 },
    ],
  ],
  [
    "8080-8081:80",
    [
      { ...tcp, targetPort: 80, publishedPort: 8080 },
      { ...tcp, targetPort: 80, publishedPort: 8081 },
    ],
  ],
  ["9899/sctp", [{ protocol: "sctp", mode: "ingress", targetPort: 9899, publishedPort: 0 }]],
  ["target=80,Protocol=SCTP", [{ protocol: "sctp", mode: "ingress", targetPort: 80, publishedPort: 0 }]],
  ["published=8080,target=80,mode=host", [{ protocol: "tcp", mode: "host", targetPort: 80, publishedPort: 8080 }]],
])("%s is published so", (text, ports) => {
  expect(parsePublish(text)).toEqual(ports);
});

test.each([
  ["127.0.0.1:80:80", "hostip is not supported"],
  ["80:abc", "invalid containerPort: abc"],
  ["80/foo", "invalid proto: foo"],
  ["target=80,=1", "invalid field: =1"],
  ["target=80,Foo=1", "invalid field key: foo"],
  ["8080-8082:80-81", "invalid ranges specified for container and host Ports: 80-81 and 8080-8082"],
  ["target=80,protocol=foo", "invalid protocol value 'foo'"],
  ["target=abc", "invalid target port (abc): value must be an integer: invalid syntax"],
  ["target=80,published=99999", "invalid published port (99999): value must be an integer: value out of range"],
  ["target=80,published", "invalid field: published"],
  ["published=80", "missing mandatory field 'target'"],
  ["target=80,mode=mesh", "invalid publish mode value (mesh): must be either 'ingress' or 'host'"],
])("%s is refused: %s", (text, why) => {
  expect(parsePublish(text)).toBe(why);
});
