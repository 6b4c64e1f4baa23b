#: Builds everything and runs all tests: unit, cipher, golden, sim, e2e, qml, web, house
#: test [--preset NAME] [CTEST-ARGUMENT…]
#:
#:   ./run test -R outbox         only tests whose names match
#:   ./run test -L house          only one kind (see tests/README.md)
#:   ./run test --preset asan     under the address and undefined-behaviour sanitizers (or tsan)
#: Ends with ctest's own summary; exits non-zero if a test fails.

# shellcheck shell=bash disable=SC2154
run_command() {
    local preset rest
    take_preset "$@"
    need_packages "${browser_packages[@]}"
    need_npm syncd/office/web
    need_npm tests/web
    need_npm tests/cipher
    build "$preset"
    exec ctest --test-dir "$root/build/$preset" -j 2 --output-on-failure --no-tests=error "${rest[@]}"
}
