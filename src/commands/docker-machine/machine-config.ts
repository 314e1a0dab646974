/** What docker-machine remembers of a machine: its config.json, which `inspect` shows (docker/machine, libmachine/host). */
export interface MachineConfig {
  ConfigVersion: 3;
  Driver: VirtualBoxDriver;
  DriverName: "virtualbox";
  HostOptions: {
    Driver: string;
    Memory: number;
    Disk: number;
    EngineOptions: EngineOptions;
    SwarmOptions: Record<string, unknown> & { Discovery: string; Master: boolean };
    AuthOptions: Record<string, unknown>;
  };
  Name: string;
}

interface VirtualBoxDriver {
  /** Empty until the machine runs. */
  IPAddress: string;
  MachineName: string;
  SSHUser: "docker";
  SSHPort: number;
  SSHKeyPath: string;
  StorePath: string;
  SwarmMaster: boolean;
  SwarmHost: string;
  SwarmDiscovery: string;
  VBoxManager: Record<string, never>;
  HostInterfaces: Record<string, never>;
  CPU: number;
  Memory: number;
  DiskSize: number;
  NatNicType: string;
  Boot2DockerURL: string;
  Boot2DockerImportVM: string;
  HostDNSResolver: boolean;
  HostOnlyCIDR: string;
  HostOnlyNicType: string;
  HostOnlyPromiscMode: string;
  UIType: string;
  HostOnlyNoDHCP: boolean;
  NoShare: boolean;
  DNSProxy: boolean;
  NoVTXCheck: boolean;
  ShareFolder: string;
}

export interface EngineOptions {
  ArbitraryFlags: readonly string[];
  Dns: null;
  GraphDir: string;
  Env: readonly string[];
  Ipv6: boolean;
  InsecureRegistry: readonly string[];
  Labels: readonly string[];
  LogLevel: string;
  StorageDriver: string;
  SelinuxEnabled: boolean;
  TlsVerify: boolean;
  RegistryMirror: readonly string[];
  InstallURL: string;
}
