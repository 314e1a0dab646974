/** Colours of git's slots, as settings name them; "" for none. */
const SLOTS = {
  reset: "\x1b[m",
  meta: "\x1b[1m",
  frag: "\x1b[36m",
  old: "\x1b[31m",
  new: "\x1b[32m",
  whitespace: "\x1b[41m",
  commit: "\x1b[33m",
  header: "",
  added: "\x1b[32m",
  changed: "\x1b[31m",
  untracked: "\x1b[31m",
  unmerged: "\x1b[31m",
  nobranch: "\x1b[31m",
  localBranch: "\x1b[32m",
  remoteBranch: "\x1b[31m",
  current: "\x1b[32m",
  remote: "\x1b[31m",
  head: "\x1b[1;36m",
  decoratedBranch: "\x1b[1;32m",
  decoratedRemote: "\x1b[1;31m",
  decoratedTag: "\x1b[1;33m",
  hint: "\x1b[33m",
} as const;

export type Slot = keyof typeof SLOTS;

/** Puts a text in a slot's colour, or leaves it. */
export type Paint = (slot: Slot, text: string) => string;

export const inColor: Paint = (slot, text) => (SLOTS[slot] === "" ? text : `${SLOTS[slot]}${text}\x1b[m`);

export const inBlack: Paint = (_, text) => text;
