import { encode } from "../../kernel/bytes.ts";
import { md5 } from "../../kernel/md5.ts";

/** One volume as a host keeps it: plain data. Its files are the host's, in its directory under /var/lib/docker/volumes. */
export interface Volume {
  name: string;
  driver: string;
  /** RFC 3339, whole seconds. */
  createdAt: string;
  labels: Record<string, string> | null;
  options: Record<string, string> | null;
  /** Made for one container without a name: `prune` takes only these unless told. */
  anonymous: boolean;
}

/** Where Docker keeps its volumes on the host. */
const VOLUMES = "/var/lib/docker/volumes";

/** The directory that holds a volume's own. */
export const volumeFolder = (name: string) => `${VOLUMES}/${name}`;

/** What `inspect` calls the mountpoint: the directory that containers see. */
export const mountpointOf = (volume: Pick<Volume, "name">) => `${volumeFolder(volume.name)}/_data`;

/** Where a plugin keeps one: vieux/sshfs names the directory after the digest of what it connects to (its main.go). */
export const pluginMountpointOf = ({ options }: Pick<Volume, "options">) =>
  `/mnt/volumes/${md5(encode(options?.sshcmd ?? ""))}`;
