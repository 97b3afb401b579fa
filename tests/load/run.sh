#!/usr/bin/env bash
# How many finished pages a second the published site serves, beside nginx with the same bytes and the same headers on
# the same machine in the same run, plain and in Brotli.
#
#   tests/load/run.sh [PAGE]        default /treatments/microneedling
#
# ROUNDS=3 SECONDS_EACH=10 THREADS=2 CONNECTIONS=64   what is measured
# STARTS=5                                            how often the start is measured before
# PORT=18479                                          the site's; nginx takes the two behind it
# SITE=FOLDER                                         a published site, instead of publishing one
# GROUP=FOLDER                                        a control group of memory to start it in, with a limit or without:
#                                                     mkdir /sys/fs/cgroup/clinic; echo 120000000 > .../memory.max
#                                                     Its count is reported too. A file counts where it was read first:
#                                                     give SITE, and empty the caches before (/proc/sys/vm/drop_caches).
#
# Installs nothing. Needs the .NET SDK and from Debian's packages: curl, wrk, nginx (nginx-light will do).
# wrk shares the processors with the server that it measures: the figures compare the two servers, they are no capacity.
# Any answer other than the page itself fails the run.
set -euo pipefail
cd "$(dirname "$0")/../.."
page=${1:-/treatments/microneedling}
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-10} threads=${THREADS:-2} connections=${CONNECTIONS:-64} starts=${STARTS:-5} port=${PORT:-18479}
PATH=$PATH:/usr/sbin
source tests/load/site.sh
need "apt-get install curl wrk nginx-light" curl wrk nginx

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# Starts the site in Production; $first_page: milliseconds from the start of the process to its first page.
start_site() {
  local began
  began=$(milliseconds)
  launch "http://127.0.0.1:$port"
  # Asking all the time would take a core from what is measured.
  until { exec 3<> "/dev/tcp/127.0.0.1/$port"; } 2> /dev/null; do
    still_there
    sleep 0.005
  done
  exec 3>&-
  curl -sf -o /dev/null "http://127.0.0.1:$port$page" || fail "the site is open and does not answer"
  first_page=$(($(milliseconds) - began))
}

stop_site() {
  kill "$site_pid"
  wait "$site_pid" || true
}

publish
start_site
# The usual start finds a database and the pages of the run before.
until [ -f "$work/data/pages.bin" ]; do
  still_there
  sleep 0.1
done
for ((start = 1; start <= starts; start++)); do
  stop_site
  start_site
  echo "$first_page" >> "$work/starts"
  # Until what it begins behind the open site is done.
  sleep 3
done
# The compressed forms follow within seconds of the opening.
until curl -s -o /dev/null -D - -H 'Accept-Encoding: br' "http://127.0.0.1:$port$page" | grep -qi '^content-encoding: br'; do
  still_there
done

# fetch FROM ENCODING NAME: the answer's bytes in $work/NAME.body, its headers in $work/NAME.headers, its whole size in $size.
fetch() {
  local answer
  answer=$(curl -sS -o "$work/$3.body" -D "$work/$3.raw" -H "Accept-Encoding: $2" -w '%{http_code} %{size_header} %{size_download}' "http://127.0.0.1:$1$page")
  read -r status header_size body_size <<< "$answer"
  [ "$status" = 200 ] || fail "$page answers $status for $2 on port $1"
  size=$((header_size + body_size))
  tr -d '\r' < "$work/$3.raw" | tail -n +2 | grep . | sort -f > "$work/$3.headers"
}

# What nginx writes by itself, and what differs from moment to moment, is not copied.
copied() { grep -viE '^(content-length|content-type|date|server|connection|transfer-encoding|keep-alive):' "$1"; }

