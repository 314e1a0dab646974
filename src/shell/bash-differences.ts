/** Rows of the comparison with bash in which ours answers otherwise, and why that is meant. */
export const DIFFERENCES: readonly { readonly row: string; readonly reason: string }[] = [
  {
    row: "shopt -s extglob; echo @(a|b); [[ foo.txt == !(*.log) ]] && echo e",
    reason: "the parser always reads extended patterns, so `shopt -s extglob` need not stand on a line before",
  },
];
