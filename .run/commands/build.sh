#: Builds everything, or the targets named
#: build [--preset NAME] [TARGET…]
#:
#: Presets: dev (every day), release, asan, tsan. Programs: syncd, xiangji, xiangji-app.

# shellcheck shell=bash disable=SC2154
run_command() {
    local preset rest
    take_preset "$@"
    need_packages
    need_npm syncd/office/web
    build "$preset" "${rest[@]}"
    say "build/$preset is up to date"
}
