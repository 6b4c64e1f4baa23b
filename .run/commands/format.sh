#: Formats C++ (clang-format) and QML (qmlformat) in place
#: format

# shellcheck shell=bash disable=SC2154
run_command() {
    source "$root/.run/lint.sh"
    need_packages
    format_all
}
