import { labOf } from "./lab-of.ts";

/**
 * What containers cost in memory and in the stored lab:
 *
 *     npm run -s bench:memory
 */
const { gc } = globalThis;
if (!gc) throw new Error("run it with --expose-gc");

const before = heap();
console.log("containers   heap, MB   stored, kB");
for (const count of [0, 100, 1_000, 10_000]) {
  const lab = await labOf(count);
  const megabytes = (heap() - before) / 1e6;
  const stored = JSON.stringify(lab.lab.toJSON()).length / 1000;
  console.log(`${String(count).padEnd(13)}${megabytes.toFixed(1).padEnd(11)}${stored.toFixed(0)}`);
}

function heap(): number {
  gc?.();
  return process.memoryUsage().heapUsed;
}
