import { binary, directory, file, type Layer, layer, link } from "../../kernel/layer.ts";
import { withAccount } from "./accounts.ts";

/** Runs what lies in /docker-entrypoint.d and says so, as the official image's does, then starts the command. */
const ENTRYPOINT = `#!/bin/sh
set -e

log() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$@"
    fi
}

if [ "$1" = "nginx" ] || [ "$1" = "nginx-debug" ]; then
    if [ -n "$(ls /docker-entrypoint.d/ 2>/dev/null)" ]; then
        log "$0: /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
        log "$0: Looking for shell scripts in /docker-entrypoint.d/"
        for script in /docker-entrypoint.d/*; do
            case "$script" in
                *.envsh)
                    if [ -x "$script" ]; then
                        log "$0: Sourcing $script"
                        . "$script"
                    else
                        log "$0: Ignoring $script, not executable"
                    fi
                    ;;
                *.sh)
                    if [ -x "$script" ]; then
                        log "$0: Launching $script"
                        "$script"
                    else
                        log "$0: Ignoring $script, not executable"
                    fi
                    ;;
                *) log "$0: Ignoring $script" ;;
            esac
        done
        log "$0: Configuration complete; ready for start up"
    else
        log "$0: No files found in /docker-entrypoint.d/, skipping configuration"
    fi
fi

exec "$@"
`;

const LISTEN_ON_IPV6 = `#!/bin/sh
set -e

ME=$(basename "$0")
CONF=etc/nginx/conf.d/default.conf

log() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$@"
    fi
}

if [ ! -f "/$CONF" ]; then
    log "$ME: info: /$CONF is not a file or does not exist"
    exit 0
fi
if ! touch "/$CONF" 2>/dev/null; then
    log "$ME: info: can not modify /$CONF (read-only file system?)"
    exit 0
fi
if grep -q 'listen  *\\[::\\]:80;' "/$CONF"; then
    log "$ME: info: IPv6 listen already enabled"
    exit 0
fi
log "$ME: info: Getting the checksum of /$CONF"
if ! grep -q 'root   /usr/share/nginx/html;' "/$CONF"; then
    log "$ME: info: /$CONF differs from the packaged version"
    exit 0
fi
sed -i 's,listen       80;,listen       80;\\n    listen  [::]:80;,' "/$CONF"
log "$ME: info: Enabled listen on IPv6 in /$CONF"
`;

const NOTHING_TO_DO = "#!/bin/sh\nset -e\nexit 0\n";

const DEFAULT_CONF = `server {
    listen       80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const NGINX_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;

    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

export const MIME_TYPES = `types {
    text/html                             html htm shtml;
    text/css                              css;
    text/xml                              xml;
    image/gif                             gif;
    image/jpeg                            jpeg jpg;
    application/javascript                js;
    text/plain                            txt;
    image/png                             png;
    image/svg+xml                         svg svgz;
    application/json                      json;
}
`;

const page = (title: string, body: string) => `<!DOCTYPE html>
<html>
<head>
<title>${title}</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
${body}
</body>
</html>
`;

export const INDEX = page(
  "Welcome to nginx!",
  `<h1>Welcome to nginx!</h1>
<p>If you see this page, nginx is successfully installed and working.
Further configuration is required for the web server, reverse proxy, 
API gateway, load balancer, content cache, or other features.</p>

<p>For online documentation and support please refer to
<a href="https://nginx.org/">nginx.org</a>.<br/>
To engage with the community please visit
<a href="https://community.nginx.org/">community.nginx.org</a>.<br/>
For enterprise grade support, professional services, additional 
security features and capabilities please refer to
<a href="https://f5.com/nginx">f5.com/nginx</a>.</p>

<p><em>Thank you for using nginx.</em></p>`,
);

const ERROR = page(
  "Error",
  `<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p>If you are the system administrator of this resource then you should check
the error log for details.</p>
<p><em>Faithfully yours, nginx.</em></p>`,
);

/** What `nginx` adds to its distribution. @param version "1.31.6" @param base the distribution */
export function nginx(version: string, base: string, mtime: number): Layer {
  const script = (content: string) => file(content, { mode: 0o755 });
  return layer(
    {
      ...withAccount(base, {
        ...{ name: "nginx", uid: 101, comment: "nginx user" },
        ...(base === "alpine"
          ? { home: "/var/cache/nginx", shell: "/sbin/nologin" }
          : { home: "/nonexistent", shell: "/bin/false" }),
      }),
      "/docker-entrypoint.sh": script(ENTRYPOINT),
      "/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh": script(LISTEN_ON_IPV6),
      "/docker-entrypoint.d/15-local-resolvers.envsh": script(NOTHING_TO_DO.replace("exit 0\n", "")),
      "/docker-entrypoint.d/20-envsubst-on-templates.sh": script(NOTHING_TO_DO),
      "/docker-entrypoint.d/30-tune-worker-processes.sh": script(NOTHING_TO_DO),
      "/usr/sbin/nginx": binary("nginx", 1_587_864),
      "/usr/share/doc/nginx/VERSION": `${version}\n`,
      "/etc/nginx/nginx.conf": NGINX_CONF,
      "/etc/nginx/mime.types": MIME_TYPES,
      "/etc/nginx/conf.d/default.conf": DEFAULT_CONF,
      "/usr/share/nginx/html/index.html": INDEX,
      "/usr/share/nginx/html/50x.html": ERROR,
      "/var/log/nginx/access.log": link("/dev/stdout"),
      "/var/log/nginx/error.log": link("/dev/stderr"),
      "/var/cache/nginx": directory(),
    },
    mtime,
  );
}
