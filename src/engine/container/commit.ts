import { applyChanges } from "../build/change.ts";
import type { Engine } from "../engine.ts";
import { addImage, imageEvent, setReference } from "../image/add.ts";
import { sealed } from "../image/documents.ts";
import type { ImageConfig } from "../image/image.ts";
import { packLayer } from "../image/layer-archive.ts";
import { familiarName } from "../image/reference.ts";
import { requireTagged } from "../image/resolve.ts";
import type { Container } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { prepareFiles, rootTree } from "./root-tree.ts";

export interface CommitOptions {
  readonly reference?: string;
  readonly message?: string;
  readonly author?: string;
  /** Dockerfile instructions to apply. */
  readonly changes?: readonly string[];
}

/** Makes an image of a container: its image's layers, and one with what it changed. Returns the image's id. @throws EngineError */
export async function commitContainer(engine: Engine, ref: string, options: CommitOptions = {}): Promise<string> {
  const container = requireContainer(engine, ref);
  const full = options.reference === undefined ? undefined : requireTagged(options.reference);
  const config = applyChanges(imageConfigOf(container), options.changes ?? []);
  await prepareFiles(engine, container);
  const base = engine.state.images.images[container.image]?.image;
  const tree = rootTree(engine, container);
  const state = tree.layerState();
  // A container that changed nothing adds a line to the history and no layer.
  const layer = tree.changes().length > 0 ? await engine.clock.hold(packLayer(state)) : undefined;
  const created = engine.timestamp();
  const image = sealed({
    created,
    comment: options.message ?? "",
    ...(options.author ? { author: options.author } : {}),
    config,
    soleManifest: "commit",
    layers: [...(base?.layers ?? []), ...(layer ? [layer] : [])],
    history: [
      ...(base?.history ?? []),
      {
        created,
        createdBy: (container.config.Cmd ?? []).join(" "),
        comment: options.message ?? "",
        layer: layer ? (base?.layers.length ?? 0) : null,
      },
    ],
  });
  const stored = addImage(engine, image, undefined, layer ? { [layer.diffId]: state } : {});
  stored.lastTagTime = created;
  stored.parent = container.image;
  imageEvent(engine, "create", image.id);
  if (full !== undefined) {
    setReference(engine, full, image.id);
    imageEvent(engine, "tag", image.id, familiarName(full));
  }
  emitContainerEvent(engine, container, "commit", {
    comment: options.message ?? "",
    imageID: image.id,
    imageRef: full ?? "",
  });
  return image.id;
}

function imageConfigOf({ config }: Container): ImageConfig {
  const { User, ExposedPorts, Env, Entrypoint, Cmd, Healthcheck, Volumes, WorkingDir, Labels, StopSignal, Shell } =
    config;
  return {
    ...(User === "" ? {} : { User }),
    ...(ExposedPorts ? { ExposedPorts } : {}),
    Env,
    ...(Entrypoint ? { Entrypoint } : {}),
    ...(Cmd ? { Cmd } : {}),
    ...(Healthcheck ? { Healthcheck } : {}),
    ...(Volumes ? { Volumes } : {}),
    ...(WorkingDir === "" ? {} : { WorkingDir }),
    Labels,
    ...(StopSignal === undefined ? {} : { StopSignal }),
    ...(Shell ? { Shell } : {}),
  };
}
