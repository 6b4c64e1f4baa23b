#: Pictures of the app's pages, as PNG files in a folder
#: shots [DIR]
#:
#: DIR is build/shots unless given. Sizes 360×740, 412×915 and 1280×800, light and dark.

# shellcheck shell=bash disable=SC2154
run_command() {
    local folder
    folder=$(realpath -m "${1:-$root/build/shots}")
    need_program syncd xiangji xiangji-app
    need_screen
    mkdir -p "$folder"
    export XIANGJI_BIN=$root/build/dev/mobile/cli/xiangji
    export SYNCD_BIN=$root/build/dev/syncd/app/syncd
    export APP_BIN=$root/build/dev/mobile/app/xiangji-app
    exec bash "$root/tests/qml/shots.sh" "$folder"
}
