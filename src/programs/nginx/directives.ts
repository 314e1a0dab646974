/** What nginx knows of a directive before its module reads it (src/core/ngx_conf_file.c, the commands of each module). */
export interface DirectiveRule {
  /** Where it may stand: main, events, http, server, location, upstream, if. */
  readonly where: string;
  readonly least: number;
  readonly most: number;
  readonly block: boolean;
  /** Whether a second one in the same block is refused. */
  readonly once: boolean;
  /** Whether its only argument is "on" or "off". */
  readonly flag: boolean;
}

/**
 * A line for each form: where it stands by the first letters (Main, Events, Http, Server, Location, Upstream, If),
 * how many arguments (`+` for "or more"), and of what kind: `b` a block, `o` once, `f` a flag; then the names.
 */
const TABLE = `
M 0 b events http stream mail
H 0 b server
H 1 b upstream
HSL 0 b types
H 2 b map split_clients
H 1-2 b geo
SL 1-2 b location
SL 1+ b if
L 1+ b limit_except
MEHSLU 1 - include
M 1 f daemon master_process pcre_jit
M 1 o lock_file pid timer_resolution worker_priority worker_processes worker_rlimit_core worker_rlimit_nofile worker_shutdown_timeout working_directory
M 1 - env load_module
M 1+ o worker_cpu_affinity
M 1-2 o user
M 1+ - thread_pool
MHSL 1+ - error_log
E 1 o worker_connections use worker_aio_requests accept_mutex_delay
E 1 f accept_mutex multi_accept
E 1 - debug_connection
S 1+ - listen
S 1+ - server_name
HSLI 1 o root
L 1 o alias
HSL 1+ - index
HSLI 1+ - access_log
H 2+ - log_format
HSLI 2+ - error_page
SL 2+ - try_files
SLI 1-2 - return
SLI 2-3 - rewrite
SLI 2 - set
SLI 0 - break
HSL 1 f rewrite_log uninitialized_variable_warn
HSLI 2-3 - add_header add_trailer
HSLI 1-2 - expires
HSL 1 f autoindex autoindex_exact_size autoindex_localtime chunked_transfer_encoding etag log_not_found log_subrequest msie_padding msie_refresh port_in_redirect absolute_redirect recursive_error_pages reset_timedout_connection server_name_in_redirect tcp_nopush tcp_nodelay
HS 1 f ignore_invalid_headers merge_slashes underscores_in_headers
HSLI 1 f sendfile gzip
HSLI 1 o charset
HSL 1 o autoindex_format auth_basic_user_file default_type if_modified_since satisfy server_tokens keepalive_requests keepalive_time client_max_body_size client_body_buffer_size client_body_timeout client_body_in_file_only client_body_temp_path send_timeout lingering_close lingering_time lingering_timeout resolver_timeout sendfile_max_chunk types_hash_max_size types_hash_bucket_size open_file_cache_valid open_file_cache_min_uses max_ranges output_buffers postpone_output directio read_ahead
HSLX 1 o auth_basic
HSLI 1 o limit_rate limit_rate_after
HSL 1-2 o keepalive_timeout
HSL 1+ - resolver open_file_cache keepalive_disable
HSLX 1 - allow deny
HS 1 o client_header_buffer_size client_header_timeout connection_pool_size request_pool_size
HS 2 o large_client_header_buffers
H 1 o server_names_hash_bucket_size server_names_hash_max_size variables_hash_bucket_size variables_hash_max_size map_hash_bucket_size map_hash_max_size
L 0 - internal
HSL 1 o gzip_comp_level gzip_min_length gzip_http_version gzip_static
HSL 1+ - gzip_disable gzip_proxied gzip_types sub_filter_types charset_types
HSL 1 f gzip_vary
HSL 2 o gzip_buffers
HSL 2 - sub_filter
HSL 1 f sub_filter_once
LI 1 o proxy_pass
HSL 1 f proxy_buffering proxy_request_buffering proxy_intercept_errors proxy_ignore_client_abort proxy_pass_request_headers proxy_pass_request_body proxy_ssl_server_name proxy_ssl_verify
HSL 1 o proxy_http_version proxy_buffer_size proxy_busy_buffers_size proxy_connect_timeout proxy_read_timeout proxy_send_timeout proxy_cache proxy_method proxy_set_body proxy_next_upstream_tries proxy_next_upstream_timeout proxy_cache_key proxy_ssl_name proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_trusted_certificate
HSL 2 o proxy_buffers
HSL 2 - proxy_set_header
HSL 1 - proxy_hide_header proxy_pass_header
HSL 1+ - proxy_next_upstream proxy_ignore_headers proxy_cache_bypass proxy_no_cache proxy_cache_valid proxy_bind proxy_cookie_path proxy_cookie_domain proxy_cache_use_stale
HSL 1-2 - proxy_redirect
H 2+ - proxy_cache_path
U 1+ - server
U 0 - ip_hash
U 0-1 - least_conn
U 1-2 - hash
U 1-2 - random zone keepalive
LI 1 o fastcgi_pass uwsgi_pass scgi_pass grpc_pass
HSL 1 o fastcgi_index fastcgi_split_path_info fastcgi_read_timeout fastcgi_buffer_size
HSL 2 o fastcgi_buffers
HSL 2-3 - fastcgi_param
HSL 1-4 - limit_req
HSL 2 - limit_conn
H 2+ - limit_req_zone limit_conn_zone
HSL 1 o limit_req_status limit_conn_status real_ip_header
HSL 1 - set_real_ip_from
HSL 1 f real_ip_recursive
SL 0-1 - stub_status
HSL 1+ - valid_referers
HS 1 - ssl_certificate ssl_certificate_key
HS 1 o ssl_ciphers ssl_dhparam ssl_session_timeout ssl_client_certificate ssl_ecdh_curve ssl_trusted_certificate ssl_verify_client ssl_buffer_size
HS 1+ o ssl_protocols ssl_session_cache
HS 1 f ssl_prefer_server_ciphers ssl_session_tickets http2 ssl_stapling
HSL 1 o mirror auth_request
`;

/** nginx's directives, those that a configuration of a course's size uses; a name may have a rule for each place. */
export const DIRECTIVES: ReadonlyMap<string, readonly DirectiveRule[]> = rules();

function rules(): Map<string, DirectiveRule[]> {
  const all = new Map<string, DirectiveRule[]>();
  for (const line of TABLE.trim().split("\n")) {
    const [where = "", count = "", kind = "", ...names] = line.split(" ");
    const [, low = "", mark = "", high = ""] = /^(\d+)(\+|-)?(\d*)$/.exec(count) ?? [];
    const least = Number(low);
    const rule: DirectiveRule = {
      ...{ where, least, most: mark === "+" ? Number.POSITIVE_INFINITY : mark === "-" ? Number(high) : least },
      ...{ block: kind === "b", flag: kind === "f", once: kind === "f" || kind === "o" },
    };
    for (const name of names) all.set(name, [...(all.get(name) ?? []), rule]);
  }
  return all;
}

/** The letter under which what a block holds is looked up; undefined for blocks that hold a table. */
export const INSIDE: Readonly<Record<string, string>> = {
  ...{ events: "E", http: "H", server: "S", location: "L", upstream: "U", if: "I", limit_except: "X" },
};
