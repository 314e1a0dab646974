/** How a service is kept alive, placed and updated: `healthcheck`, `deploy` and `logging`. Durations are nanoseconds. */
export interface ComposeHealthcheck {
  /** The check is off, whatever the image says. */
  readonly disable: boolean;
  /** "CMD" or "CMD-SHELL" first; empty: the image's. */
  readonly test: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
}

export interface ComposeDeploy {
  readonly mode?: "replicated" | "global" | "replicated-job" | "global-job";
  readonly replicas?: number;
  /** Labels of the service, not of its containers. */
  readonly labels: Readonly<Record<string, string>>;
  readonly updateConfig?: ComposeUpdateConfig;
  readonly rollbackConfig?: ComposeUpdateConfig;
  readonly restartPolicy?: {
    /** "none", "on-failure" or "any". */
    readonly condition?: string;
    readonly delay?: number;
    readonly maxAttempts?: number;
    readonly window?: number;
  };
  readonly placement: {
    readonly constraints: readonly string[];
    /** Each the label of a `spread`. */
    readonly preferences: readonly string[];
    readonly maxReplicasPerNode?: number;
  };
  readonly resources: { readonly limits?: ComposeResources; readonly reservations?: ComposeResources };
  /** "vip" or "dnsrr". */
  readonly endpointMode?: string;
}

export interface ComposeUpdateConfig {
  readonly parallelism?: number;
  readonly delay?: number;
  readonly failureAction?: string;
  readonly monitor?: number;
  readonly maxFailureRatio?: number;
  readonly order?: string;
}

export interface ComposeResources {
  /** Cores: 0.5 is half of one. */
  readonly cpus?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly pids?: number;
}

export interface ComposeLogging {
  readonly driver?: string;
  readonly options: Readonly<Record<string, string>>;
}
