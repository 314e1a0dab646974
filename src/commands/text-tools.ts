import type { Program } from "../kernel/process.ts";
import { cat } from "./cat.ts";
import { cut } from "./cut.ts";
import { egrep, fgrep, grep } from "./grep.ts";
import { head } from "./head.ts";
import { seq } from "./seq.ts";
import { sort } from "./sort.ts";
import { tac } from "./tac.ts";
import { tail } from "./tail.ts";
import { tee } from "./tee.ts";
import { tr } from "./tr.ts";
import { uniq } from "./uniq.ts";
import { wc } from "./wc.ts";
import { xargs } from "./xargs.ts";

/** What reads and writes text, by name. */
export const textTools: Readonly<Record<string, Program>> = {
  ...{ cat, cut, egrep, fgrep, grep, head, seq, sort, tac, tail, tee, tr, uniq, wc, xargs },
};
