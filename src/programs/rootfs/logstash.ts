import { binary, directory, type Layer, layer } from "../../kernel/layer.ts";

/** What Elastic's `logstash-oss` adds to its distribution, as far as starting it needs. */
export const logstash = (mtime: number): Layer =>
  layer(
    {
      "/usr/local/bin/docker-entrypoint": binary("logstash", 1000),
      "/usr/share/logstash/bin/logstash": binary("logstash", 1000),
      "/usr/bin/which": binary("which", 24_000),
      "/usr/share/logstash/pipeline": directory({ uid: 1000, gid: 1000 }),
      "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nlogstash:x:1000:1000::/usr/share/logstash:/bin/bash\n",
      "/etc/group": "root:x:0:\nlogstash:x:1000:\n",
    },
    mtime,
  );
