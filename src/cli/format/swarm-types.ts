/**
 * The structs of the API that a swarm is made of, field by field in Go's order (moby, api/types/swarm, api/types/mount and
 * api/types/container): `Name` is a string, `Name:type` anything else, `+type` what is embedded.
 */
export const SWARM_TYPES: Readonly<Record<string, string>> = {
  "swarm.Meta": "Version:version CreatedAt:time UpdatedAt:time",
  "swarm.Annotations": "Name Labels:map",
  "swarm.Driver": "Name Options:map",
  "swarm.Service":
    "ID +swarm.Meta Spec:swarm.ServiceSpec PreviousSpec:*swarm.ServiceSpec Endpoint:swarm.Endpoint UpdateStatus:*swarm.UpdateStatus ServiceStatus:*swarm.ServiceStatus JobStatus:*swarm.JobStatus",
  "swarm.ServiceSpec":
    "+swarm.Annotations TaskTemplate:swarm.TaskSpec Mode:swarm.ServiceMode UpdateConfig:*swarm.UpdateConfig RollbackConfig:*swarm.UpdateConfig Networks:[]swarm.NetworkAttachmentConfig EndpointSpec:*swarm.EndpointSpec",
  "swarm.ServiceMode":
    "Replicated:*swarm.ReplicatedService Global:*swarm.GlobalService ReplicatedJob:*swarm.ReplicatedJob GlobalJob:*swarm.GlobalJob",
  "swarm.ReplicatedService": "Replicas:*uint64",
  "swarm.GlobalService": "",
  "swarm.ReplicatedJob": "MaxConcurrent:*uint64 TotalCompletions:*uint64",
  "swarm.GlobalJob": "",
  "swarm.UpdateStatus": "State StartedAt:*time CompletedAt:*time Message",
  "swarm.UpdateConfig":
    "Parallelism:uint64 Delay:duration FailureAction Monitor:duration MaxFailureRatio:float32 Order",
  "swarm.ServiceStatus": "RunningTasks:uint64 DesiredTasks:uint64 CompletedTasks:uint64",
  "swarm.JobStatus": "JobIteration:version LastExecution:time",
  "swarm.Endpoint": "Spec:swarm.EndpointSpec Ports:[]swarm.PortConfig VirtualIPs:[]swarm.EndpointVirtualIP",
  "swarm.EndpointSpec": "Mode Ports:[]swarm.PortConfig",
  "swarm.PortConfig": "Name Protocol TargetPort:uint32 PublishedPort:uint32 PublishMode",
  "swarm.EndpointVirtualIP": "NetworkID Addr",
  "swarm.NetworkAttachmentConfig": "Target Aliases:[]string DriverOpts:map",
  "swarm.TaskSpec":
    "ContainerSpec:*swarm.ContainerSpec PluginSpec:*runtime.PluginSpec NetworkAttachmentSpec:*swarm.NetworkAttachmentSpec Resources:*swarm.ResourceRequirements RestartPolicy:*swarm.RestartPolicy Placement:*swarm.Placement Networks:[]swarm.NetworkAttachmentConfig LogDriver:*swarm.Driver ForceUpdate:uint64 Runtime",
  "swarm.ContainerSpec":
    "Image Labels:map Command:[]string Args:[]string Hostname Env:[]string Dir User Groups:[]string Privileges:*swarm.Privileges Init:*bool StopSignal TTY:bool OpenStdin:bool ReadOnly:bool Mounts:[]mount.Mount StopGracePeriod:*duration Healthcheck:*container.HealthConfig Hosts:[]string DNSConfig:*swarm.DNSConfig Secrets:[]*swarm.SecretReference Configs:[]*swarm.ConfigReference Isolation Sysctls:map CapabilityAdd:[]string CapabilityDrop:[]string Ulimits:[]*units.Ulimit OomScoreAdj:int64",
  "swarm.Privileges":
    "CredentialSpec:*swarm.CredentialSpec SELinuxContext:*swarm.SELinuxContext Seccomp:*swarm.SeccompOpts AppArmor:*swarm.AppArmorOpts NoNewPrivileges:bool",
  "swarm.CredentialSpec": "Config File Registry",
  "swarm.DNSConfig": "Nameservers:[]string Search:[]string Options:[]string",
  "swarm.SecretReference": "File:*swarm.SecretReferenceFileTarget SecretID SecretName",
  "swarm.SecretReferenceFileTarget": "Name UID GID Mode:mode",
  "swarm.ConfigReference":
    "File:*swarm.ConfigReferenceFileTarget Runtime:*swarm.ConfigReferenceRuntimeTarget ConfigID ConfigName",
  "swarm.ConfigReferenceFileTarget": "Name UID GID Mode:mode",
  "mount.Mount":
    "Type Source Target ReadOnly:bool Consistency BindOptions:*mount.BindOptions VolumeOptions:*mount.VolumeOptions ImageOptions:*mount.ImageOptions TmpfsOptions:*mount.TmpfsOptions ClusterOptions:*mount.ClusterOptions",
  "mount.BindOptions":
    "Propagation NonRecursive:bool CreateMountpoint:bool ReadOnlyNonRecursive:bool ReadOnlyForceRecursive:bool",
  "mount.VolumeOptions": "NoCopy:bool Labels:map Subpath DriverConfig:*mount.Driver",
  "mount.Driver": "Name Options:map",
  "mount.TmpfsOptions": "SizeBytes:int64 Mode:mode Options:[][]string",
  "container.HealthConfig":
    "Test:[]string Interval:duration Timeout:duration StartPeriod:duration StartInterval:duration Retries:int",
  "units.Ulimit": "Name Hard:int64 Soft:int64",
  "swarm.ResourceRequirements":
    "Limits:*swarm.Limit Reservations:*swarm.Resources SwapBytes:*int64 MemorySwappiness:*int64",
  "swarm.Limit": "NanoCPUs:int64 MemoryBytes:int64 Pids:int64",
  "swarm.Resources": "NanoCPUs:int64 MemoryBytes:int64 GenericResources:[]swarm.GenericResource",
  "swarm.GenericResource":
    "NamedResourceSpec:*swarm.NamedGenericResource DiscreteResourceSpec:*swarm.DiscreteGenericResource",
  "swarm.NamedGenericResource": "Kind Value",
  "swarm.DiscreteGenericResource": "Kind Value:int64",
  "swarm.RestartPolicy": "Condition Delay:*duration MaxAttempts:*uint64 Window:*duration",
  "swarm.Placement":
    "Constraints:[]string Preferences:[]swarm.PlacementPreference MaxReplicas:uint64 Platforms:[]swarm.Platform",
  "swarm.PlacementPreference": "Spread:*swarm.SpreadOver",
  "swarm.SpreadOver": "SpreadDescriptor",
  "swarm.Platform": "Architecture OS",
  "swarm.Task":
    "ID +swarm.Meta +swarm.Annotations Spec:swarm.TaskSpec ServiceID Slot:int NodeID Status:swarm.TaskStatus DesiredState NetworksAttachments:[]swarm.NetworkAttachment GenericResources:[]swarm.GenericResource JobIteration:*version Volumes:[]swarm.VolumeAttachment",
  "swarm.TaskStatus":
    "Timestamp:time State Message Err ContainerStatus:*swarm.ContainerStatus PortStatus:swarm.PortStatus",
  "swarm.ContainerStatus": "ContainerID PID:int ExitCode:int",
  "swarm.PortStatus": "Ports:[]swarm.PortConfig",
  "swarm.NetworkAttachment": "Network:swarm.Network Addresses:[]string",
  "swarm.Network": "ID +swarm.Meta Spec:swarm.NetworkSpec DriverState:swarm.Driver IPAMOptions:*swarm.IPAMOptions",
  "swarm.NetworkSpec":
    "+swarm.Annotations DriverConfiguration:*swarm.Driver IPv6Enabled:bool Internal:bool Attachable:bool Ingress:bool IPAMOptions:*swarm.IPAMOptions ConfigFrom:*network.ConfigReference Scope",
  "swarm.IPAMOptions": "Driver:swarm.Driver Configs:[]swarm.IPAMConfig",
  "swarm.IPAMConfig": "Subnet Range Gateway",
  "swarm.Node":
    "ID +swarm.Meta Spec:swarm.NodeSpec Description:swarm.NodeDescription Status:swarm.NodeStatus ManagerStatus:*swarm.ManagerStatus",
  "swarm.NodeSpec": "+swarm.Annotations Role Availability",
  "swarm.NodeDescription":
    "Hostname Platform:swarm.Platform Resources:swarm.Resources Engine:swarm.EngineDescription TLSInfo:swarm.TLSInfo CSIInfo:[]swarm.NodeCSIInfo",
  "swarm.EngineDescription": "EngineVersion Labels:map Plugins:[]swarm.PluginDescription",
  "swarm.PluginDescription": "Type Name",
  "swarm.TLSInfo": "TrustRoot CertIssuerSubject:[]uint8 CertIssuerPublicKey:[]uint8",
  "swarm.NodeStatus": "State Message Addr",
  "swarm.ManagerStatus": "Leader:bool Reachability Addr",
  "swarm.Secret": "ID +swarm.Meta Spec:swarm.SecretSpec",
  "swarm.SecretSpec": "+swarm.Annotations Data:[]uint8 Driver:*swarm.Driver Templating:*swarm.Driver",
  "swarm.Config": "ID +swarm.Meta Spec:swarm.ConfigSpec",
  "swarm.ConfigSpec": "+swarm.Annotations Data:[]uint8 Templating:*swarm.Driver",
};
