import { BuildProgress, type Vertex, type VertexChange, type VertexStatus } from "../../engine/build/build-progress.ts";
import type { Clock } from "../../kernel/clock.ts";

/**
 * Several builds that go on at once, shown as one: with more than one, each step's name begins with its target's
 * (docker/buildx, util/progress/multiwriter.go).
 */
export class BakeProgress {
  readonly startedAt: number;
  /** What bake itself does. */
  readonly own: BuildProgress;
  readonly #clock: Pick<Clock, "now">;
  readonly #shown: Vertex[] = [];
  readonly #views = new Map<Vertex, Vertex>();
  onChange: BuildProgress["onChange"] = () => {};

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
    this.startedAt = clock.now();
    this.own = this.#follow(new BuildProgress(clock), "");
  }

  /** The progress of one more build. @param prefix its target's name; "" when it is the only one */
  target(prefix: string): BuildProgress {
    return this.#follow(new BuildProgress(this.#clock), prefix);
  }

  get vertices(): Vertex[] {
    for (const { progress, prefix } of this.#followed) {
      for (const vertex of progress.vertices) this.#view(vertex, prefix);
    }
    return [...this.#shown];
  }

  readonly #followed: { readonly progress: BuildProgress; readonly prefix: string }[] = [];

  #follow(progress: BuildProgress, prefix: string): BuildProgress {
    progress.onChange = (vertex: Vertex, change: VertexChange, status?: VertexStatus) =>
      this.onChange(this.#view(vertex, prefix), change, status);
    this.#followed.push({ progress, prefix });
    return progress;
  }

  #view(vertex: Vertex, prefix: string): Vertex {
    const known = this.#views.get(vertex);
    if (known) return known;
    const view = prefix === "" ? vertex : prefixed(vertex, prefix);
    this.#views.set(vertex, view);
    this.#shown.push(view);
    return view;
  }
}

/** The same step under its longer name, whatever becomes of it. */
function prefixed(vertex: Vertex, prefix: string): Vertex {
  return new Proxy(vertex, {
    get: (target, key) => (key === "name" ? prefixedName(target.name, prefix) : Reflect.get(target, key)),
  });
}

function prefixedName(name: string, prefix: string): string {
  return name.startsWith("[") ? `[${prefix} ${name.slice(1)}` : `[${prefix}] ${name}`;
}
