#: Fuzzes every door that bytes from outside come in by
#: fuzz SECONDS [DOOR…] [--keep]
#:
#: Runs the kept corpus (tests/fuzz/corpus) and then new inputs for SECONDS at each door, two doors at a time.
#: Doors are the names of tests/fuzz/*_fuzz.cpp. An input that breaks something stays in build/dev/tests/fuzz/broken.
#:   --keep   adds what reaches new code to the corpus, as small as it can be

# shellcheck shell=bash disable=SC2154
run_command() {
    local seconds=${1:-} keep='' doors=() door
    if [[ ! $seconds =~ ^[1-9][0-9]*$ ]]; then
        fail "say for how many seconds: ./run fuzz 60" 2
    fi
    shift
    for door in "$@"; do
        if [[ $door == --keep ]]; then
            keep=yes
        elif [[ -f $root/tests/fuzz/${door}_fuzz.cpp ]]; then
            doors+=("$door")
        else
            fail "there is no door '$door'; tests/fuzz has: $(cd "$root/tests/fuzz" && echo *_fuzz.cpp | sed 's/_fuzz\.cpp//g')" 2
        fi
    done
    if ((${#doors[@]} == 0)); then
        mapfile -t doors < <(cd "$root/tests/fuzz" && printf '%s\n' *_fuzz.cpp | sed 's/_fuzz\.cpp$//')
    fi
    need_packages
    need_npm syncd/office/web
    build dev "${doors[@]/#/xiangji_fuzz_}"
    local work=$root/build/dev/tests/fuzz failed=0
    printf '%s\n' "${doors[@]}" |
        xargs -P 2 -I '{}' bash -c 'bash "$1/tests/fuzz/fuzz.sh" "$2/xiangji_fuzz_$4" "$4" "$2" "$3" >"$2/$4.log" 2>&1; status=$?; tail -n 1 "$2/$4.log"; exit $status' \
            fuzz "$root" "$work" "$seconds" '{}' || failed=1
    if [[ -n $keep ]]; then
        for door in "${doors[@]}"; do
            "$work/xiangji_fuzz_$door" -merge=1 "$root/tests/fuzz/corpus/$door" "$work/$door" >>"$work/$door.log" 2>&1 || failed=1
        done
        say "the corpus holds $(find "$root/tests/fuzz/corpus" -type f | wc -l) inputs now"
    fi
    if ((failed)); then
        fail "a door broke: build/dev/tests/fuzz/broken has the input, build/dev/tests/fuzz/DOOR.log the story"
    fi
}
