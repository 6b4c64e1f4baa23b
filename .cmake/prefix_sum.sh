# prefix_sum.sh DEPFILE COMPILER FLAG…: one hash of the compiler, its flags and all files a header was made of.
set -eu
depfile=$1
shift
{
    "$1" --version
    printf '%s\n' "$@"
    sed 's/^[^:]*://; s/\\$//' "$depfile" | tr -s ' ' '\n' | grep / | sort | xargs sha256sum | cut -d ' ' -f 1
} | sha256sum | cut -d ' ' -f 1
