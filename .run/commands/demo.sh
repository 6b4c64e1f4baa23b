#: One whole day of a township, played on real parts; draws some of the app's pages into build/shots
#: demo [--stay]
#:
#: Phones join syncd, log offline, meet a kill -9, sync over TLS and end with the same rows.
#: Asks nothing; under two minutes once built. Exits non-zero if one of its checks fails.
#:   --stay   leaves syncd and its office page up until Ctrl-C

# shellcheck shell=bash disable=SC2154
run_command() {
    need_program syncd xiangji xiangji-app
    need_screen
    export XIANGJI_BIN=$root/build/dev/mobile/cli/xiangji
    export SYNCD_BIN=$root/build/dev/syncd/app/syncd
    export APP_BIN=$root/build/dev/mobile/app/xiangji-app
    exec bash "$root/tests/e2e/demo.sh" "$@"
}
