#: The benchmarks, on a release build
#: bench [GOOGLE-BENCHMARK-ARGUMENT…]
#:
#:   ./run bench --benchmark_filter=merge

# shellcheck shell=bash disable=SC2154
run_command() {
    need_packages
    need_npm syncd/office/web
    build release xiangji_bench
    exec "$root/build/release/tests/bench/xiangji_bench" "$@"
}
