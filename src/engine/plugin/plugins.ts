import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid, notFound } from "../errors.ts";
import { quote } from "../go-quote.ts";
import { findPlugin, listPlugins } from "./find.ts";
import type { Plugin, PluginConfig } from "./plugin.ts";

/** @throws EngineError `plugin "x" not found` */
export function requirePlugin(engine: Engine, ref: string): Plugin {
  const plugin = findPlugin(engine, ref);
  if (!plugin) throw notFound(`plugin ${quote(ref)} not found`);
  return plugin;
}

/** @throws EngineError when that name is taken */
export function checkPluginName(engine: Engine, name: string): void {
  if (listPlugins(engine).some((plugin) => plugin.name === name)) throw conflict(`plugin ${name} already exists`);
}

/** Keeps a plugin, not yet enabled. @param reference full, with its tag @throws EngineError when its name is taken */
export function addPlugin(engine: Engine, name: string, reference: string, config: PluginConfig): Plugin {
  checkPluginName(engine, name);
  const plugin: Plugin = {
    id: engine.random.hex(64),
    name,
    reference,
    enabled: false,
    config,
    env: config.Env.map(({ Name, Value }) => `${Name}=${Value}`),
    args: [...(config.Args.Value ?? [])],
    devices: structuredClone(config.Linux.Devices),
    mounts: structuredClone(config.Mounts),
  };
  engine.state.plugins ??= {};
  engine.state.plugins[plugin.id] = plugin;
  return plugin;
}

/** @throws EngineError when it is enabled already */
export function enablePlugin(engine: Engine, ref: string): void {
  const plugin = requirePlugin(engine, ref);
  if (plugin.enabled) throw conflict(`plugin already enabled: plugin ${plugin.name} is enabled`);
  plugin.enabled = true;
  told(engine, plugin, "enable");
}

/** @throws EngineError when it is disabled already, or a volume is kept by it */
export function disablePlugin(engine: Engine, ref: string, force: boolean): void {
  const plugin = requirePlugin(engine, ref);
  if (!force && isUsed(engine, plugin)) throw conflict(`plugin ${plugin.name} is in use`);
  if (!plugin.enabled) throw conflict(`plugin is already disabled: plugin ${plugin.name} found but disabled`);
  plugin.enabled = false;
  told(engine, plugin, "disable");
}

/** @throws EngineError while it is enabled, or a volume is kept by it */
export function removePlugin(engine: Engine, ref: string, force: boolean): void {
  const plugin = requirePlugin(engine, ref);
  if (!force) {
    if (isUsed(engine, plugin)) throw conflict(`plugin ${plugin.name} is in use`);
    if (plugin.enabled) throw conflict(`plugin ${plugin.name} is enabled`);
  }
  delete engine.state.plugins?.[plugin.id];
  told(engine, plugin, "remove");
}

/**
 * Changes settings of a plugin that is not enabled: `DEBUG=1`, `sshkey.source=/root/.ssh` (moby,
 * daemon/pkg/plugin/v2/plugin.go and settable.go).
 * @throws EngineError for a setting it does not have or does not let change
 */
export function setPlugin(engine: Engine, ref: string, settings: readonly string[]): void {
  const plugin = requirePlugin(engine, ref);
  if (plugin.enabled) throw new EngineError(500, "cannot set on an active plugin, disable plugin before setting");
  for (const text of settings) setOne(plugin, text);
}

/** What each kind of setting is called after the dot, and without one. */
const DEFAULT_FIELD = { env: "value", mount: "source", device: "path", args: "value" } as const;

function setOne(plugin: Plugin, text: string): void {
  const match = /^([^.=]+)(?:\.([^=]*))?(?:=(.*))?$/s.exec(text);
  if (!match) throw invalid(`invalid setting ${quote(text)}`);
  const [, name = "", field, value = ""] = match;
  const settable = (kind: keyof typeof DEFAULT_FIELD, allowed: readonly string[] | null) => {
    const wanted = field ?? DEFAULT_FIELD[kind];
    if (!(allowed ?? []).includes(wanted))
      throw new EngineError(500, `${quote(field === undefined ? name : `${name}.${field}`)} is not settable`);
  };
  const env = plugin.config.Env.find((one) => one.Name === name);
  if (env) {
    settable("env", env.Settable);
    plugin.env = plugin.env.map((line) => (line.startsWith(`${name}=`) ? `${name}=${value}` : line));
    return;
  }
  const mount = plugin.mounts.find((one) => one.Name === name);
  if (mount) {
    settable("mount", mount.Settable);
    mount.Source = value;
    return;
  }
  const device = plugin.devices.find((one) => one.Name === name && name !== "");
  if (device) {
    settable("device", device.Settable);
    device.Path = value;
    return;
  }
  throw new EngineError(500, `setting ${quote(name)} not found in the plugin configuration`);
}

const isUsed = ({ state }: Engine, { name }: Plugin) =>
  Object.values(state.volumes).some(({ driver }) => driver === name);

function told(engine: Engine, { id, name }: Plugin, action: "enable" | "disable" | "remove"): void {
  engine.emit({ Type: "plugin", Action: action, Actor: { ID: id, Attributes: { name } } });
}