# location ENCODING: the finished page as an nginx server of its own.
location() {
  echo "    server {"
  echo "      listen 127.0.0.1:$2 reuseport backlog=1024;"
  echo "      location = $page {"
  echo "        alias $work/$1.page;"
  echo "        types {}"
  sed -nE 's/^content-type: (.*)$/        default_type "\1";/ip' "$work/site-$1.headers"
  echo "        etag off; max_ranges 0; add_header Last-Modified \"\";"
  while IFS= read -r header; do
    local value=${header#*: }
    value=${value//\\/\\\\}
    printf '        add_header %s "%s";\n' "${header%%: *}" "${value//\"/\\\"}"
  done < <(copied "$work/site-$1.headers")
  echo "      }"
  echo "    }"
}

encodings=(identity br)
nginx_port() { if [ "$1" = identity ]; then echo $((port + 1)); else echo $((port + 2)); fi; }
for encoding in "${encodings[@]}"; do
  fetch "$port" "$encoding" "site-$encoding"
  cp "$work/site-$encoding.body" "$work/$encoding.page"
done
{
  echo "daemon off; worker_processes auto; pid $work/nginx.pid; error_log $work/nginx.log error;"
  if [ "$(id -u)" -eq 0 ]; then echo "user root;"; fi
  echo "events { worker_connections 2048; }"
  echo "http {"
  echo "    access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; server_tokens off;"
  echo "    keepalive_requests 2000000000; keepalive_timeout 1h;"
  echo "    open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;"
  for folder in client_body proxy fastcgi uwsgi scgi; do echo "    ${folder}_temp_path $work/$folder;"; done
  for encoding in "${encodings[@]}"; do location "$encoding" "$(nginx_port "$encoding")"; done
  echo "}"
} > "$work/nginx.conf"
nginx -p "$work" -e "$work/nginx.log" -c "$work/nginx.conf" &
nginx_pid=$!
running+=("$nginx_pid")
until curl -s -o /dev/null "http://127.0.0.1:$((port + 1))/"; do
  kill -0 "$nginx_pid" 2>/dev/null || { cat "$work/nginx.log"; fail "nginx did not start"; }
done

declare -A sizes notes
for encoding in "${encodings[@]}"; do
  fetch "$port" "$encoding" "site-$encoding"
  sizes[site-$encoding]=$size
  sent=$(sed -nE 's/^content-encoding: (.*)$/\1/ip' "$work/site-$encoding.headers")
  if [ "${sent:-identity}" != "$encoding" ]; then notes[$encoding]="the site sends it as ${sent:-identity}"; fi
  fetch "$(nginx_port "$encoding")" "$encoding" "nginx-$encoding"
  sizes[nginx-$encoding]=$size
  cmp -s "$work/site-$encoding.body" "$work/nginx-$encoding.body" || fail "the two servers send different bytes for $encoding"
  diff <(copied "$work/site-$encoding.headers") <(copied "$work/nginx-$encoding.headers") || fail "the two servers send different headers for $encoding"
done

# measure SERVER ENCODING SECONDS: sets rate, p50 and p99 (milliseconds).
measure() {
  local target=$port words requests duration bytes failures least
  if [ "$1" = nginx ]; then target=$(nginx_port "$2"); fi
  wrk -t"$threads" -c"$connections" -d"${3}s" --timeout 10s -s tests/load/report.lua -H "Accept-Encoding: $2" "http://127.0.0.1:$target$page" > "$work/wrk.txt" 2>&1 || { cat "$work/wrk.txt"; fail "wrk"; }
  words=$(grep '^wrk ' "$work/wrk.txt") || { cat "$work/wrk.txt"; fail "wrk reports nothing"; }
  read -r _ requests duration bytes failures p50 p99 <<< "$words"
  if [ "$failures" -ne 0 ] || grep -qE 'Non-2xx|Socket errors' "$work/wrk.txt"; then cat "$work/wrk.txt"; fail "$1 gave $failures wrong answers"; fi
  # wrk takes a redirect for a success; another answer has another size. The last ones may have come in part.
  least=$((requests * sizes[$1-$2]))
  if [ "$bytes" -lt "$least" ] || [ "$bytes" -gt $((least + connections * sizes[$1-$2])) ]; then fail "$1 sent $bytes bytes in $requests answers of ${sizes[$1-$2]}"; fi
  if [ "$1" = site ]; then answered=$((answered + requests)); fi
  rate=$(awk "BEGIN { printf \"%.0f\", $requests * 1000000 / $duration }")
  p50=$(awk "BEGIN { printf \"%.2f\", $p50 / 1000 }")
  p99=$(awk "BEGIN { printf \"%.2f\", $p99 / 1000 }")
}

row() { printf '| %-8s | %-6s | %11s | %9s | %11s | %9s | %11s | %6s |\n' "$@"; }

answered=0
echo "$(circumstances), $(nginx -v 2>&1 | sed 's/.*: //')"
echo "$page, wrk with $threads threads and $connections connections for $seconds s in each of $rounds rounds, sharing the processors with the server"
for encoding in "${encodings[@]}"; do
  echo "$encoding: $(stat -c %s "$work/$encoding.page") bytes and $(($(stat -c %s "$work/site-$encoding.raw"))) of headers (nginx: $(stat -c %s "$work/nginx-$encoding.raw"))${notes[$encoding]:+ (${notes[$encoding]})}"
done
echo
for encoding in "${encodings[@]}"; do
  for server in site nginx; do measure "$server" "$encoding" 5; done
done
row encoding round 'site req/s' 'site p50 ms' 'site p99 ms' 'nginx req/s' 'nginx p99 ms' ratio
row --- --- --- --- --- --- --- ---
for ((round = 1; round <= rounds; round++)); do
  for encoding in "${encodings[@]}"; do
    order=(site nginx)
    if [ $((round % 2)) -eq 0 ]; then order=(nginx site); fi
    for server in "${order[@]}"; do
      measure "$server" "$encoding" "$seconds"
      printf -v "${server}_rate" '%s' "$rate"
      printf -v "${server}_p50" '%s' "$p50"
      printf -v "${server}_p99" '%s' "$p99"
    done
    ratio=$(awk "BEGIN { printf \"%.2f\", $site_rate / $nginx_rate }")
    row "$encoding" "$round" "$site_rate" "$site_p50" "$site_p99" "$nginx_rate" "$nginx_p99" "$ratio"
    echo "$encoding $site_rate $site_p50 $site_p99 $nginx_rate $nginx_p99 $ratio" >> "$work/rounds"
  done
done
for encoding in "${encodings[@]}"; do
  medians=()
  for column in 2 3 4 5 6 7; do medians+=("$(awk -v e="$encoding" -v c="$column" '$1 == e { print $c }' "$work/rounds" | median)"); done
  row "$encoding" median "${medians[@]}"
done
echo
resident() { awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' "/proc/$site_pid/status"; }
echo "First page $(median < "$work/starts") ms after the start of the process, the median of $starts starts ($(paste -sd ' ' "$work/starts"))"
echo "$(resident VmRSS) MB in memory after $answered answers of the site, $(resident RssFile) of them files of the runtime and the program"
if [ -n "${GROUP:-}" ]; then
  # As containers are judged: what the group uses less the pages of files that were read and not used again.
  used=$(cat "$GROUP/memory.current" 2> /dev/null || cat "$GROUP/memory.usage_in_bytes")
  unused=$(awk '$1 ~ /^(total_)?inactive_file$/ { bytes = $2 } END { print bytes }' "$GROUP/memory.stat")
  echo "$(((used - unused) / 1000000)) MB as containers count it, of $((used / 1000000)) with pages of files read once"
fi
