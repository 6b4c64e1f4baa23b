#: The township's daemon: syncd init, serve, invite, device, status …
#: syncd [--] ARGUMENT…
#:
#:   ./run syncd init --data DIR --units units.csv
#:   ./run syncd serve --data DIR --listen HOST:PORT --office HOST:PORT

# shellcheck shell=bash disable=SC2154
run_command() {
    need_program syncd
    run_program syncd/app/syncd "$@"
}

more_help() { program_help syncd/app/syncd; }
