/** What every node has built in, as `docker node inspect` lists it (tape 14). */
export const NODE_PLUGINS = {
  Log: ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
  Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
  Volume: ["local"],
};
