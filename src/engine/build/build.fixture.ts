import type { Program } from "../../kernel/process.ts";
import type { Engine } from "../engine.ts";
import { imageFiles } from "../image/files.ts";
import type { Image } from "../image/image.ts";
import { type TestEngine, testEngine } from "../testing.ts";
import { build } from "./build.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { treeOver } from "./copy-files.ts";

/** A host with files at /ctx on which Dockerfiles are built: for tests. */
export class BuildLab {
  readonly lab: TestEngine;
  readonly engine: Engine;

  /** @param sh what runs the commands of RUN */
  constructor(sh: Program) {
    this.lab = testEngine({ programs: { sh } });
    this.engine = this.lab.engine;
    this.engine.ports.host.files.mkdir("/ctx/app", { recursive: true });
  }

  put(path: string, text: string): void {
    const { files } = this.engine.ports.host;
    files.mkdir(`/ctx/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    files.writeFile(`/ctx/${path}`, text);
  }

  /** @param watch told of the progress before the build begins: one that fails can be looked at */
  async run(
    source: string,
    more: Partial<BuildRequest> = {},
    watch: (progress: BuildProgress) => void = () => {},
  ): Promise<{ image: Image; progress: BuildProgress }> {
    const progress = new BuildProgress(this.engine.clock);
    watch(progress);
    const request: BuildRequest = {
      dockerfile: { name: "Dockerfile", source },
      context: { files: this.engine.ports.host.files, root: "/ctx" },
      ignore: undefined,
      tags: ["docker.io/library/x:latest"],
      target: "",
      buildArgs: {},
      labels: {},
      noCache: false,
      network: "default",
      provenance: true,
      ...more,
    };
    return { image: await this.lab.settle(build(this.engine, request, progress)), progress };
  }

  filesOf(image: Image) {
    return treeOver(this.engine, imageFiles(this.engine, image)).files;
  }
}

/** The steps of a build, as its log names them. */
export const steps = ({ vertices }: BuildProgress): string[] =>
  vertices.map(({ name, cached }) => `${cached ? "CACHED " : ""}${name}`);

/** What the commands of a build wrote. */
export const logs = ({ vertices }: BuildProgress): string[] =>
  vertices.flatMap((vertex) => vertex.logs.map(({ text }) => text));
