# What the measurements share; to be sourced with the repository as the working folder. Sets up $work, a folder that is
# removed at the end together with every process in running=(...), and $site, the published site.

fail() { echo "FAILED: $*" >&2; exit 1; }

# need PACKAGES TOOL...: ends with what is missing, and where it comes from.
need() {
  local packages=$1 missing=()
  shift
  for tool in dotnet "$@"; do command -v "$tool" > /dev/null || missing+=("$tool"); done
  if [ ${#missing[@]} -gt 0 ]; then fail "needed and not there: ${missing[*]}. On Debian: $packages; dotnet is the .NET 10 SDK."; fi
}

work=$(mktemp -d)
running=()
finish() {
  for pid in "${running[@]}"; do kill "$pid" 2> /dev/null && wait "$pid" 2> /dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# publish: $site is the folder in SITE, or a site published for this run.
publish() {
  site=${SITE:-$work/site}
  if [ -z "${SITE:-}" ]; then dotnet publish src/ClinicSite -c Release -o "$site" > "$work/publish.log" || { cat "$work/publish.log"; fail "the site could not be published"; }; fi
}

# launch URL OPTION...: starts the site in Production as $site_pid, in the control group GROUP where one is given.
launch() {
  local url=$1 settings=()
  shift
  while read -r line; do settings+=("--$line"); done < <(grep -v '^#' tests/load/site.settings)
  ([ -z "${GROUP:-}" ] || echo "$BASHPID" > "$GROUP/cgroup.procs"
    cd "$site" && ASPNETCORE_ENVIRONMENT=Production exec ./ClinicSite --urls="$url" "${settings[@]}" --Data:Folder="$work/data" --Email:Smtp:Port=9 "$@") > "$work/site.log" 2>&1 &
  site_pid=$!
  running=("$site_pid")
}

# Fails when the site has ended.
still_there() { kill -0 "$site_pid" 2> /dev/null || { cat "$work/site.log"; fail "the site did not stay"; }; }

# The median of the numbers on standard input; of an even count the lower.
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# The moment, the commit and the machine, for the head of a table.
circumstances() { echo "$(date -u '+%Y-%m-%d %H:%M') UTC, commit $(git describe --always --dirty), $(nproc) × $(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), load average $(cut -d ' ' -f 1-3 /proc/loadavg)"; }
