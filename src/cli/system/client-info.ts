import { CLIENT, PLUGINS } from "./release.ts";

/**
 * The client's half of `docker version --format json`, as docker/cli's `clientVersion`.
 * @param apiVersion what DOCKER_API_VERSION asks for
 */
export function clientVersion(context: string, apiVersion: string = CLIENT.apiVersion) {
  return {
    Platform: { Name: CLIENT.platform },
    Version: CLIENT.version,
    ApiVersion: apiVersion,
    DefaultAPIVersion: CLIENT.apiVersion,
    GitCommit: CLIENT.commit,
    GoVersion: CLIENT.goVersion,
    Os: CLIENT.os,
    Arch: CLIENT.arch,
    BuildTime: CLIENT.built,
    Context: context,
  };
}

/** The client's half of `docker info --format json`. */
export function clientInfo(context: string, debug: boolean) {
  return {
    Debug: debug,
    ...clientVersion(context),
    Plugins: PLUGINS.map(({ name, description, version }) => ({
      SchemaVersion: "0.1.0",
      Vendor: "Docker Inc.",
      Version: version,
      ShortDescription: description,
      Name: name,
      Path: `/usr/libexec/docker/cli-plugins/docker-${name}`,
    })),
    Warnings: null,
  };
}
