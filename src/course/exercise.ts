import type { Localized } from "../i18n/locales.ts";
import type { LabView } from "./lab-view.ts";

type Condition = (lab: LabView) => boolean | Promise<boolean>;

/** One thing that holds in the lab when the exercise is done. Words in `backticks` are shown as code. */
interface Goal extends Localized {
  readonly met: Condition;
}

/** A state that a common mistake leaves, and what to say to whoever is in it. */
interface WrongTurn extends Localized {
  readonly seen: Condition;
}

/** What an exercise of a chapter checks: the state of the lab, never what was typed. */
interface Exercise {
  readonly goals: readonly Goal[];
  /** The first one that is seen is told, when the goals are not met. */
  readonly wrongTurns: readonly WrongTurn[];
}

/** The exercises of a chapter, by the id they have in its text. */
export type Exercises = Readonly<Record<string, Exercise>>;

export interface CheckResult {
  readonly passed: boolean;
  /** For each goal, whether it is met. */
  readonly goals: readonly boolean[];
  readonly wrongTurn?: Localized;
}

/** Looks at the lab: which goals are met and, if not all, which wrong turn was taken. */
export async function checkExercise({ goals, wrongTurns }: Exercise, lab: LabView): Promise<CheckResult> {
  const met: boolean[] = [];
  for (const goal of goals) met.push(await goal.met(lab));
  if (met.every(Boolean)) return { passed: true, goals: met };
  for (const turn of wrongTurns) if (await turn.seen(lab)) return { passed: false, goals: met, wrongTurn: turn };
  return { passed: false, goals: met };
}
