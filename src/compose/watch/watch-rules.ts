import type { FileSystem } from "../../kernel/filesystem.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { isMap, listAt, mapAt, scalarText, type YamlMap } from "../file/yaml/yaml-value.ts";
import type { ComposeProject, ComposeService } from "../project.ts";
import { ignoredOf, type PathTest, pathBelow, patternsBelow } from "./path-patterns.ts";

/** One entry of a service's `develop.watch`. */
export interface WatchRule {
  readonly service: string;
  readonly action: "rebuild" | "restart" | "sync" | "sync+restart" | "sync+exec";
  /** Absolute. */
  readonly path: string;
  /** Where its files are in the container. */
  readonly target: string | undefined;
  /** Bring what is newer than the image at the beginning. */
  readonly initialSync: boolean;
  /** What `sync+exec` runs. */
  readonly exec: YamlMap;
  /** Whether something below its path is left out. */
  readonly ignores: PathTest;
}

/** A file that changed, and where it is in the containers of a service. */
export interface SyncedPath {
  readonly host: string;
  readonly container: string;
}

export const isSync = ({ action }: Pick<WatchRule, "action">) => action.startsWith("sync");

/**
 * What is to be done when which files change (docker/compose, pkg/compose/watch.go).
 * @param options.canBuild false for `--no-build`
 * @param options.warn told of what is a bind mount anyway
 * @throws ComposeError for a rebuild of what is not built, and where nothing is watched
 */
export function watchRules(
  files: FileSystem,
  project: ComposeProject,
  { canBuild, warn }: { readonly canBuild: boolean; readonly warn: (message: string) => void },
): WatchRule[] {
  const rules = Object.values(project.services).flatMap((service) => {
    const own = listAt(mapAt(service.definition, "develop"), "watch").filter(isMap);
    const ignored = ignoredOf(files, service.build);
    return own.flatMap((trigger): WatchRule[] => {
      const rule = ruleOf(service, trigger, ignored);
      if (rule.action === "rebuild") checkBuild(service, canBuild);
      if (!isSync(rule) || !isBindMounted(service, rule.path)) return [rule];
      warn(`path '${rule.path}' also declared by a bind mount volume, this path won't be monitored!\n`);
      return [];
    });
  });
  if (rules.length > 0) return rules;
  throw new ComposeError("none of the selected services is configured for watch, consider setting a 'develop' section");
}

function ruleOf(service: ComposeService, trigger: YamlMap, ignored: PathTest): WatchRule {
  const path = resolvePath("/", scalarText(trigger.path));
  const texts = (key: string) => listAt(trigger, key).map(scalarText);
  const left = patternsBelow(path, texts("ignore"));
  const include = texts("include");
  const taken = include.length === 0 ? () => true : patternsBelow(path, include);
  return {
    service: service.name,
    action: actionOf(scalarText(trigger.action)),
    path,
    target: trigger.target === undefined ? undefined : scalarText(trigger.target),
    initialSync: trigger.initial_sync === true,
    exec: mapAt(trigger, "exec"),
    ignores: (file) => !taken(file) || ignored(file) || left(file),
  };
}

const ACTIONS = ["rebuild", "restart", "sync", "sync+restart", "sync+exec"] as const;

function actionOf(text: string): WatchRule["action"] {
  const action = ACTIONS.find((one) => one === text);
  if (action === undefined) throw new RangeError(`the schema lets no action "${text}" through`);
  return action;
}

function checkBuild({ name, build }: ComposeService, canBuild: boolean): void {
  if (!build)
    throw new ComposeError(`can't watch service ${JSON.stringify(name)} with action rebuild without a build context`);
  if (!canBuild) throw new ComposeError(`--no-build is incompatible with watch action rebuild in service ${name}`);
}

const isBindMounted = ({ volumes }: ComposeService, path: string) =>
  volumes.some(({ type, source }) => type === "bind" && source !== undefined && pathBelow(source, path) !== undefined);

/** Where a file that changed belongs, if a rule looks at it. */
export function syncedPath({ path, target, ignores }: WatchRule, host: string): SyncedPath | undefined {
  const relative = pathBelow(path, host);
  if (relative === undefined || ignores(host)) return undefined;
  return { host, container: target === undefined ? "" : resolvePath(target, relative) };
}
