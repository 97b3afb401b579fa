#!/usr/bin/env bash
# What Lighthouse says of the published site's pages on a simulated phone, over https and HTTP/2: medians of several runs.
#
#   tests/load/lighthouse.sh [PAGE...]      default: every page of the sitemap
#
# RUNS=5                a page is loaded
# PORT=18483            the site's
# SITE=FOLDER           a published site, instead of publishing one
# CHROME_PATH=FILE      the browser; without it chromium-headless-shell, then chromium
#
# Installs nothing. Needs the .NET SDK, Lighthouse 13.5 (npm install --global lighthouse@13.5) and from Debian's packages:
# curl, jq, openssl, chromium-headless-shell. That is Chromium's engine without the windows around it. Lighthouse counts
# by the clock: on two cores the rest of a whole browser takes its time from the page, and the blocking that shows
# comes and goes by tens of milliseconds.
# A page that Lighthouse could not load is tried anew, and fails the run when that happens more often than RUNS times.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${RUNS:-5} port=${PORT:-18483}

source tests/load/site.sh
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium-headless-shell || command -v chromium || echo chromium-headless-shell)}
need "apt-get install curl jq openssl chromium-headless-shell, npm install --global lighthouse@13.5" curl jq openssl lighthouse "$CHROME_PATH"

publish
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/certificate.pem" -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
launch "https://localhost:$port" --Kestrel:Certificates:Default:Path="$work/certificate.pem" --Kestrel:Certificates:Default:KeyPath="$work/key.pem"
ask() { curl --silent --fail --insecure "$@"; }
# The compressed forms follow within seconds of the opening.
until ask -o /dev/null -D - -H 'Accept-Encoding: br' "https://localhost:$port/" | grep -qi '^content-encoding: br'; do
  still_there
  sleep 0.1
done

pages=("$@")
if [ ${#pages[@]} -eq 0 ]; then mapfile -t pages < <(ask "https://localhost:$port/sitemap.xml" | sed -nE 's#.*<loc>https?://[^/]+(/.*)</loc>.*#\1#p'); fi

echo "$(circumstances), Lighthouse $(lighthouse --version), $("$CHROME_PATH" --version 2> /dev/null), medians of $runs"
echo
row() { printf '| %-32s | %11s | %13s | %14s | %3s | %14s | %16s | %11s | %5s | %s |\n' "$@"; }
row page performance accessibility 'best practices' SEO 'first paint ms' 'largest paint ms' 'blocking ms' shift "blocking, each run"
row --- --- --- --- --- --- --- --- --- ---
failures=0
for page in "${pages[@]}"; do
  : > "$work/runs"
  while [ "$(wc -l < "$work/runs")" -lt "$runs" ]; do
    lighthouse "https://localhost:$port$page" --quiet --output=json --output-path="$work/report.json" \
      --chrome-flags='--headless --no-sandbox --disable-gpu --ignore-certificate-errors' > "$work/lighthouse.log" 2>&1 || true
    if [ ! -s "$work/report.json" ] || jq -e .runtimeError "$work/report.json" > /dev/null; then
      failures=$((failures + 1))
      if [ "$failures" -gt "$runs" ]; then cat "$work/lighthouse.log"; fail "Lighthouse could not load $page"; fi
      continue
    fi
    jq -r '[(.categories | .performance, .accessibility, ."best-practices", .seo | .score * 100 | round),
      (.audits | ."first-contentful-paint", ."largest-contentful-paint", ."total-blocking-time" | .numericValue | round),
      (.audits."cumulative-layout-shift".numericValue * 1000 | round / 1000)] | @tsv' "$work/report.json" >> "$work/runs"
    rm "$work/report.json"
  done
  medians=()
  for column in 1 2 3 4 5 6 7 8; do medians+=("$(cut -f "$column" "$work/runs" | median)"); done
  row "$page" "${medians[@]}" "$(cut -f 7 "$work/runs" | paste -sd ' ')"
done
