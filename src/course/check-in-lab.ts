import type { Lab } from "../playground/lab.ts";
import { type CheckResult, checkExercise, type Exercises } from "./exercise.ts";
import { LabView } from "./lab-view.ts";

const modules = import.meta.glob<{ exercises: Exercises }>("./exercises/*.ts");

/**
 * Checks an exercise of a chapter in a lab.
 * @throws when the chapter has no such exercise
 */
export async function checkInLab(lab: Lab, chapter: string, id: string): Promise<CheckResult> {
  const exercise = (await modules[`./exercises/${chapter}.ts`]?.())?.exercises[id];
  if (!exercise) throw new Error(`chapter "${chapter}" has no exercise "${id}"`);
  return checkExercise(exercise, new LabView(lab));
}
