import { type CreateRequest, createContainer } from "../engine/container/create.ts";
import { createExec, type ExecRequest } from "../engine/container/exec.ts";
import { type RemoveOptions, removeContainer } from "../engine/container/remove.ts";
import { renameContainer } from "../engine/container/rename.ts";
import { startContainer } from "../engine/container/start.ts";
import {
  killContainer,
  pauseContainer,
  restartContainer,
  type StopOptions,
  stopContainer,
  unpauseContainer,
} from "../engine/container/stop.ts";
import type { Engine } from "../engine/engine.ts";
import { removeImage } from "../engine/image/remove.ts";
import { createNetwork, type NetworkRequest } from "../engine/network/create.ts";
import { removeNetwork } from "../engine/network/remove.ts";
import { createVolume, type VolumeRequest } from "../engine/volume/create.ts";
import { removeVolume } from "../engine/volume/remove.ts";

/** What Compose changes on a host. Each throws what the engine's own does. */
export interface Operations {
  createContainer(request: CreateRequest): Promise<{ readonly Id: string; readonly Warnings: readonly string[] }>;
  startContainer(id: string): Promise<void>;
  stopContainer(id: string, options?: StopOptions): Promise<void>;
  restartContainer(id: string, options?: StopOptions): Promise<void>;
  killContainer(id: string, signal?: string): Promise<void>;
  pauseContainer(id: string): Promise<void>;
  unpauseContainer(id: string): Promise<void>;
  removeContainer(id: string, options?: RemoveOptions): Promise<void>;
  renameContainer(id: string, name: string): Promise<void>;
  /** Runs a command in a container. @returns its exit status */
  exec(id: string, request: ExecRequest, onOutput: (text: string) => void): Promise<number>;
  createNetwork(request: NetworkRequest): Promise<string>;
  removeNetwork(id: string): Promise<void>;
  createVolume(request: VolumeRequest): Promise<void>;
  removeVolume(name: string): Promise<void>;
  removeImage(name: string): Promise<void>;
}

/** About what making or removing a network takes, ms (recording 13). */
const NETWORK_MS = 90;
const VOLUME_MS = 8;
const IMAGE_MS = 20;

/** The operations of an engine. */
export function engineOperations(engine: Engine): Operations {
  const { clock } = engine;
  return {
    createContainer: (request) => createContainer(engine, request),
    startContainer: (id) => startContainer(engine, id),
    stopContainer: (id, options) => stopContainer(engine, id, options),
    restartContainer: (id, options) => restartContainer(engine, id, options),
    killContainer: (id, signal) => killContainer(engine, id, signal),
    pauseContainer: async (id) => pauseContainer(engine, id),
    unpauseContainer: async (id) => unpauseContainer(engine, id),
    removeContainer: (id, options) => removeContainer(engine, id, options),
    renameContainer: async (id, name) => renameContainer(engine, id, name),
    exec: (id, request, onOutput) => {
      const exec = createExec(engine, id, request);
      exec.streams.onOutput(({ text }) => onOutput(text));
      return exec.run();
    },
    createNetwork: async (request) => {
      const { id } = createNetwork(engine, request);
      await clock.sleep(NETWORK_MS);
      return id;
    },
    removeNetwork: async (id) => {
      removeNetwork(engine, id);
      await clock.sleep(NETWORK_MS);
    },
    createVolume: async (request) => {
      createVolume(engine, request);
      await clock.sleep(VOLUME_MS);
    },
    removeVolume: async (name) => {
      removeVolume(engine, name, { force: true });
      await clock.sleep(VOLUME_MS);
    },
    removeImage: async (name) => {
      removeImage(engine, name);
      await clock.sleep(IMAGE_MS);
    },
  };
}

/** Operations that change nothing: `--dry-run`. */
export function dryRunOperations(): Operations {
  const nothing = () => Promise.resolve();
  return {
    createContainer: () => Promise.resolve({ Id: "dryRunId", Warnings: [] }),
    startContainer: nothing,
    stopContainer: nothing,
    restartContainer: nothing,
    killContainer: nothing,
    pauseContainer: nothing,
    unpauseContainer: nothing,
    removeContainer: nothing,
    renameContainer: nothing,
    exec: () => Promise.resolve(0),
    createNetwork: () => Promise.resolve("dryRunId"),
    removeNetwork: nothing,
    createVolume: nothing,
    removeVolume: nothing,
    removeImage: nothing,
  };
}
