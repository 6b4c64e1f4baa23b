#: What a release is compiled by, written anew: after larger changes of what is hot
#: profile
#:
#: Builds programs that count how often each branch is taken (build/profile), runs the bench's workloads in them and puts
#: the counts where release builds find them: .cmake/release.profdata, which is kept with the sources. Twenty minutes on two cores.
#: A function that nothing ran, or whose branches change later, is compiled as without counts.

# shellcheck shell=bash disable=SC2154

# Small: everything. At length: what a season's work is made of, at the centre and on a phone.
at_length=('merge core' 'whole path' 'recording' 'first sync' 'pull of')

# counted ARGUMENT…: the bench with these; slow as it is here it may miss its bars.
counted() {
    local code=0
    say "counting: xiangji_bench $*"
    "$root/build/profile/tests/bench/xiangji_bench" "$@" || code=$?
    if ((code > 1)); then
        fail "xiangji_bench $* could not be run; .cmake/release.profdata is as it was"
    fi
}

run_command() {
    local counts=$root/build/profile/counts profile=$root/.cmake/release.profdata workload
    need_packages llvm-19
    command -v llvm-profdata-19 >/dev/null || fail "llvm-profdata-19 is missing; it is of LLVM 19"
    need_npm syncd/office/web
    build profile xiangji_bench
    rm -rf "$counts"
    export LLVM_PROFILE_FILE=$counts/%p.profraw  # a file a process: the bench starts syncd and phones
    counted --tiny
    for workload in "${at_length[@]}"; do
        counted --only "$workload"
    done
    llvm-profdata-19 merge --sparse --output "$counts/release.profdata" "$counts"/*.profraw
    # A daemon that did not end by itself leaves no counts.
    if ! llvm-profdata-19 show --all-functions "$counts/release.profdata" | grep PhoneSession >/dev/null; then
        fail "nothing was counted in syncd; .cmake/release.profdata is as it was"
    fi
    mv "$counts/release.profdata" "$profile"
    say "written: .cmake/release.profdata"
}
