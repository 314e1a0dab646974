import type { Random } from "../../kernel/random.ts";
import type { CommandLine } from "./command-line.ts";
import type { MachineConfig } from "./machine-config.ts";
import type { MachineStore } from "./machine-store.ts";

/** The ports that Linux gives to who asks for any. */
const FIRST_PORT = 32_768;
const PORTS = 28_232;

/** The record of a machine that is about to be made, from `create`'s command line. */
export function newConfig(name: string, line: CommandLine, store: MachineStore, random: Random): MachineConfig {
  const folder = store.folderOf(name);
  const certificate = (file: string) => `${store.certificates}/${file}.pem`;
  const virtualbox = (flag: string) => line.text(`virtualbox-${flag}`);
  const is = (flag: string) => line.bool(`virtualbox-${flag}`);
  return {
    ConfigVersion: 3,
    Driver: {
      IPAddress: "",
      MachineName: name,
      SSHUser: "docker",
      SSHPort: FIRST_PORT + random.below(PORTS),
      SSHKeyPath: `${folder}/id_rsa`,
      StorePath: store.folder,
      SwarmMaster: false,
      SwarmHost: line.text("swarm-host"),
      SwarmDiscovery: "",
      VBoxManager: {},
      HostInterfaces: {},
      CPU: line.int("virtualbox-cpu-count"),
      Memory: line.int("virtualbox-memory"),
      DiskSize: line.int("virtualbox-disk-size"),
      NatNicType: virtualbox("nat-nictype"),
      Boot2DockerURL: virtualbox("boot2docker-url"),
      Boot2DockerImportVM: virtualbox("import-boot2docker-vm"),
      HostDNSResolver: is("host-dns-resolver"),
      HostOnlyCIDR: virtualbox("hostonly-cidr"),
      HostOnlyNicType: virtualbox("hostonly-nictype"),
      HostOnlyPromiscMode: virtualbox("hostonly-nicpromisc"),
      UIType: virtualbox("ui-type"),
      HostOnlyNoDHCP: is("hostonly-no-dhcp"),
      NoShare: is("no-share"),
      DNSProxy: !is("no-dns-proxy"),
      NoVTXCheck: is("no-vtx-check"),
      ShareFolder: virtualbox("share-folder"),
    },
    DriverName: "virtualbox",
    HostOptions: {
      Driver: "",
      Memory: 0,
      Disk: 0,
      EngineOptions: {
        ArbitraryFlags: line.list("engine-opt"),
        Dns: null,
        GraphDir: "",
        Env: line.list("engine-env"),
        Ipv6: false,
        InsecureRegistry: line.list("engine-insecure-registry"),
        Labels: line.list("engine-label"),
        LogLevel: "",
        StorageDriver: line.text("engine-storage-driver"),
        SelinuxEnabled: false,
        TlsVerify: true,
        RegistryMirror: line.list("engine-registry-mirror"),
        InstallURL: line.text("engine-install-url"),
      },
      SwarmOptions: {
        IsSwarm: false,
        Address: "",
        Discovery: "",
        Agent: false,
        Master: false,
        Host: line.text("swarm-host"),
        Image: line.text("swarm-image"),
        Strategy: line.text("swarm-strategy"),
        Heartbeat: 0,
        Overcommit: 0,
        ArbitraryFlags: [],
        ArbitraryJoinFlags: [],
        Env: null,
        IsExperimental: false,
      },
      AuthOptions: {
        CertDir: store.certificates,
        CaCertPath: certificate("ca"),
        CaPrivateKeyPath: certificate("ca-key"),
        CaCertRemotePath: "",
        ServerCertPath: `${folder}/server.pem`,
        ServerKeyPath: `${folder}/server-key.pem`,
        ClientKeyPath: certificate("key"),
        ServerCertRemotePath: "",
        ServerKeyRemotePath: "",
        ClientCertPath: certificate("cert"),
        ServerCertSANs: line.list("tls-san"),
        StorePath: folder,
      },
    },
    Name: name,
  };
}
