-- One line for run.sh: requests, microseconds, bytes, failures, p50 and p99 in microseconds.
done = function(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format("wrk %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout, latency:percentile(50), latency:percentile(99)))
end
