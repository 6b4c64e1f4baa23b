#!/usr/bin/env bash
# One day of a township, played on real parts: `syncd` on its embedded SQLite, phones as `xiangji` homes, TLS between
# them. Asks nothing, tells each step, checks what it tells, and ends with 1 if a check failed.
#
#   XIANGJI_BIN  SYNCD_BIN   the programs
#   APP_BIN                  the app, for drawing its pages; empty = they are not drawn
#   DEMO_DIR                 where it happens (build/demo); emptied at the start
#   --stay                   leaves syncd and its office page up until Ctrl-C
set -euo pipefail
unset DBUS_SESSION_BUS_ADDRESS # Nothing of a play goes into the keyring of who watches it.

: "${XIANGJI_BIN:?}" "${SYNCD_BIN:?}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
demo=${DEMO_DIR:-$root/build/demo}
unit=360982100
stay=
if [[ ${1:-} == --stay ]]; then stay=yes; fi

# ---- telling and checking

chapter=0
failed=0
tell() { printf '   %s\n' "$*"; }
chapter() {
    chapter=$((chapter + 1))
    printf '\n%d. %s\n' "$chapter" "$1"
}
# check WHAT COMMAND…
check() {
    local what=$1
    shift
    if "$@"; then
        printf '   ✓ %s\n' "$what"
    else
        printf '   ✗ %s\n' "$what"
        failed=$((failed + 1))
    fi
}
same() { [[ $1 == "$2" ]]; }

# ---- the centre

syncd_pid=
listen=127.0.0.1:0
office=

