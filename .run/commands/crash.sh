#: Kills the phone's and the centre's programs at random moments and counts what is left
#: crash [KILLS]
#:
#: kill -9 of `xiangji` while it adds and of `syncd` while phones sync, KILLS times each (100 unless said otherwise);
#: then every id that was printed must be at the centre, once. Prints how many kills struck.

# shellcheck shell=bash disable=SC2154
run_command() {
    local kills=${1:-100}
    if [[ ! $kills =~ ^[1-9][0-9]*$ ]]; then
        fail "say how many kills: ./run crash 2000" 2
    fi
    need_packages
    need_npm syncd/office/web
    build dev xiangji_e2e_tests
    XIANGJI_KILLS=$kills exec "$root/build/dev/tests/e2e/xiangji_e2e_tests" --gtest_filter='Crash.*'
}
