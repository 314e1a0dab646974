import { describe, expect, test } from "vitest";
import { familiarName, familiarReference, fullReference, parseReference, withDefaultTag } from "./reference.ts";

const full = (text: string) => fullReference(withDefaultTag(parseReference(text)));

describe("a reference is filled in", () => {
  test.each([
    ["nginx", "docker.io/library/nginx:latest"],
    ["nginx:alpine", "docker.io/library/nginx:alpine"],
    ["jjmerelo/platziws0", "docker.io/jjmerelo/platziws0:latest"],
    ["docker.io/nginx", "docker.io/library/nginx:latest"],
    ["index.docker.io/library/nginx:1", "docker.io/library/nginx:1"],
    ["192.168.99.1:5000/platzi:v0", "192.168.99.1:5000/platzi:v0"],
    ["localhost/x", "localhost/x:latest"],
    ["docker.elastic.co/logstash/logstash-oss:6.2.1", "docker.elastic.co/logstash/logstash-oss:6.2.1"],
  ])("%s is %s", (text, expected) => expect(full(text)).toBe(expected));

  test("a digest takes the place of a tag", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(full(`nginx@${digest}`)).toBe(`docker.io/library/nginx@${digest}`);
  });
});

describe("what is no reference is refused in Docker's words", () => {
  test.each([
    ["MAYUS:v1", "invalid reference format: repository name (library/MAYUS) must be lowercase"],
    ["nginx:", "invalid reference format"],
    ["-x", "invalid reference format"],
    ["a//b", "invalid reference format"],
    ["", "invalid reference format"],
  ])("%s", (text, message) => {
    expect(() => parseReference(text)).toThrow(message);
  });
});

test("familiar names leave out what everybody knows", () => {
  expect(familiarName("docker.io/library/nginx:latest")).toBe("nginx:latest");
  expect(familiarName("docker.io/jjmerelo/platziws0:v1")).toBe("jjmerelo/platziws0:v1");
  expect(familiarName("192.168.99.1:5000/platzi:v0")).toBe("192.168.99.1:5000/platzi:v0");
  expect(familiarReference("alpine")).toBe("alpine:latest");
});
