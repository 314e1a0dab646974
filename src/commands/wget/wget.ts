import type { Program } from "../../kernel/process.ts";
import { isBusybox } from "../busybox.ts";
import { busyboxWget } from "./busybox-wget.ts";
import { gnuWget } from "./gnu-wget.ts";

/** GNU's wget on hosts and in Debian's images, busybox's in Alpine's. */
export const wget: Program = (process) => (isBusybox(process) ? busyboxWget : gnuWget)(process);
