# What must be on the machine: Debian packages, then the web parts' npm packages. Quick when nothing is missing.
# Sourced by ../run.
# shellcheck shell=bash disable=SC2034,SC2154

packages=(
    clang-19 libclang-rt-19-dev lld-19 clang-tidy-19 clang-format-19
    ninja-build ccache cmake pkg-config git ca-certificates curl
    libsqlite3-dev protobuf-compiler libprotobuf-dev
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libssl-dev libsodium-dev libzstd-dev libutf8proc-dev libstb-dev libturbojpeg0-dev libpng-dev libqrencode-dev
    libspdlog-dev libcli11-dev libjemalloc-dev
    libsecret-1-dev gnome-keyring dbus-daemon libglib2.0-bin
    libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev libzxing-dev
    qt6-base-dev qt6-declarative-dev qt6-declarative-dev-tools
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl-dev
    qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-templates
    qml6-module-qtquick-layouts qml6-module-qtquick-window
    qml6-module-qtqml qml6-module-qtqml-workerscript qml6-module-qtqml-models qml6-module-qttest
    strace e2fsprogs util-linux iproute2
    fonts-noto-cjk fonts-noto-color-emoji
)
# Drives the office page.
browser_packages=(chromium)
oldest_node=18

apt_get() {
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "these need root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    # Nothing may wait for an answer nobody gives.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

install_packages() {
    local missing=("$@") log=$root/build/install.log
    mkdir -p "$root/build"
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    if ! apt_get install --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
        # No lists yet, or lists older than the mirror.
        apt_get update >"$log" 2>&1 || true
        if ! apt_get install --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
            tail -n 30 "$log" >&2
            fail "the packages could not be installed; the whole log is $log"
        fi
    fi
}

node_is_new_enough() {
    local version
    command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    ((${version%%.*} >= oldest_node))
}

# need_packages [PACKAGE…]: the common ones and these.
need_packages() {
    local wanted=("${packages[@]}" "$@") missing
    if ! command -v dpkg-query >/dev/null; then
        say "this is no Debian: what README.md lists must be there already"
        return
    fi
    if ! node_is_new_enough; then
        wanted+=(nodejs npm)
    fi
    mapfile -t missing < <(
        dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
            awk -v wanted="${wanted[*]}" '
                $1 == "installed" { there[$2] = 1 }
                END { count = split(wanted, name, " ")
                      for (i = 1; i <= count; ++i) if (!(name[i] in there)) print name[i] }'
    )
    if ((${#missing[@]} > 0)); then
        install_packages "${missing[@]}"
    fi
}

# need_npm FOLDER: node_modules as its lock file says.
need_npm() {
    local folder=$root/$1 log=$root/build/npm.log
    # npm writes this list last: a broken installation lacks it.
    local installed=$folder/node_modules/.package-lock.json
    if [[ ! -f $folder/package-lock.json || (-f $installed && ! $folder/package-lock.json -nt $installed) ]]; then
        return
    fi
    mkdir -p "$root/build"
    say "npm ci in $1"
    if ! npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-progress >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        fail "npm ci failed in $1; is there a network? The whole log is $log"
    fi
    touch "$installed"
}
