import { fullReference, parseReference, withDefaultTag } from "../engine/image/reference.ts";
import type { PluginConfig } from "../engine/plugin/plugin.ts";

/** A plugin as a registry has it. */
export interface PublishedPlugin {
  readonly digest: string;
  /** The short digest of its config, which the pull shows. */
  readonly layer: string;
  readonly config: PluginConfig;
}

const mount = (Name: string, Source: string, Destination: string) => ({
  Description: "",
  Destination,
  Name,
  Options: ["rbind"],
  Settable: ["source"],
  Source,
  Type: "bind",
});

/**
 * Docker Hub's plugins that the course may meet, put together from their own sources and from installations that people
 * published; who asks for another is told that there is none. The course's own example has left Docker's store with it.
 */
const PUBLISHED: Readonly<Record<string, PublishedPlugin>> = {
  "docker.io/vieux/sshfs:latest": {
    digest: "sha256:1d3c3e42c12138da5ef7873b97f7f32cf99fb6edde75fa4f0bcf9ed277855811",
    layer: "52d435ada6a4",
    config: {
      Args: { Description: "", Name: "", Settable: null, Value: null },
      Description: "sshFS plugin for Docker",
      Documentation: "https://docs.docker.com/engine/extend/plugins/",
      Entrypoint: ["/docker-volume-sshfs"],
      Env: [{ Description: "", Name: "DEBUG", Settable: ["value"], Value: "0" }],
      Interface: { Socket: "sshfs.sock", Types: ["docker.volumedriver/1.0"] },
      IpcHost: false,
      Linux: {
        AllowAllDevices: false,
        Capabilities: ["CAP_SYS_ADMIN"],
        Devices: [{ Description: "", Name: "", Path: "/dev/fuse", Settable: null }],
      },
      Mounts: [mount("state", "/var/lib/docker/plugins/", "/mnt/state"), mount("sshkey", "", "/root/.ssh")],
      Network: { Type: "host" },
      PidHost: false,
      PropagatedMount: "/mnt/volumes",
      User: {},
      WorkDir: "",
      rootfs: {
        diff_ids: ["sha256:ce2b7a99c5db05cfe263bcd3640f2c1ce7c6f4619339633d44e65a8168ec3587"],
        type: "layers",
      },
    },
  },
};

/** The plugin of a name; undefined when no registry has it. @throws EngineError for what is no reference */
export function publishedPlugin(text: string): PublishedPlugin | undefined {
  return PUBLISHED[fullReference(withDefaultTag(parseReference(text)))];
}
