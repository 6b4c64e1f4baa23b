#: The figures that are promised, on a release build; writes build/bench.json
#: bench [--only WORDS] [--list] [--big] [--tiny] [--benchmark_…]
#:
#:   ./run bench                       every figure, as a ratio against a baseline of the same run
#:   ./run bench --list                their names, bars and aims
#:   ./run bench --only "merge core"   figures whose name holds these words
#:   ./run bench --big                 the large sizes too: minutes and gigabytes more
#:
#: Each is the median of five repetitions or more. The rest goes to Google Benchmark.

# shellcheck shell=bash disable=SC2154
run_command() {
    need_packages
    need_npm syncd/office/web
    build release xiangji_bench
    exec "$root/build/release/tests/bench/xiangji_bench" --json "$root/build/bench.json" "$@"
}
