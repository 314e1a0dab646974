import { binary, file, type Layer, layer } from "../../kernel/layer.ts";

const FOREGROUND = `#!/bin/sh
set -e

# Apache gets grumpy about PID files pre-existing
rm -f /usr/local/apache2/logs/httpd.pid

exec httpd -DFOREGROUND "$@"
`;

const INDEX = "<html><body><h1>It works!</h1></body></html>\n";

const CONF = `ServerRoot "/usr/local/apache2"

Listen 80

User www-data
Group www-data

ServerAdmin you@example.com

DocumentRoot "/usr/local/apache2/htdocs"
<Directory "/usr/local/apache2/htdocs">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>

<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>

ErrorLog /proc/self/fd/2
LogLevel warn
CustomLog /proc/self/fd/1 common
`;

/** What `httpd` adds to its distribution. */
export const httpd = (mtime: number): Layer =>
  layer(
    {
      "/usr/local/bin/httpd-foreground": file(FOREGROUND, { mode: 0o755 }),
      "/usr/local/apache2/bin/httpd": binary("httpd", 2_480_264),
      "/usr/local/apache2/conf/httpd.conf": CONF,
      "/usr/local/apache2/htdocs/index.html": INDEX,
    },
    mtime,
  );