serve() {
    rm -f "$demo/ready"
    mkfifo "$demo/ready"
    "$SYNCD_BIN" serve --data "$demo/township" --listen "$listen" --office 127.0.0.1:0 --log-level warn \
        >"$demo/ready" 2>>"$demo/syncd.log" &
    syncd_pid=$!
    local line
    read -r -t 20 line <"$demo/ready" || { cat "$demo/syncd.log"; exit 1; }
    [[ $line =~ \"sync\":\"([^\"]+)\",\"office\":\"([^\"]+)\" ]] # the same port from now on
    listen=${BASH_REMATCH[1]} office=${BASH_REMATCH[2]}
}
stop() {
    if [[ -n $syncd_pid ]]; then
        kill "-$1" "$syncd_pid" 2>/dev/null || true
        wait "$syncd_pid" 2>/dev/null || true
        syncd_pid=
    fi
}
trap 'stop TERM' EXIT

# ---- the phones

# on WHO COMMAND…
on() {
    local who=$1
    shift
    "$XIANGJI_BIN" --home "$demo/$who" --lang zh "$@"
}
declare -A names=([li]=李明 [wang]=王芳 [chen]=陈老师 [check]=核对员)

join() {
    local who=$1 role=$2 invitation
    invitation=$("$SYNCD_BIN" invite --data "$demo/township" --unit "$unit" --role "$role" --name "${names[$who]}")
    # As it arrives: somewhere in a chat.
    printf '张所长：%s，端午好！请加入：%s 谢谢\n' "${names[$who]}" "$invitation" | on "$who" join - | sed 's/^/   /'
}

# receipts WHO: syncs, and tells what the receipt said of every change.
receipts() {
    local who=$1 said
    said=$(on "$who" sync --json)
    tell "${names[$who]}："
    grep -o '{"seq":[^}]*}' <<<"$said" |
        sed -E 's/.*"seq":([0-9]+),"type":"([^"]*)","row":"([^"-]*)[^"]*","state":"([^"]*)","reason":"([^"]*)".*/\1 \2 \3 \4 \5/' |
        awk '{ key = $2 " " $4 " " $5; if (!(key in n)) order[++types] = key; ++n[key]; seen[$1] = 1 }
             END { for (i = 1; i <= types; ++i) { split(order[i], part, " ");
                       printf "      %2d × %-17s %s %s\n", n[order[i]], part[1],
                              part[2] == "delivered" ? "已送达 delivered" : part[2], part[3] }
                   envelopes = length(seen); printf "      %d 份收据 receipts\n", envelopes }' || true
}
status_of() { on "$1" status --json | grep -oE "\"$2\":[0-9]+" | cut -d: -f2; }
ids() { on "$1" list "$2" --json | { grep -o '{"id":"[^"]*"' || true; } | cut -d'"' -f4; }
count() { ids "$@" | wc -l; }
sum_of() { on "$1" list "$2" --json | sha256sum | cut -c1-12; }
# What the centre itself exports: the ids in the last column of its CSV.
centre_ids() { curl -sf "http://$office/export/$1.csv" | tr -d '\r' | tail -n +2 | awk -F, '{ print $NF }' | sort; }

# ---- the day

rm -rf "$demo"
mkdir -p "$demo"
started=$SECONDS
printf '乡记：端午节的一天  Xiangji: a Dragon Boat day in a township\n'

chapter '建一个所的中心库  The township sets up its centre'
pin=$("$SYNCD_BIN" init --data "$demo/township" --units "$root/proto/zhangshu_units.csv")
serve
tell "密钥指纹 key pin ${pin:0:16}…  地址 at $listen (TLS 1.3)"
tell "$("$SYNCD_BIN" status --data "$demo/township" | awk '$1 == "unit" { u = $2 } $1 == "festival" { f = $2 } END { print u " 个单位 units, " f " 个节日 festivals" }')"

chapter '三个人凭邀请加入  A student, a second student and a teacher join by invitation'
join li volunteer
join wang volunteer
join chen tutor

chapter '下村，没有信号  Off to the villages, no signal: the centre is out of reach'
stop TERM
festival=$(on li list festival --where kind=dragon_boat year=2026 --json | grep -o '{"id":"[^"]*"' | cut -d'"' -f4)
lesson=$(on li add activity title=端午防溺水宣讲 type=drowning_prevention "org=$unit" place=河堤小学操场 \
    plan_start=2026-06-19T09:00+08:00 plan_end=2026-06-19T10:00+08:00 beneficiaries=46 service_target=minors \
    "festival=$festival")
on li add safety_lesson "activity=$lesson" six_dont=alone,with_others,without_adult,no_lifeguard,unknown_water,blind_rescue \
    rescue_taught=yes pledges_signed=44 danger_spots=村东砂坑，水深，无围栏 spot_gear=sign,rope >"$demo/safety"
on li act activity "$lesson" submit
tell "李明：防溺水宣讲 drowning-prevention lesson $lesson"

talk=$(on wang add activity title=粽子里的科学 type=science_talk "org=$unit" place=文化广场 \
    plan_start=2026-06-19T10:30+08:00 beneficiaries=30)
on wang add science_talk "activity=$talk" topic=为什么粽叶能防腐 speaker=王芳 audience=30 >"$demo/talk"
tell "王芳：科普宣传 science talk $talk"

class=$(on chen add activity title=假期作业辅导第一课 type=homework_help "org=$unit" place=农家书屋 plan_start=2026-06-19T14:00+08:00)
session=$(on chen add tutoring_session "activity=$class" subject=maths topic=分数加减 homework=练习册第12页 \
    start=2026-06-19T14:00+08:00 end=2026-06-19T16:00+08:00 two_adults=yes)
# Their families have agreed: without that others' phones would know what they are called and no more.
mapfile -t pupils < <(printf '[%s]' "$(printf '{"alias":"%s","grade":4,"consent_state":"given"},' 小宝 妞妞 亮亮 豆豆 欢欢 石头 丽丽 阿华 | sed 's/,$//')" |
    on chen add child @-)
present='"present":"present","goes_home_alone":false'
{
    printf '['
    for i in "${!pupils[@]}"; do
        if ((i == 6)); then present='"present":"late"'; fi
        printf '%s{"tutoring_session":"%s","child":"%s",%s}' "$( ((i)) && echo ,)" "$session" "${pupils[$i]}" "$present"
    done
    printf ']'
} | on chen add pupil_line @- >"$demo/lines"
mapfile -t lines <"$demo/lines"
for line in "${lines[@]}"; do on chen edit pupil_line "$line" progress=完成第12页 homework_done=yes; done
tell "陈老师：作业辅导 tutoring session $session，${#pupils[@]} 名学生 pupils"

outcome=0
on li sync 2>"$demo/unreachable" || outcome=$?
tell "李明试着同步 tries to sync: $(sed 's/^xiangji: //' "$demo/unreachable")"
check '连不上时退出码为 3  exit 3 when out of reach' same "$outcome" 3
check "三部手机都有待发送的  everything waits on the phones ($(status_of li unsent) + $(status_of wang unsent) + $(status_of chen unsent))" \
    same "$(status_of li unsent) $(status_of wang unsent) $(status_of chen unsent)" "3 2 12"

chapter '有信号了；同步到一半，中心被 kill -9  Signal again; syncd is killed with -9 during a push'
wal=$demo/township/central.db-wal
for try in 1 2 3 4 5 6; do
    serve
    touch "$demo/mark"
    on chen sync >"$demo/cut.out" 2>"$demo/cut.err" &
    sync_pid=$!
    # The moment the first envelopes reach the centre's disk; its receipts have not left yet.
    until [[ $wal -nt $demo/mark ]] || ! kill -0 "$sync_pid" 2>/dev/null; do :; done
    stop KILL
    outcome=0
    wait "$sync_pid" || outcome=$?
    waiting=$(status_of chen unsent)
    if ((outcome == 3 && waiting > 0)); then break; fi
    # The receipts were faster than the kill: more to send, and again.
    for line in "${lines[@]}"; do on chen edit pupil_line "$line" "feedback=第${try}次补记"; done
done
tell "陈老师：$(sed 's/^xiangji: //' "$demo/cut.err")"
check '推送被打断，手机知道  the push was cut and the phone knows it' same "$outcome" 3
tell "重新启动 syncd，地址不变 started again at the same address; $waiting 待发送 waiting"
serve
receipts chen
check '一条不少，一条不多  nothing lost, nothing twice: 8 pupil lines' same "$(count chen pupil_line)" 8

chapter '大家都同步  Everybody syncs'
receipts li
receipts wang
for who in chen li wang; do on "$who" sync >/dev/null; done
check '没有待发送的  nothing waits' same "$(status_of li unsent)$(status_of wang unsent)$(status_of chen unsent)" 000

chapter '又离线，两人改同一场活动  Offline again, two of them change one activity'
on li edit activity "$lesson" beneficiaries=52
on wang edit activity "$lesson" summary=讲了六不，演示了救生绳的用法
tell '不同的栏 different fields: 李明 受益人数 beneficiaries=52 · 王芳 小结 summary'
on li edit activity "$lesson" place=河堤小学
on wang edit activity "$lesson" place=砂坑边的村口
tell '同一栏 the same field: 李明 地点 place=河堤小学 · 王芳 place=砂坑边的村口'
for who in wang li; do receipts "$who"; done
for who in wang chen li; do on "$who" sync >/dev/null; done
field() { on "$1" show activity "$lesson" --json | grep -oE "\"$2\":(\"[^\"]*\"|[0-9]+)" | head -n 1 | cut -d: -f2 | tr -d '"'; }
check '不同的栏都在  both fields survive' same "$(field chen beneficiaries) $(field chen summary)" "52 讲了六不，演示了救生绳的用法"
tell '保留下来的冲突 the kept conflict:'
on chen conflicts | sed 's/^/      /'
check '恰好一个冲突，各手机相同  exactly one conflict, the same on every phone' \
    same "$(on li conflicts --json)|$(status_of chen conflicts)" "$(on wang conflicts --json)|1"

chapter '手机和中心的记录一样吗  Do the phones and the centre hold the same rows?'
join check tutor # a phone that never wrote: what it pulls is what the centre has
printf '   %-17s %5s %5s %5s %5s %5s   %s\n' TYPE LI WANG CHEN FRESH SYNCD CHECKSUM
"$SYNCD_BIN" status --data "$demo/township" >"$demo/status"
unequal=()
for type in activity safety_lesson science_talk tutoring_session child pupil_line festival unit; do
    central=$(awk -v type="$type" '$1 == type { print $2 }' "$demo/status")
    readers=(li wang chen check)
    # Children and their lines are read by those who teach: students' phones do not hold them.
    if [[ $type == child || $type == pupil_line ]]; then readers=(chen check); fi
    counts=() sum=$(sum_of check "$type")
    for who in li wang chen check; do counts+=("$(count "$who" "$type")"); done
    printf '   %-17s %5s %5s %5s %5s %5s   %s\n' "$type" "${counts[@]}" "$central" "$sum"
    for who in "${readers[@]}"; do
        if [[ $(count "$who" "$type") != "$central" || $(sum_of "$who" "$type") != "$sum" ]]; then unequal+=("$who:$type"); fi
    done
done
check "行数与校验和都相等  row counts and checksums are equal ${unequal[*]}" same "${#unequal[@]}" 0
check '学生手机上没有儿童信息  no child on the students'"'"' phones' same "$(count li child)$(count wang child)$(count li pupil_line)$(count wang pupil_line)" 0000
check '中心导出的正是这些活动  the centre exports exactly these activities' same "$(centre_ids activity)" "$(ids chen activity | sort)"

chapter '乡镇的网页  The office page'
check "http://$office/" same "$(curl -s -o "$demo/office.html" -w '%{http_code}' "http://$office/")" 200
on check show activity "$lesson" --history | sed 's/^/   /'

chapter '应用的页面  The app, drawn'
if [[ -z ${APP_BIN:-} ]]; then
    tell '没有给出应用，不画  no app given: its pages are not drawn'
elif [[ ! -f $root/tests/qml/shots.sh ]]; then
    tell '没有画页面的脚本  there is no script that draws them'
else
    check "build/shots" bash "$root/tests/qml/shots.sh" --few "$root/build/shots"
fi

printf '\n'
if ((failed > 0)); then
    printf '%d 项不对  %d checks failed; everything lies in %s\n' "$failed" "$failed" "$demo"
    exit 1
fi
printf '都对，用时 %d 秒  All is well, in %d s. 乡镇网页 office page: http://%s/\n' $((SECONDS - started)) $((SECONDS - started)) "$office"
if [[ -n $stay ]]; then
    printf '网页开着，按 Ctrl-C 结束  It stays up until Ctrl-C. Phones: xiangji --home %s/li …\n' "$demo"
    trap 'exit 0' INT TERM
    wait "$syncd_pid"
fi
