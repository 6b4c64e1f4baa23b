#: The simulator: whole townships in one process, by seed, with faults
#: sim [--seeds N] [--seed S] [--trace] [--planted]
#:
#:   ./run sim --seeds 20000          plays seeds; a failing one is replayed, shrunk and told
#:   ./run sim --seed 42 --trace      tells the story of one seed
#:   ./run sim --planted              plants every known fault and looks for the first seed that notices

# shellcheck shell=bash
run_command() {
    need_packages
    need_npm syncd/office/web
    build dev xiangji_sim
    run_program tests/sim/xiangji_sim "$@"
}

more_help() { program_help tests/sim/xiangji_sim; }
