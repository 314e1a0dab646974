import { languageOf } from "../../cli/not-simulated.ts";
import type { Run } from "../command.ts";
import type { ServiceManager } from "./service-manager.ts";
import { activity } from "./status.ts";
import { enablement, readUnit, unitName, unitNames } from "./unit-file.ts";

/** Rows under their titles, each column as wide as its longest text. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join(" ")
      .trimEnd(),
  );
}

function chosen(run: Run, manager: ServiceManager, units: readonly string[]): string[] {
  const types = run.options.value("t")?.split(",");
  return unitNames(manager.files).filter(
    (name) => (units.length === 0 || units.includes(name)) && (types?.includes(name.split(".").at(-1) ?? "") ?? true),
  );
}

/** `systemctl list-units` */
export async function listUnits(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  const states = run.options.value("state")?.split(",") ?? (run.has("failed") ? ["failed"] : undefined);
  const shown = chosen(run, manager, units).filter((name) => {
    const { active, sub } = activity(manager, name);
    return states ? states.includes(active) || states.includes(sub) : run.has("a") || active === "active";
  });
  const rows = shown.map((name) => {
    const { active, sub } = activity(manager, name);
    return [name, "loaded", active, sub, readUnit(manager.files, name)?.description ?? name];
  });
  const legend = !run.has("no-legend");
  const lines = table(legend ? [["UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"], ...rows] : rows);
  if (rows.length > 0) await run.out(lines.map((line) => `  ${line}\n`).join(""));
  if (legend) {
    const hint = run.has("a") ? "" : " Pass --all to see loaded but inactive units, too.";
    await run.out(
      `${rows.length > 0 ? LEGEND : ""}${rows.length} loaded units listed.${hint}\nTo show all installed unit files use 'systemctl list-unit-files'.\n`,
    );
    if (units.length === 0 && !states)
      await run.process.stderr.write(
        languageOf(run.process.env) === "es"
          ? "(un Debian tiene muchas más; aquí solo están las que importan en el laboratorio)\n"
          : "(a Debian has many more; here are only those that matter in the lab)\n",
      );
  }
  return 0;
}

const LEGEND = `
Legend: LOAD   → Reflects whether the unit definition was properly loaded.
        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.
        SUB    → The low-level unit activation state, values depend on unit type.

`;

/** `systemctl list-unit-files` */
export async function listUnitFiles(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  const rows = chosen(run, manager, units).flatMap((name) => {
    const unit = readUnit(manager.files, name);
    if (!unit) return [];
    const state = enablement(manager.files, unit);
    return [[name, state, state === "static" ? "-" : "enabled"]];
  });
  const lines = table([["UNIT FILE", "STATE", "PRESET"], ...rows]);
  await run.out(`${lines.join("\n")}\n\n${rows.length} unit files listed.\n`);
  return 0;
}

/** `systemctl show [-p NAME] UNIT`: the properties people ask for. */
export async function showProperties(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  const wanted = run.options.values("p").flatMap((list) => list.split(","));
  for (const asked of units) {
    const name = unitName(asked);
    const unit = readUnit(manager.files, name);
    const { active, sub } = activity(manager, name);
    const properties: Record<string, string> = {
      Id: name,
      Names: name,
      Description: unit?.description ?? name,
      LoadState: unit ? "loaded" : "not-found",
      ActiveState: unit ? active : "inactive",
      SubState: unit ? sub : "dead",
      FragmentPath: unit?.path ?? "",
      UnitFileState: unit ? enablement(manager.files, unit) : "",
      MainPID: String(active === "active" ? manager.pid(name) : 0),
      ExecStart: unit?.exec ?? "",
      Requires: unit?.requires.join(" ") ?? "",
      Wants: unit?.wants.join(" ") ?? "",
      TriggeredBy: manager.triggers(name).join(" "),
    };
    for (const [key, value] of Object.entries(properties)) {
      if (wanted.length > 0 && !wanted.includes(key)) continue;
      await run.out(run.has("value") ? `${value}\n` : `${key}=${value}\n`);
    }
  }
  return 0;
}
