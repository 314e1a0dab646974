import type { Program } from "../kernel/process.ts";
import { cat } from "./cat.ts";
import { md5sum, sha1sum, sha256sum, sha512sum } from "./checksums.ts";
import { cut } from "./cut.ts";
import { cmp, diff } from "./diff.ts";
import { base64, hexdump, od, strings, xxd } from "./dump.ts";
import { column, expand, fold, unexpand } from "./fold.ts";
import { egrep, fgrep, grep } from "./grep.ts";
import { head } from "./head.ts";
import { nl, rev } from "./nl.ts";
import { comm, join, paste, shuf, split } from "./paste.ts";
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
  ...{
    base64,
    cat,
    cmp,
    column,
    comm,
    cut,
    diff,
    egrep,
    expand,
    fgrep,
    fold,
    grep,
    head,
    hexdump,
    join,
    md5sum,
    nl,
    od,
  },
  ...{
    paste,
    rev,
    seq,
    sha1sum,
    sha256sum,
    sha512sum,
    shuf,
    sort,
    split,
    strings,
    tac,
    tail,
    tee,
    tr,
    unexpand,
    uniq,
    wc,
  },
  ...{ xargs, xxd, hd: hexdump },
};
