#: Removes build/, with everything built and installed into it
#: clean [--all]
#:
#:   --all   the web parts' node_modules too

# shellcheck shell=bash disable=SC2154
run_command() {
    rm -rf "${root:?}/build"
    if [[ ${1:-} == --all ]]; then
        rm -rf "$root/syncd/office/web/node_modules" "$root/tests/web/node_modules" "$root/tests/cipher/node_modules"
    fi
}
