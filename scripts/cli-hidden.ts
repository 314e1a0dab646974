/** What help does not tell of the docker client 29: read in docker/cli and docker/buildx. */

/** The `Use` of groups where it is more than their name; usage errors print it. */
export const GROUP_USE: Readonly<Record<string, string>> = {
  "": "[OPTIONS] COMMAND [ARG...]",
  manifest: "COMMAND",
  stack: "[OPTIONS]",
  volume: "COMMAND",
};

/** Commands that no list of help shows. */
export const HIDDEN_COMMANDS: readonly string[] = ["checkpoint", "trust"];

/** Flags that are accepted but not shown: old names, other systems, what the classic builder knew. */
export const HIDDEN_FLAGS: Readonly<Record<string, string>> = {
  "container commit": "!p,pause=true",
  "container create":
    "!cpu-count:int !cpu-percent:int !disable-content-trust=true !dns-opt:list !io-maxbandwidth:bytes !io-maxiops:uint64 !kernel-memory:bytes !net:network !net-alias:list",
  "container run":
    "!cpu-count:int !cpu-percent:int !disable-content-trust=true !dns-opt:list !io-maxbandwidth:bytes !io-maxiops:uint64 !kernel-memory:bytes !net:network !net-alias:list",
  "container restart": "!time:int",
  "container stop": "!time:int",
  "container update": "!kernel-memory:bytes",
  "buildx build":
    "!compress !c,cpu-shares:int !cpu-period:int !cpu-quota:int !cpuset-cpus:string !cpuset-mems:string !force-rm !isolation:string !m,memory:bytes !memory-swap:bytes !rm=true !security-opt:stringArray !squash",
  "image pull": "!disable-content-trust=true",
  "image push": "!disable-content-trust=true",
  "plugin install": "!disable-content-trust=true",
  "plugin push": "!disable-content-trust=true",
  "plugin upgrade": "!disable-content-trust=true",
  "volume create": "!name:string",
  compose: "!verbose !workdir:string !v,version !no-ansi",
  "compose build": "!parallel=true !compress=true !force-rm=true !no-rm !progress:string",
  "compose exec": "!i,interactive=true !t,tty=true",
  "compose pull": "!parallel=true !no-parallel=true",
  "compose rm": "!a,all",
  "compose run": "!t,tty=true",
  "compose up": "!force-rm",
};
