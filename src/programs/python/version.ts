import type { Process } from "../../kernel/process.ts";

/** The Python of the recordings, where the image does not tell (tape 08). */
const RECORDED = "3.14.10";

/** The version that this machine's Python is: the image says it in PYTHON_VERSION. */
export const pythonVersion = ({ env }: Pick<Process, "env">): string => env.PYTHON_VERSION ?? RECORDED;
