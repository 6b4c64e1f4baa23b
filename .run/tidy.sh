#!/usr/bin/env bash
# tidy.sh FILE.cpp: clang-tidy over one source; remembers that it was clean. Called from the root by .run/lint.sh.
set -euo pipefail

name=${1//\//+}
said=$(mktemp)
trap 'rm -f "$said"' EXIT
# SQLite and Qt hand out handles the analyzer cannot follow: what it says of these stays out.
deep=()
if [[ -n ${TIDY_DEEP:-} ]]; then
    deep=('--checks=clang-analyzer-*,-clang-analyzer-cplusplus.NewDeleteLeaks,-clang-analyzer-optin.core.EnumCastOutOfRange')
fi
if ! clang-tidy-19 -p build/dev --quiet "${deep[@]}" "$1" >"$said" 2>/dev/null; then
    # One write, so that two files' findings do not mix.
    cat "$said"
    exit 1
fi
cp "build/lint/wanted/$name" "build/lint/clean/$name"
