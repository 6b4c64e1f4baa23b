#!/usr/bin/env bash
# Draws every page of the app into DIR: a demo township is set up with `syncd` and `xiangji`, then the app is driven as a
# person would, at three sizes, light and dark, and once in English.
#
#   shots.sh [--few] DIR            --few: a phone in the light, a desk in the dark
#   XIANGJI_BIN SYNCD_BIN APP_BIN   the programs; build/dev's when unset
set -euo pipefail
unset DBUS_SESSION_BUS_ADDRESS # Nothing of a play goes into the keyring of who watches it.

few=
if [[ ${1:-} == --few ]]; then
    few=yes
    shift
fi
if [[ ${1:-} == --help || $# -ne 1 ]]; then
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ ${1:-} == --help ]]
    exit
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
xiangji=${XIANGJI_BIN:-$root/build/dev/mobile/cli/xiangji}
syncd=${SYNCD_BIN:-$root/build/dev/syncd/app/syncd}
app=${APP_BIN:-$root/build/dev/mobile/app/xiangji-app}
mkdir -p "$1"
out=$(cd "$1" && pwd)
work=$(mktemp -d)
unit=360982100
export QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software QT_FORCE_STDERR_LOGGING=1 XDG_RUNTIME_DIR=$work/runtime
mkdir -m 700 "$XDG_RUNTIME_DIR"

