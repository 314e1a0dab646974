import { HARDWARE } from "../../kernel/hardware.ts";
import { SERVER } from "./release.ts";

export interface ComponentVersion {
  Name: string;
  Version: string;
  Details: Record<string, string>;
}

/** `GET /version`, in the API's order. */
export interface SystemVersion {
  Platform: { Name: string };
  Version: string;
  ApiVersion: string;
  MinAPIVersion: string;
  Os: string;
  Arch: string;
  Components: ComponentVersion[];
  GitCommit: string;
  GoVersion: string;
  KernelVersion: string;
  BuildTime: string;
}

export function systemVersion(): SystemVersion {
  const KernelVersion = HARDWARE.kernel;
  const BuildTime = "2026-08-05T17:34:15.000000000+00:00";
  const shared = {
    ApiVersion: SERVER.apiVersion,
    Arch: "amd64",
    BuildTime,
    Experimental: "false",
    GitCommit: SERVER.commit,
    GoVersion: SERVER.goVersion,
    KernelVersion,
    MinAPIVersion: SERVER.minApiVersion,
    Os: "linux",
  };
  return {
    Platform: { Name: "" },
    Version: SERVER.version,
    ApiVersion: SERVER.apiVersion,
    MinAPIVersion: SERVER.minApiVersion,
    Os: "linux",
    Arch: "amd64",
    Components: [
      { Name: "Engine", Version: SERVER.version, Details: shared },
      { Name: "containerd", Version: SERVER.containerd, Details: { GitCommit: "" } },
      { Name: "runc", Version: SERVER.runc, Details: { GitCommit: SERVER.runcCommit } },
      { Name: "docker-init", Version: SERVER.init, Details: { GitCommit: "" } },
    ],
    GitCommit: SERVER.commit,
    GoVersion: SERVER.goVersion,
    KernelVersion,
    BuildTime,
  };
}
