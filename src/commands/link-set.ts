import type { Process, Program } from "../kernel/process.ts";

/** Switches a card of the host up or down; false when it has no such card that can be. */
export type SetLink = (card: string, up: boolean) => boolean;

/** `ip` and `ifconfig` of a host, whose card can be switched off and on; everything else is the tool's own. */
export function withLinkSet(tool: Program, setLink: SetLink): Program {
  const program: Program = async (process) => {
    const asked = request(process);
    if (!asked || process.machine.container !== undefined) return tool(process);
    if (process.user.uid !== 0) return tool(process);
    return setLink(asked.card, asked.up) ? 0 : tool(process);
  };
  return tool.complete ? Object.assign(program, { complete: tool.complete }) : program;
}

/** `ip link set [dev] eth0 down`, `ifconfig eth0 up`. */
function request({ args }: Process): { card: string; up: boolean } | undefined {
  const [name = "", ...rest] = args;
  const words = rest.filter((word) => !word.startsWith("-"));
  if (/(^|\/)ifconfig$/.test(name)) return parsed(words);
  const [object = "", verb = "", ...more] = words;
  if (object === "" || !"link".startsWith(object) || verb === "" || !"set".startsWith(verb)) return undefined;
  return parsed(more[0] === "dev" ? more.slice(1) : more);
}

function parsed(words: readonly string[]): { card: string; up: boolean } | undefined {
  const [card, state, ...more] = words;
  if (card === undefined || more.length > 0 || (state !== "up" && state !== "down")) return undefined;
  return { card, up: state === "up" };
}
