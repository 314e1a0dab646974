import type { Program } from "../kernel/process.ts";
import { less, more } from "./less.ts";
import { nano } from "./nano.ts";
import { top } from "./top.ts";
import { vi } from "./vi.ts";
import { watch } from "./watch.ts";

/** What takes the whole screen, by name. */
export const screenTools: Readonly<Record<string, Program>> = { less, more, nano, top, vi, watch };
