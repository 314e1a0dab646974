import { languageOf } from "../../cli/not-simulated.ts";
import { busyboxUsage } from "../busybox.ts";
import { command, type Run } from "../command.ts";
import { toolVersion } from "../tool-versions.ts";
import { showCards } from "./address.ts";
import { neighbours } from "./neighbour.ts";
import { routes } from "./route.ts";

/** iproute2 on hosts, busybox's in Alpine's images: `address`, `link`, `route`, `neigh`, to look at and to change. */
export const ip = command(
  {
    usage: "[ OPTIONS ] OBJECT { COMMAND | help }",
    about: "Shows routing, network devices and interfaces.",
    operands: [0, Number.POSITIVE_INFINITY],
    // Its options are words with one dash, before the object.
    before: (args) => ["--", ...args],
    failure: 255,
  },
  async (run) => {
    const { options, object, rest } = readWords(run.operands);
    if (!run.busybox && (options.has("V") || options.has("Version"))) {
      await run.out(`ip utility, iproute2-${toolVersion(run.process.machine.files, "iproute2")}\n`);
      return 0;
    }
    const refused = await refusal(run, options, object);
    if (refused !== undefined) return refused;
    const [verb = ""] = rest;
    if (isOneOf(verb, ["show", "list", "ls", "lst"])) rest.shift();
    else if (CHANGES.test(verb)) {
      const { change } = await import("./change.ts");
      return change(run, object, rest);
    }
    const [four, six] = [!options.has("6"), !options.has("4")];
    const is = (name: string) => name.startsWith(object);
    const shape = { four, six, brief: isBrief(options), oneLine: options.has("o") || options.has("oneline") };
    if (is("address")) return showCards(run, rest, { ...shape, withAddresses: true });
    if (is("link")) return showCards(run, rest, { ...shape, withAddresses: false });
    if (is("route")) return routes(run, rest, !four);
    if (is("neighbour") || is("neighbor")) return neighbours(run, rest, shape);
    if (is("rule")) {
      // The three tables that every kernel begins with; nobody adds others here.
      const end = run.busybox ? " " : "";
      const rules = ["0:\tfrom all lookup local", "32766:\tfrom all lookup main", "32767:\tfrom all lookup default"];
      await run.out(rules.map((rule) => `${rule}${end}\n`).join(""));
      return 0;
    }
    if (is("netns") || is("tunnel")) return 0;
    await run.process.stderr.write(`Object "${object}" is unknown, try "ip help".\n`);
    return 1;
  },
);

/** Words that change something; `replace` and `change` of a route among them. */
const CHANGES = /^(a|add|append|change|chg|d|del|delete|flush|replace|set)$/;

/** Options of iproute2 that ask for counters, another form or another place, which there is not here. */
const NOT_HERE =
  /^(j(son)?|p(retty)?|n(etns)?|b(atch)?|f(amily)?|t(imestamp)?|ts(hort)?|r(esolve)?|s(tats|tatistics)?|a(ll)?|iec|force|[MB0])$/;

/** Options that are heeded, and those that change nothing of what is shown here (no colours). */
const OPTIONS = /^([46]|br(ief)?|bri|brie|c(olor(=\w+)?)?|c=\w+|o(neline)?|d(etails)?|N(umeric)?|h(uman)?)$/;

const isBrief = (options: ReadonlySet<string>) => [...options].some((option) => /^br/.test(option));

const isOneOf = (word: string, names: readonly string[]) => word !== "" && names.some((name) => name.startsWith(word));

const isBusyboxObject = (word: string) => isOneOf(word, ["address", "link", "neigh", "route", "rule", "tunnel"]);

/** The options before the object, and what comes after it; `-f inet6` is `-6`. */
function readWords(operands: readonly string[]): { options: Set<string>; object: string; rest: string[] } {
  const options = new Set<string>();
  const words = [...operands];
  while (words[0]?.startsWith("-")) {
    const option = (words.shift() ?? "").replace(/^-+/, "");
    const family = /^f(amily)?$/.test(option) ? { inet: "4", inet6: "6" }[words[0] ?? ""] : undefined;
    if (family !== undefined) words.shift();
    options.add(family ?? option);
  }
  const [object = "", ...rest] = words;
  return { options, object, rest };
}

/** The exit status of a wrong command line, which is told of; undefined for one that can be run. */
async function refusal(run: Run, options: ReadonlySet<string>, object: string): Promise<number | undefined> {
  const { stderr, env } = run.process;
  if (run.busybox) {
    if (isBusyboxObject(object) && [...options].every((option) => /^([46o]|oneline)$/.test(option))) return undefined;
    await stderr.write(await busyboxUsage(run.process, "ip", ""));
    return 1;
  }
  if (object === "" || object === "help") {
    await stderr.write(
      "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { address | link | neighbor | route | rule }\n       OPTIONS := { -4 | -6 | -br[ief] | -o[neline] }\n",
    );
    return 255;
  }
  const unknown = [...options].find((option) => !OPTIONS.test(option));
  if (unknown === undefined) return undefined;
  await stderr.write(
    !NOT_HERE.test(unknown)
      ? `Option "-${unknown}" is unknown, try "ip -help".\n`
      : languageOf(env) === "es"
        ? `ip: este laboratorio no simula la opción «-${unknown}».\n`
        : `ip: this playground does not simulate the option "-${unknown}".\n`,
  );
  return 255;
}
