import type { Container } from "../../engine/container/container.ts";
import { shortId } from "../../engine/container/find.ts";
import type { Engine } from "../../engine/engine.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "../format/template.ts";

/**
 * What `docker logs --details` puts before each line: the labels and variables that `--log-opt` asked for, and the tag,
 * by name (moby, daemon/logger/loginfo.go, ExtraAttributes; loggerutils/log_tag.go).
 */
export function logDetails(engine: Engine, container: Container): string {
  const { config, hostConfig } = container;
  const {
    labels = "",
    "labels-regex": labelsLike,
    env = "",
    "env-regex": envLike,
    tag = "",
  } = hostConfig.LogConfig.Config;
  const attributes = {
    ...chosen(Object.entries(config.Labels), labels, labelsLike),
    ...chosen((config.Env ?? []).map(pairOf), env, envLike),
    ...(tag === "" ? {} : { tag: tagOf(engine, container, tag) }),
  };
  const pairs = Object.entries(attributes).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  return `${pairs.sort().join(",")} `;
}

/** As the client reads them (docker/cli and api/server, stringAttrs): url.QueryEscape. */
const escaped = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");

function pairOf(variable: string): [string, string] {
  const [name = "", value = ""] = variable.split(/=(.*)/s);
  return [name, value];
}

function chosen(all: [string, string][], names: string, pattern: string | undefined): Record<string, string> {
  const wanted = new Set(names.split(","));
  const like = pattern === undefined || pattern === "" ? undefined : new RegExp(pattern);
  return Object.fromEntries(all.filter(([name]) => wanted.has(name) || like?.test(name)));
}

/** The template of `--log-opt tag=`. */
function tagOf(engine: Engine, { id, name, image, config }: Container, source: string): string {
  const data = {
    ...{ ID: shortId(id), FullID: id, Name: name, ImageID: shortId(image), ImageFullID: image },
    ...{ ImageName: config.Image, DaemonName: "docker", Hostname: engine.hostname },
  };
  try {
    return new Template(source).renderObject(data, "*logger.Info");
  } catch (error) {
    if (error instanceof TemplateRunError || error instanceof TemplateSyntaxError) return source;
    throw error;
  }
}
