#: clang-format, qmlformat, qmllint and clang-tidy over everything
#: lint [--deep|--quick] [FILE.cpp…]
#:
#: Given files, clang-tidy looks at these only. What was clean and has not changed is not looked at again:
#: build/lint keeps the marks. Exits non-zero if anything was found. ./run format mends the formatting.
#:   --deep   clang's static analyzer too, at twice the time
#:   --quick  without clang-tidy, which takes longer than everything else together

# shellcheck shell=bash disable=SC2154
run_command() {
    source "$root/.run/lint.sh"
    need_packages
    need_npm syncd/office/web
    lint "$@"
}
