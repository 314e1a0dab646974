import fc from "fast-check";
import { expect, test } from "vitest";
import { testEngine } from "../testing.ts";
import { createContainer } from "./create.ts";
import { findContainer } from "./find.ts";
import { removeContainer } from "./remove.ts";
import { renameContainer } from "./rename.ts";

const alpine = { Image: "alpine" };

test("a container is found by its id, its name and the start of its id, whatever was renamed or removed before", async () => {
  const step = fc.record({
    action: fc.constantFrom("create", "rename", "remove"),
    which: fc.nat(),
    name: fc.constantFrom("uno", "dos", "tres", "abc", "abcd"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { engine, settle } = testEngine();
      const { containers } = engine.state;
      for (const { action, which, name } of steps) {
        const all = Object.values(containers);
        const one = all[which % Math.max(1, all.length)];
        if (all.some((other) => other.name === name)) continue;
        if (action === "create") await settle(createContainer(engine, { name, config: alpine }));
        else if (one && action === "rename") renameContainer(engine, one.id, name);
        else if (one) await settle(removeContainer(engine, one.id));
        for (const container of Object.values(containers)) {
          const { id } = container;
          for (const ref of [
            id,
            container.name,
            `/${container.name}`,
            id.slice(0, 12),
            id.slice(0, 20),
            id.slice(0, 8),
          ])
            expect(findContainer(engine, ref)).toBe(container);
        }
        for (const gone of ["uno", "dos", "tres"].filter(
          (word) => !Object.values(containers).some((c) => c.name === word),
        ))
          expect(findContainer(engine, gone)).toBeUndefined();
        // One that opens the lab again finds the same.
        const again = testEngine({ state: structuredClone(engine.state) }).engine;
        for (const { id, name: known } of Object.values(containers)) expect(findContainer(again, known)?.id).toBe(id);
      }
    }),
    { numRuns: 20 },
  );
});

test("the start of several ids is refused, as long as it is not told apart", async () => {
  const { engine, settle } = testEngine();
  for (let i = 0; i < 17; i++) await settle(createContainer(engine, { config: alpine }));
  const firsts = Object.keys(engine.state.containers).map((id) => id.slice(0, 1));
  // Seventeen ids cannot all begin differently.
  const shared = firsts.find((first, index) => firsts.indexOf(first) !== index) ?? "";
  expect(() => findContainer(engine, shared)).toThrow(`multiple IDs found with provided prefix: ${shared}`);
});
