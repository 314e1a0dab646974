/** What empties an xterm with the lines that have left it, and what sets one up anew: ncurses' `clear` and `reset`. */
export const CLEAR = "\x1b[H\x1b[2J\x1b[3J";
export const INIT = "\x1b[!p\x1b[?3;4l\x1b[4l\x1b>";
export const RESET = `\x1bc${INIT}`;
