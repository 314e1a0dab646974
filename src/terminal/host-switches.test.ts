import { expect, test } from "vitest";
import { hostCondition, switchLabel } from "./host-switches.ts";

const host = { name: "worker1", address: "192.168.99.101", powered: true, connected: true };

test("a switch says what pressing it would do", () => {
  expect(switchLabel("power", host)).toBe("host.powerOff");
  expect(switchLabel("power", { ...host, powered: false })).toBe("host.powerOn");
  expect(switchLabel("cable", host)).toBe("host.cut");
  expect(switchLabel("cable", { ...host, connected: false })).toBe("host.connect");
});

test("a tab says what is not as usual, and being off before all else", () => {
  expect(hostCondition(host)).toBeUndefined();
  expect(hostCondition({ ...host, connected: false })).toBe("host.alone");
  expect(hostCondition({ ...host, powered: false, connected: false })).toBe("host.off");
});
