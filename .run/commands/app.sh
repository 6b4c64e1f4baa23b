#: The app, in a window of a phone's size
#: app [-- --home DIR --size WxH --drive …]
#:
#: Without a display it draws into memory (QT_QPA_PLATFORM=offscreen), which is what --drive is for:
#: JSON lines in, JSON answers out (mobile/app/drive/README.md).

# shellcheck shell=bash disable=SC2154
run_command() {
    need_program xiangji-app
    need_screen
    run_program mobile/app/xiangji-app "$@"
}
