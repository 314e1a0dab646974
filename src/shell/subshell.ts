import type { Process } from "../kernel/process.ts";
import type { Descriptors } from "./descriptors.ts";
import { Shell } from "./shell.ts";
import { defineSpecialVariables } from "./special-variables.ts";
import { setTrap, uninheritedTraps } from "./trap.ts";

/** A copy of a shell for a process it has forked; what it traps is reset, and it has no jobs. */
export function subshellOf(shell: Shell, process: Process, descriptors: Descriptors): Shell {
  const sub = new Shell(process, { flavour: shell.flavour, name: shell.name, positional: shell.positional });
  sub.variables = shell.variables.copy();
  sub.functions = new Map(shell.functions);
  sub.aliases = shell.aliases;
  sub.lineAliases = shell.lineAliases;
  sub.hashed = new Map(shell.hashed);
  sub.parentJobs = shell.parentJobs ?? shell.jobs;
  sub.options = new Set([...shell.options].filter((option) => option !== "monitor"));
  sub.shopts = new Set(shell.shopts);
  sub.limits = new Map(shell.limits);
  sub.exportedFunctions = new Map(shell.exportedFunctions);
  const lost: readonly string[] = uninheritedTraps(shell);
  sub.traps = new Map(
    [...shell.traps].filter(
      ([name, action]) => action === "" || (/^(DEBUG|ERR|RETURN)$/.test(name) && !lost.includes(name)),
    ),
  );
  sub.descriptors = descriptors;
  Object.assign(sub, {
    cwd: shell.cwd,
    umask: shell.umask,
    tty: shell.tty,
    history: [...shell.history],
    directoryStack: [...shell.directoryStack],
    lastStatus: shell.lastStatus,
    lastBackground: shell.lastBackground,
    lastArgument: shell.lastArgument,
    mainPid: shell.mainPid,
    source: shell.source,
    position: shell.position,
    callers: [...shell.callers],
    functionDepth: shell.functionDepth,
    sourceDepth: shell.sourceDepth,
    loopDepth: shell.loopDepth,
    traceDepth: shell.traceDepth,
    unchecked: shell.unchecked,
    expandingAliases: new Set(shell.expandingAliases),
    started: shell.started,
    depth: shell.depth + 1,
    unnumbered: shell.unnumbered,
  });
  for (const [name, action] of sub.traps) setTrap(sub, name, action);
  sub.parentTraps = shell.parentTraps ?? shell.traps;
  defineSpecialVariables(sub);
  return sub;
}
