# Configuring and building, quietly: a line of progress while it goes on, the compiler's words when it fails.
# Sourced by ../run.
# shellcheck shell=bash disable=SC2034,SC2154

# configure PRESET
configure() {
    local preset=$1 folder=$root/build/$1 log=$root/build/configure-$1.log
    mkdir -p "$root/build"
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        say "build/$preset belongs to another place of the sources; starting it afresh"
        rm -rf "$folder"
    fi
    # Everything else that could change the configuration is known to Ninja.
    if [[ -f $folder/build.ninja && $folder/build.ninja -nt $root/CMakePresets.json ]]; then
        return
    fi
    say "configuring build/$preset"
    if ! (cd "$root" && cmake --preset "$preset") >"$log" 2>&1; then
        cat "$log" >&2
        fail "configuring build/$preset failed"
    fi
    touch "$folder/build.ninja"
}

# Ninja's lines in; progress on a terminal, or a line each half minute; a failed step's words whole.
show_progress() {
    local line next=$((SECONDS + 30)) failing=''
    while IFS= read -r line; do
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*)$ ]]; then
            failing=''
            if [[ -t 2 ]]; then
                printf '\r\033[K%s' "run: ${BASH_REMATCH[1]}/${BASH_REMATCH[2]} ${BASH_REMATCH[3]:0:60}" >&2
            elif ((SECONDS >= next)); then
                say "built ${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}"
                next=$((SECONDS + 30))
            fi
        elif [[ $line == FAILED:* || $line == 'ninja: error'* || $line == 'CMake Error'* || -n $failing ]]; then
            if [[ -z $failing && -t 2 ]]; then printf '\r\033[K' >&2; fi
            failing=yes
            printf '%s\n' "$line" >&2
        fi
    done
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# build PRESET [TARGET…]
build() {
    local preset=$1 lock
    shift
    mkdir -p "$root/build"
    # Two builds in one folder would tread on each other.
    exec {lock}>"$root/build/.lock-$preset"
    if ! flock -n "$lock"; then
        say "waiting for another build in build/$preset"
        flock "$lock"
    fi
    configure "$preset"
    # Paths from the root, so that one checkout's results serve the next one.
    export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true
    # The precompiled prefix is known by the hash that lies beside it.
    export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=true
    if ! NINJA_STATUS='[%f/%t] ' ninja -C "$root/build/$preset" -k 20 "$@" {lock}>&- 2>&1 | show_progress; then
        fail "the build in build/$preset failed"
    fi
    exec {lock}>&-
}

# need_program TARGET…: installs and builds what these need.
need_program() {
    need_packages
    need_npm syncd/office/web
    build dev "$@"
}

# Qt without a display draws into memory.
need_screen() {
    if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
        export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} QT_QUICK_BACKEND=${QT_QUICK_BACKEND:-software}
    fi
    if [[ -z ${XDG_RUNTIME_DIR:-} ]]; then
        export XDG_RUNTIME_DIR=$root/build/runtime
        mkdir -p "$XDG_RUNTIME_DIR"
        chmod 700 "$XDG_RUNTIME_DIR"
    fi
}

# take_preset ARGUMENT…: takes `--preset NAME` off the front; sets preset and rest.
take_preset() {
    preset=dev rest=("$@")
    if [[ ${1:-} == --preset ]]; then
        preset=${2:?"--preset needs a name: dev asan tsan release"}
        rest=("${@:3}")
    fi
}

# run_program PROGRAM ARGUMENT…: in place of this script; a `--` before the arguments may be given.
run_program() {
    local program=$root/build/dev/$1
    shift
    if [[ ${1:-} == -- ]]; then shift; fi
    exec "$program" "$@"
}

# program_help PROGRAM: what the program itself says, if it is built; --help shall not cost a build.
program_help() {
    local program=$root/build/dev/$1
    if [[ -x $program ]]; then
        printf '\n'
        "$program" --help
    else
        printf '\nIts own commands are listed here once it is built (./run build %s).\n' "${1##*/}"
    fi
}
