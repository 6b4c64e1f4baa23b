#: A phone's client without a screen: xiangji join, add, list, sync …
#: xiangji [--] ARGUMENT…
#:
#:   ./run xiangji types
#:   ./run xiangji --home DIR add activity title=… type=science_talk

# shellcheck shell=bash disable=SC2154
run_command() {
    need_program xiangji
    run_program mobile/cli/xiangji "$@"
}

more_help() { program_help mobile/cli/xiangji; }
