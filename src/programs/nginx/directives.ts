/** nginx's directives, as far as configurations of a course's size use them; others are errors, as they are for nginx. */
export const KNOWN_DIRECTIVES: ReadonlySet<string> = new Set(
  `absolute_redirect accept_mutex access_log add_header alias allow auth_basic auth_basic_user_file autoindex
  autoindex_exact_size autoindex_localtime charset client_body_buffer_size client_body_timeout client_header_buffer_size
  client_header_timeout client_max_body_size daemon default_type deny env error_log error_page etag events expires
  fastcgi_index fastcgi_param fastcgi_pass fastcgi_split_path_info geo gzip gzip_comp_level gzip_disable gzip_min_length
  gzip_proxied gzip_types gzip_vary hash http if ignore_invalid_headers include index internal ip_hash keepalive
  keepalive_requests keepalive_timeout large_client_header_buffers least_conn limit_conn limit_conn_zone limit_except
  limit_rate limit_req limit_req_zone listen load_module location log_format log_not_found map master_process merge_slashes
  multi_accept open_file_cache pcre_jit pid port_in_redirect proxy_buffering proxy_buffers proxy_buffer_size proxy_cache
  proxy_connect_timeout proxy_hide_header proxy_http_version proxy_intercept_errors proxy_next_upstream proxy_pass
  proxy_pass_header proxy_read_timeout proxy_redirect proxy_send_timeout proxy_set_header random real_ip_header
  recursive_error_pages resolver return rewrite root satisfy send_timeout sendfile server server_name server_name_in_redirect
  server_names_hash_bucket_size server_tokens set set_real_ip_from ssl_certificate ssl_certificate_key ssl_ciphers
  ssl_protocols stream stub_status sub_filter tcp_nodelay tcp_nopush thread_pool timer_resolution try_files types
  types_hash_max_size underscores_in_headers upstream use user valid_referers worker_connections worker_cpu_affinity
  worker_priority worker_processes worker_rlimit_nofile worker_shutdown_timeout zone`.split(/\s+/),
);
