# What `run` says about itself goes to standard error: standard output belongs to the program it runs.
# Sourced by ../run.
# shellcheck shell=bash disable=SC2034,SC2154

say() { printf 'run: %s\n' "$*" >&2; }

# fail WORDS [STATUS]
fail() {
    printf 'run: %s\n' "$1" >&2
    exit "${2:-1}"
}
