#!/usr/bin/env bash
# Every page of the running site, and its answers 404, 422 and 500, before the Nu HTML checker: no error and no warning.
# Starts what was last built (Debug) on a free port, with a data folder of its own, and ends it again.
# Needs Java, and npm, which fetches the checker into a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
project=$PWD/src/ClinicSite
work=$(mktemp -d)
site=""
finish() {
  if [ -n "$site" ]; then kill "$site" 2>/dev/null && wait "$site" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

npm install --no-save --no-audit --no-fund --silent --prefix "$work/npm" vnu-jar
checker=$(find "$work/npm" -name vnu.jar | head -n 1)

(cd "$project" && ASPNETCORE_ENVIRONMENT=Development exec dotnet bin/Debug/net10.0/ClinicSite.dll --urls=http://127.0.0.1:0 "--Data:Folder=$work/data") > "$work/site.log" 2>&1 &
site=$!
address=""
for _ in $(seq 300); do
  address=$(grep -o 'The site is at http://[0-9.:]*' "$work/site.log" | grep -o 'http://.*' || true)
  if [ -n "$address" ]; then break; fi
  if ! kill -0 "$site" 2>/dev/null; then break; fi
  sleep 0.2
done
if [ -z "$address" ]; then echo "The site did not start:"; cat "$work/site.log"; exit 1; fi

mkdir "$work/pages"
# keep STATUS FILE ADDRESS [curl options]: the answer must have this status.
keep() {
  local expected=$1 file=$2 path=$3 status
  shift 3
  status=$(curl -sS -o "$work/pages/$file.html" -w '%{http_code}' "$@" "$address$path")
  if [ "$status" != "$expected" ]; then echo "$path answers $status instead of $expected"; exit 1; fi
}

# Every page is found from the first one by its links.
declare -A seen=([/]=1)
waiting=(/)
while [ ${#waiting[@]} -gt 0 ]; do
  path=${waiting[0]}
  waiting=("${waiting[@]:1}")
  file="page${path//\//-}"
  keep 200 "$file" "$path"
  while read -r next; do
    if [ -z "${seen[$next]:-}" ]; then seen[$next]=1; waiting+=("$next"); fi
  done < <(grep -o '<a [^>]*href="/[^"#?]*' "$work/pages/$file.html" | sed 's/.*href="//' | sort -u)
done
pages=${#seen[@]}
if [ "$pages" -lt 8 ]; then echo "Only $pages pages were found"; exit 1; fi

received=$(curl -sS -o /dev/null -w '%{redirect_url}' -H 'Sec-Fetch-Site: same-origin' --data-urlencode 'FullName=Amina Okafor' --data 'ReachBy=email&Email=amina%40patients.example.org&IsAdult=true&Consent=true' "$address/consultation")
keep 200 received "${received#"$address"}"
keep 404 status-404 /no-such-page
keep 422 status-422 /consultation -H 'Sec-Fetch-Site: same-origin' --data 'Email=amina&Phone=none'
# A fault nobody expects: the database is no longer one.
for file in "$work"/data/*.db*; do printf 'not a database' > "$file"; done
keep 500 status-500 /consultation/received/EB-7K3M-9QWD

java -jar "$checker" --Werror "$work"/pages/*.html
echo "$(find "$work/pages" -name '*.html' | wc -l) answers checked, no error and no warning"
