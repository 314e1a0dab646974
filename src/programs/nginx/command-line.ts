/**
 * nginx's options (src/core/nginx.c, ngx_get_options). What `-V` tells of its build is rebuilt from the packages that
 * nginx.org publishes for Debian, as the official image installs them.
 */
export interface CommandLine {
  readonly conf: string;
  readonly test: boolean;
  readonly dump: boolean;
  readonly quiet: boolean;
  readonly signal?: string;
  readonly show?: "version" | "configure" | "help";
  /** `-g` */
  readonly directives: readonly string[];
}

const WANTS: Readonly<Record<string, string>> = {
  ...{ s: "parameter", g: "parameter", c: "file name", e: "file name", p: "directory name" },
};

/** The options, letters joined or not; or what is wrong with them. */
export function commandLine(words: readonly string[]): CommandLine | string {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const directives: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (!word.startsWith("-")) return `invalid option: "${word}"`;
    for (let at = 1; at < word.length; at++) {
      const letter = word.charAt(at);
      const wanted = WANTS[letter];
      if (wanted === undefined) {
        if (!/[?hvVtTq]/.test(letter)) return `invalid option: "${letter}"`;
        flags.add(letter);
        continue;
      }
      const value = word.slice(at + 1) || words[++i];
      if (value === undefined) return `option "-${letter}" requires ${wanted}`;
      values[letter] = value;
      if (letter === "g") directives.push(value);
      break;
    }
  }
  const help = flags.has("h") || flags.has("?");
  const conf = values.c ?? "/etc/nginx/nginx.conf";
  return {
    conf: conf.startsWith("/") ? conf : `/etc/nginx/${conf}`,
    test: flags.has("t") || flags.has("T"),
    ...{ dump: flags.has("T"), quiet: flags.has("q"), directives },
    ...(values.s === undefined ? {} : { signal: values.s }),
    ...(help
      ? { show: "help" as const }
      : flags.has("V")
        ? { show: "configure" as const }
        : flags.has("v")
          ? { show: "version" as const }
          : {}),
  };
}

/** What `-h` prints after the version. */
export const usage = (): string => `Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -T            : test configuration, dump it and exit
  -q            : suppress non-error messages during configuration testing
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -p prefix     : set prefix path (default: /etc/nginx/)
  -e filename   : set error log file (default: /var/log/nginx/error.log)
  -c filename   : set configuration file (default: /etc/nginx/nginx.conf)
  -g directives : set global directives out of configuration file

`;

/** Who built it. */
export const COMPILER = "gcc 14.2.0 (Debian 14.2.0-19) ";

const MODULES =
  "compat file-aio threads http_addition_module http_auth_request_module http_dav_module http_flv_module http_gunzip_module http_gzip_static_module http_mp4_module http_random_index_module http_realip_module http_secure_link_module http_slice_module http_ssl_module http_stub_status_module http_sub_module http_v2_module http_v3_module mail mail_ssl_module stream stream_realip_module stream_ssl_module stream_ssl_preread_module";

/** What `-v` and `-V` print. */
export function versionLines(version: string, configure: boolean): string {
  const first = `nginx version: nginx/${version}\n`;
  if (!configure) return first;
  const temporary = ["client-body:client", "proxy:proxy", "fastcgi:fastcgi", "uwsgi:uwsgi", "scgi:scgi"].map((pair) => {
    const [option, folder] = pair.split(":");
    return `--http-${option}-temp-path=/var/cache/nginx/${folder}_temp`;
  });
  const options = [
    "--prefix=/etc/nginx --sbin-path=/usr/sbin/nginx --modules-path=/usr/lib/nginx/modules",
    "--conf-path=/etc/nginx/nginx.conf --error-log-path=/var/log/nginx/error.log",
    "--http-log-path=/var/log/nginx/access.log --pid-path=/run/nginx.pid --lock-path=/run/nginx.lock",
    ...temporary,
    "--user=nginx --group=nginx",
    ...MODULES.split(" ").map((name) => `--with-${name}`),
    `--with-cc-opt='-g -O2 -ffile-prefix-map=/home/builder/debuild/nginx-${version}/debian/debuild-base/nginx-${version}=. -fstack-protector-strong -Wformat -Werror=format-security -Wp,-D_FORTIFY_SOURCE=2 -fPIC'`,
    "--with-ld-opt='-Wl,-z,relro -Wl,-z,now -Wl,--as-needed -pie'",
  ];
  return `${first}built by ${COMPILER}\nbuilt with OpenSSL 3.5.9 29 Sep 2026\nTLS SNI support enabled\nconfigure arguments: ${options.join(" ")}\n`;
}
