/**
 * The structs that `inspect` shows of an engine's objects, field by field in Go's order (moby, api/types of API 1.52): `Name`
 * is a string, `Name:type` anything else, `Name@json` what JSON calls otherwise, `+type` what is embedded. An `ip` is a
 * netip.Addr, a `prefix` a netip.Prefix, a `set` a map to empty structs; `[port]`
 * stands in those whose keys are no texts.
 */
export const ENGINE_TYPES: Readonly<Record<string, string>> = {
  "container.InspectResponse":
    "ID@Id Created Path Args:[]string State:*container.State Image ResolvConfPath HostnamePath HostsPath LogPath Name RestartCount:int Driver Platform MountLabel ProcessLabel AppArmorProfile ExecIDs:[]string HostConfig:*container.HostConfig GraphDriver:*storage.DriverData Storage:*storage.Storage SizeRw:*int64 SizeRootFs:*int64 Mounts:[]container.MountPoint Config:*container.Config NetworkSettings:*container.NetworkSettings ImageManifestDescriptor:*v1.Descriptor",
  "container.State":
    "Status Running:bool Paused:bool Restarting:bool OOMKilled:bool Dead:bool Pid:int ExitCode:int Error StartedAt FinishedAt Health:*container.Health",
  "container.Health": "Status FailingStreak:int Log:[]*container.HealthcheckResult",
  "container.HealthcheckResult": "Start:time End:time ExitCode:int Output",
  "container.HostConfig":
    "Binds:[]string ContainerIDFile LogConfig:container.LogConfig NetworkMode PortBindings:map[port][]network.PortBinding RestartPolicy:container.RestartPolicy AutoRemove:bool VolumeDriver VolumesFrom:[]string ConsoleSize:[]uint Annotations:map CapAdd:[]string CapDrop:[]string CgroupnsMode DNS@Dns:[]string DNSOptions@DnsOptions:[]string DNSSearch@DnsSearch:[]string ExtraHosts:[]string GroupAdd:[]string IpcMode Cgroup Links:[]string OomScoreAdj:int PidMode Privileged:bool PublishAllPorts:bool ReadonlyRootfs:bool SecurityOpt:[]string StorageOpt:map Tmpfs:map UTSMode UsernsMode ShmSize:int64 Sysctls:map Runtime Isolation +container.Resources Mounts:[]mount.Mount MaskedPaths:[]string ReadonlyPaths:[]string Init:*bool",
  "container.LogConfig": "Type Config:map",
  "container.RestartPolicy": "Name MaximumRetryCount:int",
  "container.Resources":
    "CPUShares@CpuShares:int64 Memory:int64 NanoCPUs@NanoCpus:int64 CgroupParent BlkioWeight:uint16 BlkioWeightDevice:[]*blkiodev.WeightDevice BlkioDeviceReadBps:[]*blkiodev.ThrottleDevice BlkioDeviceWriteBps:[]*blkiodev.ThrottleDevice BlkioDeviceReadIOps:[]*blkiodev.ThrottleDevice BlkioDeviceWriteIOps:[]*blkiodev.ThrottleDevice CPUPeriod@CpuPeriod:int64 CPUQuota@CpuQuota:int64 CPURealtimePeriod@CpuRealtimePeriod:int64 CPURealtimeRuntime@CpuRealtimeRuntime:int64 CpusetCpus CpusetMems Devices:[]container.DeviceMapping DeviceCgroupRules:[]string DeviceRequests:[]container.DeviceRequest MemoryReservation:int64 MemorySwap:int64 MemorySwappiness:*int64 OomKillDisable:*bool PidsLimit:*int64 Ulimits:[]*units.Ulimit CPUCount@CpuCount:int64 CPUPercent@CpuPercent:int64 IOMaximumIOps:uint64 IOMaximumBandwidth:uint64",
  "container.DeviceMapping": "PathOnHost PathInContainer CgroupPermissions",
  "container.DeviceRequest": "Driver Count:int DeviceIDs:[]string Capabilities:[][]string Options:map",
  "container.MountPoint": "Type Name Source Destination Driver Mode RW:bool Propagation",
  "container.Config":
    "Hostname Domainname User AttachStdin:bool AttachStdout:bool AttachStderr:bool ExposedPorts:set[port] Tty:bool OpenStdin:bool StdinOnce:bool Env:[]string Cmd:[]string Healthcheck:*container.HealthConfig ArgsEscaped:bool Image Volumes:set WorkingDir Entrypoint:[]string NetworkDisabled:bool OnBuild:[]string Labels:map StopSignal StopTimeout:*int Shell:[]string",
  "container.NetworkSettings":
    "SandboxID SandboxKey Ports:map[port][]network.PortBinding Networks:map[]*network.EndpointSettings",
  "network.PortBinding": "HostIP@HostIp:ip HostPort",
  "network.EndpointSettings":
    "IPAMConfig:*network.EndpointIPAMConfig Links:[]string Aliases:[]string DriverOpts:map GwPriority:int NetworkID EndpointID Gateway:ip IPAddress:ip MacAddress IPPrefixLen:int IPv6Gateway:ip GlobalIPv6Address:ip GlobalIPv6PrefixLen:int DNSNames:[]string",
  "network.EndpointIPAMConfig": "IPv4Address:ip IPv6Address:ip LinkLocalIPs:[]string",
  "storage.DriverData": "Data:map Name",
  "storage.Storage": "RootFS:*storage.RootFSStorage",
  "storage.RootFSStorage": "Snapshot:*storage.RootFSStorageSnapshot",
  "storage.RootFSStorageSnapshot": "Name",
  "v1.Descriptor":
    "MediaType@mediaType Digest@digest Size@size:int64 URLs@urls:[]string Annotations@annotations:map Data@data:[]uint8 Platform@platform:*v1.Platform ArtifactType@artifactType",
  "v1.Platform": "Architecture@architecture OS@os OSVersion@os.version OSFeatures@os.features:[]string Variant@variant",
  "network.Inspect":
    "+network.Network Containers:map[]network.EndpointResource Services:map[]network.ServiceInfo Status:*network.Status",
  "network.Network":
    "Name ID@Id Created:time Scope Driver EnableIPv4:bool EnableIPv6:bool IPAM:network.IPAM Internal:bool Attachable:bool Ingress:bool ConfigFrom:network.ConfigReference ConfigOnly:bool Options:map Labels:map Peers:[]network.PeerInfo",
  "network.IPAM": "Driver Options:map Config:[]network.IPAMConfig",
  "network.IPAMConfig": "Subnet:prefix IPRange:prefix Gateway:ip AuxAddress@AuxiliaryAddresses:map",
  "network.ConfigReference": "Network",
  "network.PeerInfo": "Name IP:ip",
  "network.EndpointResource": "Name EndpointID MacAddress IPv4Address:prefix IPv6Address:prefix",
  "network.ServiceInfo": "VIP:ip Ports:[]string LocalLBIndex:int Tasks:[]network.Task",
  "network.Task": "Name EndpointID EndpointIP:ip Info:map",
  "network.Status": "IPAM:network.IPAMStatus",
  "network.IPAMStatus": "Subnets:map[]network.SubnetStatus",
  "network.SubnetStatus": "IPsInUse:uint64 DynamicIPsAvailable:uint64",
  "volume.Volume":
    "ClusterVolume:*volume.ClusterVolume CreatedAt Driver Labels:map Mountpoint Name Options:map Scope Status:map UsageData:*volume.UsageData",
  "volume.UsageData": "RefCount:int64 Size:int64",
  "image.InspectResponse":
    "ID@Id RepoTags:[]string RepoDigests:[]string Comment Created Author Config:*v1.DockerOCIImageConfig Architecture Variant Os OsVersion Size:int64 RootFS:image.RootFS Metadata:image.Metadata Descriptor:*v1.Descriptor Identity:*image.Identity",
  "v1.DockerOCIImageConfig": "+v1.ImageConfig +v1.DockerOCIImageConfigExt",
  "v1.ImageConfig":
    "User ExposedPorts:set Env:[]string Entrypoint:[]string Cmd:[]string Volumes:set WorkingDir Labels:map StopSignal ArgsEscaped:bool",
  "v1.DockerOCIImageConfigExt": "Healthcheck:*container.HealthConfig OnBuild:[]string Shell:[]string",
  "image.RootFS": "Type Layers:[]string",
  "image.Metadata": "LastTagTime:time",
  "image.Identity": "Build:[]image.BuildIdentity Pull:[]image.PullIdentity",
  "image.BuildIdentity": "Ref CreatedAt:time",
  "image.PullIdentity": "Repository",
};
