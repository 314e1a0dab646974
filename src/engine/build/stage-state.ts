import type { Layer as FileLayer } from "../../kernel/layer.ts";
import { layerFromState, type TreeState } from "../../kernel/tree-state.ts";
import { sealed } from "../image/documents.ts";
import type { HistoryEntry, Image, ImageConfig, Layer } from "../image/image.ts";
import type { Variables } from "./words.ts";

export const BUILDKIT_COMMENT = "buildkit.dockerfile.v0";
const DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A layer that this build, or an earlier one, made. */
export interface BuiltLayer {
  readonly layer: Layer;
  readonly state: TreeState;
}

/** Where a stage stands: what it has become so far. */
export class StageState {
  readonly baseLayers: readonly Layer[];
  readonly baseHistory: readonly HistoryEntry[];
  readonly baseFiles: readonly FileLayer[];
  readonly built: BuiltLayer[] = [];
  /** The build's own lines; without a time where no file changed. */
  readonly steps: { readonly createdBy: string; readonly created: string | undefined; readonly layer: boolean }[] = [];
  config: ImageConfig;
  /** Values of the ARGs declared so far. */
  readonly args: Record<string, string> = {};
  /** Identifies what it holds, for the cache. */
  key: string;
  commandSet = false;
  readonly #files: FileLayer[] = [];

  private constructor(base: Pick<StageState, "baseLayers" | "baseHistory" | "baseFiles" | "config" | "key">) {
    this.baseLayers = base.baseLayers;
    this.baseHistory = base.baseHistory;
    this.baseFiles = base.baseFiles;
    this.config = base.config;
    this.key = base.key;
  }

  /** A stage that begins with an image's content. @param files lowest first */
  static fromImage(image: Image, files: readonly FileLayer[]): StageState {
    const { OnBuild: _, ...config } = image.config;
    return new StageState({
      baseLayers: image.layers,
      baseHistory: image.history,
      baseFiles: files,
      config: withDefaults(config),
      key: image.manifestDigest,
    });
  }

  /** @param comment the image's, and its lines' */
  image(now: string, comment: string): Image {
    const history = this.history(now, comment);
    return sealed({
      created: history.at(-1)?.created ?? now,
      comment,
      config: this.config,
      soleManifest: "commit",
      layers: [...this.baseLayers, ...this.built.map(({ layer }) => layer)],
      history,
    });
  }

  static fromScratch(): StageState {
    return new StageState({ baseLayers: [], baseHistory: [], baseFiles: [], config: withDefaults({}), key: "scratch" });
  }

  /** A stage that goes on where another ended. */
  static fromStage(other: StageState): StageState {
    // What ONBUILD asked for there has been done here.
    const { OnBuild: _, ...config } = other.config;
    const state = new StageState({ ...other, baseFiles: other.baseFiles, config, key: other.key });
    for (const built of other.built) state.built.push(built);
    for (const step of other.steps) state.steps.push(step);
    state.#files.push(...other.#files);
    Object.assign(state.args, other.args);
    return state;
  }

  /** Layers of files, lowest first. */
  get files(): FileLayer[] {
    return [...this.baseFiles, ...this.#files];
  }

  /** What variables mean here: ENV goes before ARG. */
  get variables(): Variables {
    return { ...this.args, ...this.environment };
  }

  get environment(): Record<string, string> {
    const pairs = (this.config.Env ?? []).map((line): [string, string] => {
      const cut = line.indexOf("=");
      return [line.slice(0, cut), line.slice(cut + 1)];
    });
    return Object.fromEntries(pairs);
  }

  addLayer(built: BuiltLayer, createdBy: string, created: string): void {
    this.built.push(built);
    this.#files.push(layerFromState(built.state));
    this.steps.push({ createdBy, created, layer: true });
  }

  addStep(createdBy: string): void {
    this.steps.push({ createdBy, created: undefined, layer: false });
  }

  /**
   * The image's history. Lines that changed no file take the time of the layer before them, or of the first layer of
   * this build, or of the base (buildkit, exporter/containerimage/writer.go).
   */
  history(now: string, comment = BUILDKIT_COMMENT): HistoryEntry[] {
    const first = this.steps.find(({ created }) => created !== undefined)?.created;
    let last = first ?? this.baseHistory.at(-1)?.created ?? now;
    let next = this.baseLayers.length;
    const own = this.steps.map(({ createdBy, created, layer }): HistoryEntry => {
      last = created ?? last;
      return { created: last, createdBy, comment, layer: layer ? next++ : null };
    });
    return [...this.baseHistory, ...own];
  }
}

/** What BuildKit sets where an image says nothing. */
function withDefaults(config: ImageConfig): ImageConfig {
  const Env = config.Env?.some((line) => line.startsWith("PATH=")) ? config.Env : [DEFAULT_PATH, ...(config.Env ?? [])];
  return { ...config, Env, WorkingDir: config.WorkingDir || "/" };
}
