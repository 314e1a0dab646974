import { expect, test } from "vitest";
import { inOrder } from "./address-order.ts";

test.each([
  ["glibc puts IPv6 first", false, true, ["fd00::2", "10.0.0.2"]],
  ["musl puts unique local addresses last", true, true, ["10.0.0.2", "fd00::2"]],
  ["who has no IPv6 calls none", false, false, ["10.0.0.2", "fd00::2"]],
])("%s", (_, musl, has6, order) => {
  expect(inOrder(["10.0.0.2", "fd00::2"], musl, has6)).toEqual(order);
});

test("a global address comes first to musl too, and loopback's to everybody", () => {
  expect(inOrder(["10.0.0.2", "2001:db8::2"], true, true)).toEqual(["2001:db8::2", "10.0.0.2"]);
  expect(inOrder(["127.0.0.1", "::1"], false, false)).toEqual(["::1", "127.0.0.1"]);
});
