#!/usr/bin/env bash
# tidy.sh FILE.cpp: clang-tidy over one source; remembers that it was clean. Called from the root by .run/lint.sh.
set -euo pipefail

name=${1//\//+}
said=$(mktemp)
trap 'rm -f "$said"' EXIT
if ! clang-tidy-19 -p build/dev --quiet "$1" >"$said" 2>/dev/null; then
    # One write, so that two files' findings do not mix.
    cat "$said"
    exit 1
fi
cp "build/lint/wanted/$name" "build/lint/clean/$name"