syncd_pid=
finish() {
    if [[ -n $syncd_pid ]]; then kill "$syncd_pid" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT

# ---- the township

"$syncd" init --data "$work/township" --units "$root/proto/zhangshu_units.csv" >"$work/init.log"
mkfifo "$work/ready"
"$syncd" serve --data "$work/township" --listen 127.0.0.1:0 --office 127.0.0.1:0 >"$work/ready" 2>"$work/syncd.log" &
syncd_pid=$!
read -r -t 20 _ <"$work/ready"

invite() { "$syncd" invite --data "$work/township" --unit $unit --role "$1" --name "$2" | tail -n 1; }
person() { "$xiangji" --home "$work/$1" join "$(invite "$2" "$3")" >/dev/null; }
person student volunteer 李明
person teacher tutor 王老师
person leader team_leader 周队长

today=$(TZ=Asia/Shanghai date +%F)
lesson=$("$xiangji" --home "$work/student" add activity title=村口池塘防溺水宣讲 type=drowning_prevention org=$unit \
    place=村口池塘边 "plan_start=${today}T09:00+08:00" "plan_end=${today}T10:00+08:00" beneficiaries=43 \
    summary=讲了“六不”，带孩子看了警示牌，发了承诺书。)
"$xiangji" --home "$work/teacher" add activity title=科普进祠堂：为什么会打雷 type=science_talk org=$unit place=临江镇祠堂 \
    "plan_start=${today}T15:00+08:00" beneficiaries=26 >/dev/null
grade=3
for pupil in 小宝 妞妞 石头 豆豆 欣欣 阿毛 小满 冬冬; do
    "$xiangji" --home "$work/teacher" add child alias=$pupil grade=$grade >/dev/null
    grade=$((grade == 6 ? 3 : grade + 1))
done
for home in student teacher leader; do "$xiangji" --home "$work/$home" sync >/dev/null; done
# Two people change one number apart: a conflict to show.
"$xiangji" --home "$work/student" edit activity "$lesson" beneficiaries=45 >/dev/null
"$xiangji" --home "$work/leader" edit activity "$lesson" beneficiaries=40 >/dev/null
for home in student leader student; do "$xiangji" --home "$work/$home" sync >/dev/null; done

# ---- driving

failed=0
ask() {
    printf '%s\n' "$1" >&"${APP[1]}"
    local answer
    read -r -t 30 answer <&"${APP[0]}" || { echo "the app went away at $1" >&2; exit 1; }
    if [[ $answer != *'"ok":true'* ]]; then
        echo "$page: $1 → $answer" >&2
        failed=1
    fi
}
tap() { ask "{\"tap\":\"$1\"}"; }
reach() { ask "{\"reveal\":\"$1\"}"; tap "$1"; }
into() { ask "{\"reveal\":\"$1\"}"; ask "{\"do\":\"type\",\"target\":\"$1\",\"text\":\"$2\",\"replace\":true}"; }
back() { ask '{"key":"Back"}'; }
draw() {
    page=$1
    ask "{\"shot\":\"$out/$set-$1.png\"}"
}
start() { # home, size, theme, language
    set=$2-$3-$4
    page=start
    coproc APP { exec "$app" --drive --home "$1" --size "$2" --theme "$3" --lang "$4" 2>>"$out/warnings.log"; }
}
stop() {
    printf '{"quit":true}\n' >&"${APP[1]}"
    wait "$APP_PID"
}

join_page() {
    draw join
    into inviteField "$(invite tutor 陈静)"
    draw join-ready
}
today_pages() {
    draw today
    tap logActivityButton
    reach type_drowning_prevention
    into input_place 村小学操场
    draw activity
    reach input_plan_start
    draw date
    back
    ask '{"reveal":"festivalChoice"}'
    draw activity-more
    ask '{"reveal":"six_dont_alone"}'
    draw activity-detail
    into input_summary 讲了“六不”
    ask '{"keyboard":280}'
    draw keyboard
    ask '{"keyboard":0}'
    back
    draw today-begun
}
tutoring_pages() {
    tap tutoringButton
    into input_topic 分数的加减
    draw tutoring
    reach allPresentButton
    ask '{"do":"reveal","target":"pupilRow","index":1}'
    ask '{"do":"tap","target":"pupilRow","index":1}'
    reach mark_late
    ask '{"do":"tap","target":"pupilRow","index":2}'
    draw tutoring-roll
    reach addPupilButton
    draw tutoring-pupil
    back
    back
}
record_pages() {
    tap tabRecords
    draw records
    ask '{"do":"tap","target":"listRow","index":0}'
    draw row
    ask '{"scroll":4000}'
    draw row-end
    back
}
sync_pages() {
    tap tabSync
    draw sync
    tap syncButton
    ask '{"do":"wait","target":"syncButton","enabled":true,"timeoutMs":20000}'
    draw sync-done
}
more_pages() {
    tap tabMore
    draw more
    reach type_child
    draw list
    tap addButton
    draw form
    reach input_village
    draw pick
    back
    back
    back
    ask '{"scroll":-9000}'
    tap settingsRow
    draw settings
    ask '{"scroll":4000}'
    draw settings-end
    back
    tap tabToday
}

rm -f "$out"/*.png "$out/warnings.log"
look() { # size, theme, language
    start "$work/new-$1-$2-$3" "$@"
    join_page
    stop
    rm -rf "$work/look"
    cp -r "$work/leader" "$work/look"
    start "$work/look" "$@"
    today_pages
    tutoring_pages
    record_pages
    sync_pages
    more_pages
    stop
}
if [[ -n $few ]]; then
    look 360x740 light zh
    look 1280x800 dark zh
else
    for size in 360x740 412x915 1280x800; do
        look $size light zh
        look $size dark zh
    done
    look 360x740 light en
fi

# No network: what is saved waits, and says so.
kill "$syncd_pid"
wait "$syncd_pid" || true
syncd_pid=
start "$work/leader" 412x915 light zh
tap logActivityButton
reach type_festival_event
into input_place 村文化广场
tap saveButton
draw offline-saved
tap tabSync
tap syncButton
ask '{"do":"wait","target":"syncError","timeoutMs":20000}'
draw offline-waiting
stop

if [[ -s $out/warnings.log ]]; then
    sort "$out/warnings.log" | uniq -c >&2
    failed=1
else
    rm -f "$out/warnings.log"
fi
echo "$(ls "$out" | wc -l) pictures in $out"
exit $failed
