import { escapeRegex } from "./regex.ts";

/** A shell pattern as an expression for a whole name: `*.js`, `[a-c]?`. `*` also matches `/` and a leading dot. */
export function globRegex(glob: string, flags = "us"): RegExp {
  let source = "";
  for (let i = 0; i < glob.length; i++) {
    const char = glob.charAt(i);
    if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (char === "[") {
      const end = glob.indexOf("]", i + (/[!^]/.test(glob.charAt(i + 1)) ? 3 : 2));
      if (end < 0) source += "\\[";
      else {
        const inside = glob.slice(i + 1, end).replace(/[\\[\]]/g, "\\$&");
        source += `[${inside.replace(/^[!^]/, "^")}]`;
        i = end;
      }
    } else if (char === "\\" && i + 1 < glob.length) {
      i++;
      source += escapeRegex(glob.charAt(i));
    } else source += escapeRegex(char);
  }
  return new RegExp(`^(?:${source})$`, flags);
}
