# The four linters. Each finds all it can before the command fails.
# Sourced by ../run.
# shellcheck shell=bash disable=SC2034,SC2154

qt_bin=/usr/lib/qt6/bin
lint_folder=$root/build/lint

# Tracked files and new ones that git would take, as paths from the root.
files_like() { git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | sort -u | (cd "$root" && existing); }
existing() {
    local file
    while IFS= read -r file; do
        if [[ -f $file ]]; then printf '%s\n' "$file"; fi
    done
}

cpp_files() { files_like '*.cpp' '*.hpp'; }
qml_files() { files_like 'mobile/ui/*.qml'; }

format_all() {
    local file
    cpp_files | (cd "$root" && xargs -r -d '\n' -n 40 -P 2 clang-format-19 -i)
    while IFS= read -r file; do
        "$qt_bin/qmlformat" -i "$root/$file"
    done < <(qml_files)
}

lint_cpp_format() {
    cpp_files | (cd "$root" && xargs -r -d '\n' -n 40 -P 2 clang-format-19 --dry-run -Werror)
}

lint_qml_format() {
    local file clean=0 copy=$lint_folder/formatted.qml
    while IFS= read -r file; do
        "$qt_bin/qmlformat" "$root/$file" >"$copy"
        if ! diff -u --label "$file" --label "$file as qmlformat writes it" "$root/$file" "$copy" >&2; then
            clean=1
        fi
    done < <(qml_files)
    return "$clean"
}

lint_qml() {
    local log=$lint_folder/qmllint.log
    # Read to its end: a pipe closed early would look like a build without QML.
    if ! ninja -C "$root/build/dev" -t targets all | grep '^all_qmllint:' >"$log"; then
        say "no QML modules in this build"
        return
    fi
    if ! ninja -C "$root/build/dev" all_qmllint >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
}

# wanted_marks: for each compiled source of ours, the file build/lint/wanted/<name> with all its verdict depends on:
# the checks, the compiler's arguments, and the hash of the source and of each of our files it includes.
wanted_marks() {
    local build=$root/build/dev
    {
        clang-tidy-19 --version
        cat "$root/.clang-tidy" "$root/tests/.clang-tidy"
        echo "${TIDY_DEEP:-}"
    } | sha256sum | cut -c 1-64 >"$lint_folder/checks"
    sed -nE 's/^ *"command": "(.*)",?$/C \1/p; s/^ *"file": "(.*)",?$/F \1/p' "$build/compile_commands.json" >"$lint_folder/commands"
    # Lines "source <tab> included file", from what the compiler told Ninja. Generated and system files stand for themselves.
    ninja -C "$build" -t deps | awk -v root="$root/" '
        /^[^ ]/ { if (source != "") for (file in read) print source "\t" file; source = ""; delete read; next }
        NF == 1 {
            # As the compiler was told: from the root, or from the build folder.
            file = $1
            if (index(file, "../../") == 1) file = substr(file, 7)
            else if (index(file, root) == 1) file = substr(file, length(root) + 1)
            else next
            if (file ~ /\.cpp$/ && source == "") source = file
            if (file !~ /^build\//) read[file] = 1
        }
        END { if (source != "") for (file in read) print source "\t" file }' | sort -u >"$lint_folder/includes"
    cut -f 2 "$lint_folder/includes" | sort -u | (cd "$root" && existing | xargs -r -d '\n' sha256sum) >"$lint_folder/hashes"
    rm -rf "$lint_folder/wanted"
    mkdir -p "$lint_folder/wanted" "$lint_folder/clean"
    awk -v root="$root/" -v folder="$lint_folder/wanted/" '
        function mark(source) { gsub("/", "+", source); return folder source }
        FILENAME ~ /checks$/ { checks = $0; next }
        FILENAME ~ /commands$/ {
            if (/^C /) { command = $0; next }
            file = substr($0, 3)
            if (index(file, root) != 1) next
            file = substr(file, length(root) + 1)
            if (file ~ /^build\// || file in seen || file !~ /\.cpp$/) next
            seen[file] = 1
            print checks "\n" command >mark(file)
            close(mark(file))
            next
        }
        FILENAME ~ /hashes$/ { hash[substr($0, 67)] = $1; next }
        {
            split($0, pair, "\t")
            if (!(pair[1] in seen)) next
            if (pair[1] != last) { if (last != "") close(mark(last)); last = pair[1] }
            print hash[pair[2]], pair[2] >>mark(pair[1])
        }' "$lint_folder/checks" "$lint_folder/commands" "$lint_folder/hashes" "$lint_folder/includes"
}

# lint_tidy [FILE…]
lint_tidy() {
    local wanted file todo=()
    wanted_marks
    # Their names may begin with a dot, as their files' folders do.
    while IFS= read -r wanted; do
        file=${wanted##*/}
        file=${file//+//}
        if (($# > 0)) && [[ " $* " != *" $file "* ]]; then continue; fi
        if cmp -s "$wanted" "$lint_folder/clean/${wanted##*/}"; then continue; fi
        todo+=("$file")
    done < <(find "$lint_folder/wanted" -type f | sort)
    if ((${#todo[@]} == 0)); then return; fi
    say "clang-tidy looks at ${#todo[@]} files"
    printf '%s\n' "${todo[@]}" | (cd "$root" && xargs -r -d '\n' -n 1 -P "$(nproc)" bash "$root/.run/tidy.sh")
}

# lint [--deep|--quick] [FILE…]
lint() {
    local found=() quick=''
    if [[ ${1:-} == --deep ]]; then
        export TIDY_DEEP=yes
        shift
    elif [[ ${1:-} == --quick ]]; then
        quick=yes
        shift
    fi
    mkdir -p "$lint_folder"
    # Linters read what the build generates, and what it knows of includes.
    build dev
    lint_cpp_format || found+=(clang-format)
    lint_qml_format || found+=(qmlformat)
    lint_qml || found+=(qmllint)
    if [[ -z $quick ]]; then
        lint_tidy "$@" || found+=(clang-tidy)
    fi
    if ((${#found[@]} > 0)); then
        fail "lint: something was found by ${found[*]}"
    fi
    say "lint: clean"
}
