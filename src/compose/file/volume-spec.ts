/** A mount in long form. */
export interface VolumeSpec {
  readonly type: "bind" | "volume";
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation?: string;
  readonly selinux?: string;
  readonly noCopy: boolean;
}

const PROPAGATIONS = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

/**
 * "data:/data:ro", "./web:/srv", "/var/lib/data" (compose-go, `format.ParseVolume`; docker/cli has the same). What starts
 * with `.`, `/` or `~` is a path of the host; everything else is a volume's key.
 * @returns an Error with their words when it is none
 */
export function parseVolumeSpec(spec: string): VolumeSpec | Error {
  if (spec === "") return new Error("invalid empty volume spec");
  if (spec.length <= 2) return { type: "volume", target: spec, readOnly: false, noCopy: false };
  // The colon of `${X:-y}` is not one of ours, nor is the one after a single letter: a Windows drive.
  const parts: readonly string[] = spec.match(/(?:(?<=^|:)[A-Za-z]:|\$\{[^}]*\}|[^:])+|(?<=^|:)(?=:|$)/g) ?? [];
  if (parts.includes("")) return new Error(`invalid spec: ${spec}: empty section between colons`);
  if (parts.length > 3) return new Error(`invalid spec: ${spec}: too many colons`);
  const [first = "", second, flags = ""] = parts;
  const source = second === undefined ? undefined : first;
  const options = flags.split(",");
  const propagation = options.findLast((option) => PROPAGATIONS.has(option));
  const selinux = options.findLast((option) => option === "z" || option === "Z");
  return {
    type: source !== undefined && /^([./~]|[A-Za-z]:)/.test(source) ? "bind" : "volume",
    ...(source === undefined ? {} : { source }),
    target: second ?? first,
    readOnly: options.findLast((option) => option === "ro" || option === "rw") === "ro",
    ...(propagation === undefined ? {} : { propagation }),
    ...(selinux === undefined ? {} : { selinux }),
    noCopy: options.includes("nocopy"),
  };
}
