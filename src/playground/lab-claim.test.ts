import { afterEach, expect, test } from "vitest";
import { LabClaim } from "./lab-claim.ts";

const open: LabClaim[] = [];
let channels = 0;
let name = "";

/** A page that opens the lab, and how often it was told that it does not store it. */
function page() {
  const told = { times: 0 };
  const claim = new LabClaim(new BroadcastChannel(name), () => told.times++);
  open.push(claim);
  return { claim, told };
}

/** Until what was said has been heard. */
const heard = () => new Promise((resolve) => setTimeout(resolve, 50));

function fresh() {
  name = `claim-${channels++}`;
}

afterEach(() => {
  for (const claim of open.splice(0)) claim.close();
});

test("one page alone stores the lab", async () => {
  fresh();
  const { claim, told } = page();
  await heard();
  expect([claim.held, told.times]).toEqual([true, 0]);
});

test("of two pages the first one stores it, and the second is told", async () => {
  fresh();
  const first = page();
  await heard();
  const second = page();
  await heard();
  expect([first.claim.held, second.claim.held]).toEqual([true, false]);
  expect([first.told.times, second.told.times]).toEqual([0, 1]);
});

test("of two pages that open in one instant it is exactly one", async () => {
  fresh();
  const pages = [page(), page(), page()];
  await heard();
  expect(pages.filter(({ claim }) => claim.held)).toHaveLength(1);
  expect(pages.map(({ told }) => told.times).sort()).toEqual([0, 1, 1]);
});

test("taken by the second, the first is told; and back", async () => {
  fresh();
  const first = page();
  await heard();
  const second = page();
  await heard();
  second.claim.take();
  await heard();
  expect([first.claim.held, second.claim.held]).toEqual([false, true]);
  expect(first.told.times).toBe(1);
  const third = page();
  await heard();
  expect(third.claim.held).toBe(false);
  first.claim.take();
  await heard();
  expect([first.claim.held, second.claim.held, third.claim.held]).toEqual([true, false, false]);
});

test("when the first is gone, the next that opens stores it", async () => {
  fresh();
  const first = page();
  await heard();
  first.claim.close();
  const second = page();
  await heard();
  expect(second.claim.held).toBe(true);
});
