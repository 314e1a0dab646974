import { SYNC } from "./common-arguments.ts";
import type { Argument } from "./parser.ts";

const AS_IN_IMAGE = "(default: as defined in the image)";
const RESTART = ["OFF", "ON_FAILURE", "ALWAYS"];

export const ENV: Argument = {
  names: ["-e", "--env"],
  help: 'set environment variables i.e. "ENVVAR=foo" (default: as defined in the image, plus any link- or role-generated variables)',
  kind: "append",
};

export const ENV_FILE: Argument = {
  names: ["--env-file"],
  help: "read in a line delimited file of environment variables",
  kind: "append",
};

interface Wording {
  /** Of the number of containers. */
  readonly number?: string;
  /** The example of a published port. */
  readonly port?: string;
  readonly autodestroy?: readonly string[];
}

const IMAGE = "the name of the image used to deploy this service";

const common = (wording: Wording) => ({
  weights: [
    { names: ["--cpushares"], help: "Relative weight for CPU Shares", type: "int" },
    { names: ["--memory"], help: "RAM memory hard limit in MB", type: "int" },
    { names: ["--privileged"], help: "Give extended privileges to this container", kind: "flag" },
  ] satisfies Argument[],
  running: [
    {
      names: ["-t", "--target-num-containers"],
      help: wording.number ?? "the number of containers to run for this service (default: 1)",
      type: "int",
    },
    { names: ["-r", "--run-command"], help: `the command used to start the service containers ${AS_IN_IMAGE}` },
    { names: ["--entrypoint"], help: `the command prefix used to start the service containers ${AS_IN_IMAGE}` },
    {
      names: ["-p", "--publish"],
      help: `Publish a container's port to the host. Format: [hostPort:]containerPort[/protocol], i.e. ${wording.port ?? '"80:80/tcp"'}`,
      kind: "append",
    },
    {
      names: ["--expose"],
      help: "Expose a port from the container without publishing it to your host",
      kind: "append",
      type: "int",
    },
    ENV,
    ENV_FILE,
    { names: ["--tag"], help: "the tag name being added to the service", kind: "append" },
    {
      names: ["--link-service"],
      help: "Add link to another service (name:alias) or (uuid:alias)",
      kind: "append",
    },
    {
      names: ["--autodestroy"],
      help: "whether the containers should be terminated if they stop (default: OFF)",
      choices: wording.autodestroy ?? ["OFF", "ON_SUCCESS", "ALWAYS"],
    },
  ] satisfies Argument[],
  restarting: [
    {
      names: ["--autorestart"],
      help: "whether the containers should be restarted if they stop (default: OFF)",
      choices: RESTART,
    },
    {
      names: ["--role"],
      help: 'Docker Cloud API roles to grant the service, i.e. "global" (default: none, possible values: "global")',
      kind: "append",
    },
  ] satisfies Argument[],
  placing: [
    {
      names: ["-v", "--volume"],
      help: "Bind mount a volume (e.g., from the host: -v /host:/container, from Docker: -v /container)",
      kind: "append",
    },
    { names: ["--volumes-from"], help: "Mount volumes from the specified service(s)", kind: "append" },
    {
      names: ["--deployment-strategy"],
      help: "Container distribution strategy among nodes",
      choices: ["EMPTIEST_NODE", "HIGH_AVAILABILITY", "EVERY_NODE"],
    },
    SYNC,
    { names: ["--net"], help: "Set the Network mode for the container" },
    { names: ["--pid"], help: "PID namespace to use" },
  ] satisfies Argument[],
});

/** Of `run`, `service run` and `service create` (dockercloudcli, parsers.py). */
export function creationArguments(wording: Wording = {}): readonly Argument[] {
  const { weights, running, restarting, placing } = common(wording);
  return [
    { names: ["image"], help: IMAGE },
    {
      names: ["-n", "--name"],
      help: "a human-readable name for the service (default: image_tag without namespace)",
    },
    ...weights,
    ...running,
    { names: ["--autoredeploy"], help: "whether the containers should be auto redeployed.", kind: "flag" },
    ...restarting,
    {
      names: ["--sequential"],
      help: "whether the containers should be launched and scaled sequentially",
      kind: "flag",
    },
    ...placing,
  ];
}

/** Of `service set`. */
export function changeArguments(identifier: Argument): readonly Argument[] {
  const { weights, running, restarting, placing } = common({
    number: "the number of containers to run for this service",
  });
  const flag = (name: `--${string}`, help: string): Argument => ({ names: [name], help, kind: "flag" });
  return [
    identifier,
    { names: ["--image"], help: IMAGE },
    ...weights,
    flag("--no-privileged", "Reclaim extended privileges from this container"),
    ...running,
    flag("--autoredeploy", "set the containers to be auto redeployed"),
    flag("--no-autoredeploy", "set the containers not to be auto redeployed"),
    ...restarting,
    flag("--sequential", "set the containers to be launched and scaled sequentially"),
    flag("--no-sequential", "set the containers not to be launched and scaled sequentially"),
    flag("--redeploy", "redeploy service with new configuration after set command"),
    ...placing,
  ];
}
