#!/usr/bin/env bash
# fuzz.sh PROGRAM DOOR WORKFOLDER SECONDS: the kept corpus first, then new inputs for a while.
# What is found stays in WORKFOLDER/<door>; an input that breaks the program in WORKFOLDER/broken.
set -euo pipefail
program=$1 door=$2 work=$3 seconds=$4
kept=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/corpus/$door
mkdir -p "$work/$door" "$work/broken" "$kept"
export TMPDIR=${XIANGJI_FUZZ_TMPDIR:-/dev/shm} UBSAN_OPTIONS=print_stacktrace=1

options=(-artifact_prefix="$work/broken/$door-" -rss_limit_mb=3072 -malloc_limit_mb=1024 -timeout=20 -print_final_stats=1 -verbosity=0)
count=$(find "$kept" -type f | wc -l)
if ((count == 0)); then
    echo "fuzz: no corpus for $door in $kept" >&2
    exit 1
fi
# Reading the kept inputs is the first thing it does, so a regression shows in either step.
"$program" "${options[@]}" -max_total_time="$seconds" "$work/$door" "$kept"
echo "fuzz: $door: $count kept inputs, $(find "$work/$door" -type f | wc -l) new ones after $seconds s"
