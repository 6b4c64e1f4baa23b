#!/usr/bin/env bash
# Fails if a sentence of the app has no English: brings a copy of the translation up to date and looks for what is open.
#   translated.sh LUPDATE ROOT
set -euo pipefail
copy=$(mktemp --suffix=.ts)
trap 'rm -f "$copy"' EXIT
cp "$2/mobile/app/i18n/xiangji_en.ts" "$copy"
"$1" -silent -locations none -no-obsolete -I "$2" "$2/mobile/ui" "$2/mobile/models" -ts "$copy" >/dev/null 2>&1
if grep -B1 'type="unfinished"' "$copy" | grep '<source>'; then
    echo "has no English yet: run \`ninja xiangji_lupdate\` and fill in mobile/app/i18n/xiangji_en.ts" >&2
    exit 1
fi
