<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>ActivityPage</name>
    <message>
        <source>记活动</source>
        <translation>Log activity</translation>
    </message>
    <message>
        <source>修改活动</source>
        <translation>Change activity</translation>
    </message>
    <message>
        <source>保存并提交</source>
        <translation>Save and submit</translation>
    </message>
    <message>
        <source>已保存在本机，联网后自动送达</source>
        <translation>Saved on this phone; it is sent by itself once there is a network</translation>
    </message>
    <message>
        <source>时长</source>
        <translation>How long</translation>
    </message>
    <message>
        <source>%1 小时</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 分钟</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>节日</source>
        <translation>Festival</translation>
    </message>
    <message>
        <source>单位、队伍与其他</source>
        <translation>Unit, team and more</translation>
    </message>
</context>
<context>
    <name>CalendarGrid</name>
    <message>
        <source>一</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>二</source>
        <translation>Tu</translation>
    </message>
    <message>
        <source>三</source>
        <translation>We</translation>
    </message>
    <message>
        <source>四</source>
        <translation>Th</translation>
    </message>
    <message>
        <source>五</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>六</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>日</source>
        <translation>Su</translation>
    </message>
    <message>
        <source>上个月</source>
        <translation>Month before</translation>
    </message>
    <message>
        <source>%1年%2月</source>
        <translation>%2/%1</translation>
    </message>
    <message>
        <source>下个月</source>
        <translation>Month after</translation>
    </message>
</context>
<context>
    <name>CarryCard</name>
    <message>
        <source>没有网也能送</source>
        <translation>Sending without a network</translation>
    </message>
    <message>
        <source>写成捎带文件，请有网的人带到。文件加了密，捎带的人看不到内容；送几次都只算一次。</source>
        <translation>Write a bundle and ask somebody who has a network to take it along. It is sealed: the carrier can’t read it, and however often it arrives it counts once.</translation>
    </message>
    <message>
        <source>请别人捎带待发送的</source>
        <translation>Ask somebody to carry what waits</translation>
    </message>
    <message>
        <source>读取捎带文件</source>
        <translation>Read a bundle</translation>
    </message>
    <message>
        <source>填文件的位置，例如下载文件夹里的 xiangji.xjb。</source>
        <translation>Where the file is, for example xiangji.xjb in your downloads.</translation>
    </message>
    <message>
        <source>读取</source>
        <translation>Read</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>已选</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>ConflictView</name>
    <message>
        <source>用这个</source>
        <translation>Use this</translation>
    </message>
    <message>
        <source>用这个：%1</source>
        <translation>Use this: %1</translation>
    </message>
    <message>
        <source>已定下，联网后自动送达</source>
        <translation>Settled; delivered when there is a network</translation>
    </message>
    <message>
        <source>现在显示</source>
        <translation>Shown now</translation>
    </message>
    <message>
        <source>另一种写法</source>
        <translation>Also written</translation>
    </message>
</context>
<context>
    <name>DateEditor</name>
    <message>
        <source>选择日期</source>
        <translation>Choose a date</translation>
    </message>
</context>
<context>
    <name>DateSheet</name>
    <message>
        <source>时</source>
        <translation>Hour</translation>
    </message>
    <message>
        <source>分</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>就用这个时间</source>
        <translation>Use this time</translation>
    </message>
    <message>
        <source>不填</source>
        <translation>Leave empty</translation>
    </message>
</context>
<context>
    <name>DraftNotice</name>
    <message>
        <source>接着上次没写完的内容。</source>
        <translation>This is what you had not finished.</translation>
    </message>
    <message>
        <source>丢弃草稿</source>
        <translation>Throw it away</translation>
    </message>
</context>
<context>
    <name>FieldFrame</name>
    <message>
        <source>（必填）</source>
        <translation> (needed)</translation>
    </message>
    <message>
        <source>多了 %1 个字 · %2/%3</source>
        <translation>%1 too many · %2/%3</translation>
    </message>
</context>
<context>
    <name>FormFoot</name>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>添加%1</source>
        <translation>Add: %1</translation>
    </message>
    <message>
        <source>修改%1</source>
        <translation>Change: %1</translation>
    </message>
    <message>
        <source>已保存在本机，联网后自动送达</source>
        <translation>Saved on this phone; it is sent by itself once there is a network</translation>
    </message>
</context>
<context>
    <name>InstantEditor</name>
    <message>
        <source>选择时间</source>
        <translation>Choose a time</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>乡记</source>
        <translation>Xiangji</translation>
    </message>
    <message>
        <source>正在加入…</source>
        <translation>Joining…</translation>
    </message>
    <message>
        <source>加入</source>
        <translation>Join</translation>
    </message>
    <message>
        <source>用邀请加入你的实践所或实践站</source>
        <translation>Join your institute or station by invitation</translation>
    </message>
    <message>
        <source>镇里会发给你一段带有邀请的消息。长按那条消息复制，再回到这里粘贴，整段都可以。加入时需要联网一次，以后没有网也能用。</source>
        <translation>The township sends you a message with an invitation in it. Press long on that message and copy it, come back and paste all of it here. Joining needs a network once; afterwards the app works without one.</translation>
    </message>
    <message>
        <source>邀请消息</source>
        <translation>Invitation message</translation>
    </message>
    <message>
        <source>在这里粘贴整段消息</source>
        <translation>Paste the whole message here</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>这段文字里没有找到完整的邀请。请把收到的整段消息全部复制后再粘贴。</source>
        <translation>There is no complete invitation in this text. Copy the whole message you were sent and paste it again.</translation>
    </message>
    <message>
        <source>这份邀请已在%1过期。请找发邀请的人重新要一份。</source>
        <translation>This invitation ended at %1. Ask whoever sent it for a new one.</translation>
    </message>
    <message>
        <source>邀请来自</source>
        <translation>An invitation from</translation>
    </message>
    <message>
        <source>你的姓名</source>
        <translation>Your name</translation>
    </message>
    <message>
        <source>写真实姓名，实践所会核对</source>
        <translation>Your real name; the institute checks it</translation>
    </message>
</context>
<context>
    <name>KeyCard</name>
    <message>
        <source>钥匙</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>乡记的文件夹</source>
        <translation>Xiangji's folder</translation>
    </message>
    <message>
        <source>系统的密码库</source>
        <translation>The system's key store</translation>
    </message>
    <message>
        <source>正在搬…</source>
        <translation>Moving…</translation>
    </message>
    <message>
        <source>受保护的内容用这把钥匙锁着。钥匙在乡记自己的文件夹里，别的用户读不到。</source>
        <translation>Protected content is locked with this key. It lies in Xiangji's own folder, where other users cannot read it.</translation>
    </message>
    <message>
        <source>受保护的内容用这把钥匙锁着。钥匙在系统的密码库里；只拷走文件夹，打不开。</source>
        <translation>Protected content is locked with this key. It lies in the system's key store; a copy of the folder alone does not open.</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>在本机的记录里查找</source>
        <translation>Search what is on this phone</translation>
    </message>
    <message>
        <source>这部手机上没有找到“%1”。只能查到本机已有的记录。</source>
        <translation>Nothing on this phone matches “%1”. Only what is on this phone can be found.</translation>
    </message>
    <message>
        <source>这里还没有记录。点下面的按钮添加第一条。</source>
        <translation>Nothing here yet. Add the first with the button below.</translation>
    </message>
    <message>
        <source>这里还没有记录。同步后，单位里的记录会出现在这里。</source>
        <translation>Nothing here yet. After a sync your unit&apos;s records appear here.</translation>
    </message>
    <message>
        <source>显示更多</source>
        <translation>Show more</translation>
    </message>
    <message>
        <source>添加%1</source>
        <translation>Add: %1</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>已撤销，联网后自动送达</source>
        <translation>Undone; delivered when there is a network</translation>
    </message>
    <message>
        <source>乡记</source>
        <translation>Xiangji</translation>
    </message>
</context>
<context>
    <name>MorePage</name>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>手机指纹：%1</source>
        <translation>This phone&apos;s fingerprint: %1</translation>
    </message>
    <message>
        <source>设置：语言、深浅、字号</source>
        <translation>Settings: language, light or dark, text size</translation>
    </message>
</context>
<context>
    <name>NumberStepper</name>
    <message>
        <source>减少</source>
        <translation>Less</translation>
    </message>
    <message>
        <source>增加</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>PageHead</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>PickSheet</name>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>在本机已有的记录里查找</source>
        <translation>Search what is on this phone</translation>
    </message>
    <message>
        <source>不填</source>
        <translation>Leave empty</translation>
    </message>
    <message>
        <source>本机还没有可选的记录。同步一次，或先添加一条。</source>
        <translation>There is nothing to choose from on this phone yet. Sync once, or add one first.</translation>
    </message>
    <message>
        <source>本机没有找到，换个字试试，或先同步。</source>
        <translation>Not found on this phone. Try other words, or sync first.</translation>
    </message>
    <message>
        <source>已选</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>PictureCard</name>
    <message>
        <source>照片（%1）</source>
        <translation>Photos (%1)</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>第 %1 张照片</source>
        <translation>Photo %1</translation>
    </message>
    <message>
        <source>加照片</source>
        <translation>Add a photo</translation>
    </message>
    <message>
        <source>已保存在本机，联网后自动送达</source>
        <translation>Saved on this phone; it is sent by itself once there is a network</translation>
    </message>
</context>
<context>
    <name>PictureSheet</name>
    <message>
        <source>选一张照片</source>
        <translation>Choose a photo</translation>
    </message>
    <message>
        <source>照片里有没有未成年人？</source>
        <translation>Are there minors in the photo?</translation>
    </message>
    <message>
        <source>这部设备的图片文件夹里还没有照片。</source>
        <translation>There are no photos in this device&apos;s pictures folder yet.</translation>
    </message>
    <message>
        <source>第 %1 张可选的照片</source>
        <translation>Photo %1 to choose</translation>
    </message>
    <message>
        <source>有未成年人的照片，在监护人同意公开之前不会离开本乡镇。</source>
        <translation>A photo with minors does not leave the township before their guardians agree to publishing.</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>No</translation>
    </message>
    <message>
        <source>有</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>不确定</source>
        <translation>Not sure</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>进行中</source>
        <translation>Under way</translation>
    </message>
</context>
<context>
    <name>PupilRow</name>
    <message>
        <source>作业完成</source>
        <translation>Homework done</translation>
    </message>
    <message>
        <source>自行回家（监护人同意）</source>
        <translation>Goes home alone (guardian agreed)</translation>
    </message>
    <message>
        <source>给这名学生记一句（可不写）</source>
        <translation>A note on this pupil (if you like)</translation>
    </message>
    <message>
        <source>%1的备注</source>
        <translation>Note on %1</translation>
    </message>
</context>
<context>
    <name>PupilSheet</name>
    <message>
        <source>加学生</source>
        <translation>Add pupil</translation>
    </message>
    <message>
        <source>怎么称呼</source>
        <translation>Called</translation>
    </message>
    <message>
        <source>小名或称呼，如：小宝</source>
        <translation>A short name, such as Xiaobao</translation>
    </message>
    <message>
        <source>年级</source>
        <translation>Grade</translation>
    </message>
    <message>
        <source>加进名单</source>
        <translation>Add to the roster</translation>
    </message>
    <message>
        <source>不写证件号、住址；真实姓名由所里另行登记。</source>
        <translation>No ID number, no address; the institute keeps the real name elsewhere.</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>作废后别人不再看到这条记录，但它不会被删掉。请写原因：</source>
        <translation>Once void, others no longer see this record, but it is not deleted. Please say why:</translation>
    </message>
    <message>
        <source>请写原因：</source>
        <translation>Please say why:</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
</context>
<context>
    <name>ReferenceEditor</name>
    <message>
        <source>选择</source>
        <translation>Choose</translation>
    </message>
</context>
<context>
    <name>RowCard</name>
    <message>
        <source>两人写得不同</source>
        <translation>Two people differ</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>Void</translation>
    </message>
</context>
<context>
    <name>RenewCard</name>
    <message>
        <source>服务器</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>正在核对…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>重新加入，粘贴新的邀请</source>
        <translation>Join again: paste a new invitation</translation>
    </message>
    <message>
        <source>这部手机的内容是一份拷贝，或从旧备份恢复的：实践所已收到用它的钥匙写的另一些内容。这里记的都还在，但送不出去。请实践所再发一份邀请，重新加入后会接着送。</source>
        <translation>What is on this phone is a copy, or was put back from an older backup: the office has other things written under its key. All you noted here is still here, but it cannot go out. Ask the office for another invitation; after joining again it is sent.</translation>
    </message>
    <message>
        <source>同一个实践所发给本人的邀请才行。手机会换一把新钥匙，还是同一个人，没收下的会重新发送。旧钥匙如果没有别的手机在用，请实践所停用。</source>
        <translation>An invitation of the same office, in your name. The phone gets a new key and stays yours; what was not taken is sent again. If no other phone uses the old key, ask the office to end it.</translation>
    </message>
    <message>
        <source>重新加入</source>
        <translation>Join again</translation>
    </message>
    <message>
        <source>服务器换了，粘贴新的邀请</source>
        <translation>The server changed: paste a new invitation</translation>
    </message>
    <message>
        <source>同一个实践所重新发来的邀请才行。只更新服务器的地址和钥匙，手机里记的都不动。只用亲手从实践所拿到的邀请。</source>
        <translation>Only an invitation that the same institute sent again. It renews the server's address and key alone; what is on this phone stays. Use none that did not come from the institute itself.</translation>
    </message>
    <message>
        <source>邀请消息</source>
        <translation>Invitation message</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>更新</source>
        <translation>Renew</translation>
    </message>
</context>
<context>
    <name>RowPage</name>
    <message>
        <source>修改建议</source>
        <translation>Proposed changes</translation>
    </message>
    <message>
        <source>不采纳</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>提出修改</source>
        <translation>Propose a change</translation>
    </message>
    <message>
        <source>已答复，联网后自动送达</source>
        <translation>Answered; delivered when there is a network</translation>
    </message>
    <message>
        <source>这条记录已经不在这部手机上了，可能移到了别的单位。</source>
        <translation>This record is no longer on this phone; it may have moved to another unit.</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>两人写得不同</source>
        <translation>Two people differ</translation>
    </message>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>已保存在本机，联网后自动送达</source>
        <translation>Saved on this phone; it is sent by itself once there is a network</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>相关记录</source>
        <translation>Related records</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>深浅</source>
        <translation>Light or dark</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>字号</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>标准</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>大</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>特大</source>
        <translation>Very large</translation>
    </message>
    <message>
        <source>最大</source>
        <translation>Largest</translation>
    </message>
    <message>
        <source>长辈模式：字更大，按钮更大</source>
        <translation>For elders: larger text and buttons</translation>
    </message>
    <message>
        <source>这部手机</source>
        <translation>This phone</translation>
    </message>
    <message>
        <source>指纹：%1</source>
        <translation>Fingerprint: %1</translation>
    </message>
    <message>
        <source>实践所的屏幕上会显示同样的六个字符，用来确认是这部手机。</source>
        <translation>The institute&apos;s screen shows the same six characters, to be sure that it is this phone.</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>乡记 %1</source>
        <translation>Xiangji %1</translation>
    </message>
    <message>
        <source>没有网也能记的新时代文明实践记录本。先存在手机里，有网再送达。</source>
        <translation>A record book for civilisation practice that works without a network: kept on the phone first, sent when it can be.</translation>
    </message>
    <message>
        <source>照片和录音</source>
        <translation>Photos and recordings</translation>
    </message>
    <message>
        <source>原图只在 Wi-Fi 下发送</source>
        <translation>Send originals over Wi-Fi only</translation>
    </message>
    <message>
        <source>小图和文字记录用什么网都送。</source>
        <translation>Small pictures and written records go over any network.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>ShutWindow</name>
    <message>
        <source>乡记</source>
        <translation>Xiangji</translation>
    </message>
    <message>
        <source>乡记现在打不开</source>
        <translation>Xiangji cannot be opened now</translation>
    </message>
    <message>
        <source>钥匙锁着：请先打开系统的密码库（或用口令打开这部手机的资料），再试一次。记录都还在，什么都没有改。</source>
        <translation>The key is locked: unlock the system's key store (or open this home with its passphrase), then try again. All records are still there, nothing was changed.</translation>
    </message>
    <message>
        <source>钥匙放在系统的密码库里，可是现在找不到它。请登录原来的桌面，再试一次。记录都还在，什么都没有改。</source>
        <translation>The key lies in the system's key store, which is not to be found now. Log in to the desktop of before, then try again. All records are still there, nothing was changed.</translation>
    </message>
    <message>
        <source>记录都还在，什么都没有改。请再试一次；还不行，把下面这句话告诉实践所。</source>
        <translation>All records are still there, nothing was changed. Try again; if it still fails, tell the institute the sentence below.</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>正在同步…</source>
        <translation>Syncing…</translation>
    </message>
    <message>
        <source>立即同步</source>
        <translation>Sync now</translation>
    </message>
    <message>
        <source>最近一次联系：%1</source>
        <translation>Last contact: %1</translation>
    </message>
    <message>
        <source>最早一条等了：%1</source>
        <translation>Oldest waits since: %1</translation>
    </message>
    <message>
        <source>待发送</source>
        <translation>To send</translation>
    </message>
    <message>
        <source>都已存好在这部手机里，不会丢。重新加入后会接着送。</source>
        <translation>All of it is safe on this phone. It is sent once you have joined again.</translation>
    </message>
    <message>
        <source>都已存好在这部手机里，不会丢。有网后自动送达。</source>
        <translation>All of it is safe on this phone. It is sent by itself once there is a network.</translation>
    </message>
    <message>
        <source>%1 条</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>把清单发给别人看</source>
        <translation>Share this list</translation>
    </message>
    <message>
        <source>两人写得不同（%1）</source>
        <translation>Two people differ (%1)</translation>
    </message>
    <message>
        <source>两种写法都留着，由实践所定。你看过两种以后再改一次，也算定下。</source>
        <translation>Both are kept and the institute decides. If you change it again after seeing both, that settles it too.</translation>
    </message>
    <message>
        <source>没有直接生效的</source>
        <translation>Not taken as it stands</translation>
    </message>
    <message>
        <source>照片和录音</source>
        <translation>Photos and recordings</translation>
    </message>
    <message>
        <source>原图等有 Wi-Fi 再送，可以在设置里改。</source>
        <translation>Originals wait for Wi-Fi; the settings can change that.</translation>
    </message>
</context>
<context>
    <name>TabButtons</name>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>记录</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>乡记</source>
        <translation>Xiangji</translation>
    </message>
</context>
<context>
    <name>TagsEditor</name>
    <message>
        <source>添加</source>
        <translation>Add</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>这部手机还在等实践所确认。可以照常记录，确认后才会生效。确认时请核对指纹：%1</source>
        <translation>This phone still waits for the institute to confirm it. You can record as usual; it counts once confirmed. Compare the fingerprint then: %1</translation>
    </message>
    <message>
        <source>接着记活动</source>
        <translation>Go on logging</translation>
    </message>
    <message>
        <source>记活动</source>
        <translation>Log activity</translation>
    </message>
    <message>
        <source>接着点名</source>
        <translation>Go on with the roll</translation>
    </message>
    <message>
        <source>作业辅导</source>
        <translation>Tutoring</translation>
    </message>
    <message>
        <source>还没有活动。点“记活动”把今天做的事记下来，没有网也能记，有网后会自动送达。</source>
        <translation>No activities yet. Tap “Log activity” to note what was done today. It works without a network and is sent by itself later.</translation>
    </message>
</context>
<context>
    <name>TutoringPage</name>
    <message>
        <source>作业辅导</source>
        <translation>Tutoring</translation>
    </message>
    <message>
        <source>到 %1 · 未到 %2 · 未点 %3</source>
        <translation>There %1 · away %2 · not called %3</translation>
    </message>
    <message>
        <source>已保存在本机，联网后自动送达</source>
        <translation>Saved on this phone; it is sent by itself once there is a network</translation>
    </message>
    <message>
        <source>活动</source>
        <translation>Activity</translation>
    </message>
    <message>
        <source>时间、教室与其他</source>
        <translation>Time, room and more</translation>
    </message>
    <message>
        <source>到场学生人数</source>
        <translation>Pupils who came</translation>
    </message>
    <message>
        <source>人</source>
        <translation>people</translation>
    </message>
    <message>
        <source>逐个点名要看学生名单，需要辅导老师或队长的身份。</source>
        <translation>Calling the roll needs the pupils&apos; names, which tutors and team leaders may see.</translation>
    </message>
    <message>
        <source>点名（%1 人）</source>
        <translation>Roll (%1)</translation>
    </message>
    <message>
        <source>加学生</source>
        <translation>Add pupil</translation>
    </message>
    <message>
        <source>全到</source>
        <translation>All present</translation>
    </message>
    <message>
        <source>名单里还没有学生。点“加学生”，写上称呼和年级就行。</source>
        <translation>No pupils yet. Tap “Add pupil”; a short name and the grade are enough.</translation>
    </message>
    <message>
        <source>属于哪场活动</source>
        <translation>Belongs to which activity</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>已到服务器，它所属的记录还没到；等那条到了会自动生效，不用重新填。</source>
        <translation>It reached the server; the record it belongs to has not yet. It counts by itself once that arrives. No need to fill it in again.</translation>
    </message>
    <message>
        <source>它所属的记录没有进到服务器，所以这一条也没有生效；内容还留着。</source>
        <translation>The record it belongs to did not get into the server, so this did not either; what you wrote is kept.</translation>
    </message>
    <message>
        <source>：%1</source>
        <translation>: %1</translation>
    </message>
    <message>
        <source>等实践所答复</source>
        <translation>Waits for the institute&apos;s answer</translation>
    </message>
    <message>
        <source>已采纳</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>未采纳</source>
        <translation>Not accepted</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>%1 改为 %2</source>
        <translation>%1 becomes %2</translation>
    </message>
    <message>
        <source>%1 去掉 %2</source>
        <translation>%1 without %2</translation>
    </message>
    <message>
        <source>不认识的人</source>
        <translation>somebody not known here</translation>
    </message>
    <message>
        <source>（空）</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>（不在本机）</source>
        <translation>(not on this phone)</translation>
    </message>
    <message>
        <source>今天 %1</source>
        <translation>today %1</translation>
    </message>
    <message>
        <source>明天 %1</source>
        <translation>tomorrow %1</translation>
    </message>
    <message>
        <source>昨天 %1</source>
        <translation>yesterday %1</translation>
    </message>
    <message>
        <source>刚刚</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>%1 分钟前</source>
        <translation>%1 min ago</translation>
    </message>
    <message>
        <source>分钟</source>
        <translation>min</translation>
    </message>
    <message>
        <source>人</source>
        <translation>people</translation>
    </message>
    <message>
        <source>米</source>
        <translation>m</translation>
    </message>
    <message>
        <source>字节</source>
        <translation>bytes</translation>
    </message>
    <message>
        <source>毫秒</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>像素</source>
        <translation>px</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>待发送</source>
        <translation>To send</translation>
    </message>
    <message>
        <source>等待确认</source>
        <translation>Awaiting confirmation</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>没有保存：有一项不符合要求。你填的内容还在，改好后再保存。（%1）</source>
        <translation>Not saved: something breaks a rule. What you typed is still here; mend it and save again. (%1)</translation>
    </message>
    <message>
        <source>没有保存：它引用的记录不在这部手机上。你填的内容还在，先同步再保存。</source>
        <translation>Not saved: it points to a record that is not on this phone. What you typed is still here; sync, then save.</translation>
    </message>
    <message>
        <source>没有保存：你的身份或这条记录现在的状态不允许这样改。你填的内容还在，可以找镇里的实践所。</source>
        <translation>Not saved: your role, or the record&apos;s state, does not allow this. What you typed is still here; ask the township&apos;s institute.</translation>
    </message>
    <message>
        <source>没有保存：手机存满了。以前保存的都在；清理出一些空间后再点保存。</source>
        <translation>Not saved: the phone is full. What was saved before is safe; free some space and save again.</translation>
    </message>
    <message>
        <source>没有保存：手机没能写入。你填的内容还在，请再试一次。（%1）</source>
        <translation>Not saved: the phone could not write. What you typed is still here; please try again. (%1)</translation>
    </message>
    <message>
        <source>这份邀请这里用不上：服务器本来就连得上，或者邀请是别处的、已经用过。什么都没有改。</source>
        <translation>This invitation is of no use here: the server answers as it is, or the invitation is another unit's or used up. Nothing was changed.</translation>
    </message>
    <message>
        <source>对方拿不出这部手机认得的记录，不是你们的服务器。什么都没有改，请告诉实践所。</source>
        <translation>What answered cannot show the history this phone knows, so it is not your server. Nothing was changed; tell the institute.</translation>
    </message>
    <message>
        <source>连不上镇里的服务器，手机现在可能没有网络。邀请还能用，有网后再点“加入”。</source>
        <translation>The township&apos;s server can&apos;t be reached; there may be no network. The invitation is still good: tap “Join” again once there is one.</translation>
    </message>
    <message>
        <source>对方不是邀请里写明的服务器，为安全没有加入。请找发邀请的人重新要一份。</source>
        <translation>That is not the server the invitation names, so the phone did not join. Ask whoever sent it for a new one.</translation>
    </message>
    <message>
        <source>这份邀请已经用过、已过期，或者已被收回。请找发邀请的人重新要一份。</source>
        <translation>This invitation was used, has ended, or was taken back. Ask whoever sent it for a new one.</translation>
    </message>
    <message>
        <source>没有找到完整的邀请。请把收到的整段消息全部复制后再粘贴。</source>
        <translation>There is no complete invitation in it. Copy the whole message you were sent and paste it again.</translation>
    </message>
    <message>
        <source>手机存满了，没有加入。清理出一些空间后再点“加入”。</source>
        <translation>The phone is full, so it did not join. Free some space, then tap “Join” again.</translation>
    </message>
    <message>
        <source>服务器比这个应用新。请先更新应用，再用这份邀请加入。</source>
        <translation>The server is newer than this app. Update the app, then join with this invitation.</translation>
    </message>
    <message>
        <source>没有加入成功，请再试一次。（%1）</source>
        <translation>Joining did not work; please try again. (%1)</translation>
    </message>
    <message>
        <source>现在连不上服务器。记录都好好存在手机里，有网后会自动送达，也可以再点一次。</source>
        <translation>The server can&apos;t be reached now. Everything is safe on this phone and is sent by itself later; you can also try again.</translation>
    </message>
    <message>
        <source>服务器没有接受这部手机。记录都还在手机里；请联系镇里的实践所，让他们查看这部手机。</source>
        <translation>The server did not accept this phone. Everything is still on it; ask the township&apos;s institute to look at this phone.</translation>
    </message>
    <message>
        <source>手机没能完成同步，可能是存满了。已保存的记录都在；清理出空间后再试。</source>
        <translation>The phone could not finish the sync; it may be full. What was saved is safe; free some space and try again.</translation>
    </message>
    <message>
        <source>已到服务器，等实践所确认后生效，不用重新填。</source>
        <translation>It reached the server and counts once the institute confirms it. No need to fill it in again.</translation>
    </message>
    <message>
        <source>服务器没有接受这一处修改。</source>
        <translation>The server did not take this change.</translation>
    </message>
    <message>
        <source>组织</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>活动</source>
        <translation>Activity</translation>
    </message>
    <message>
        <source>假期与节日</source>
        <translation>Holidays and festivals</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>%1：%2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>你的身份不能做这一处修改，请找镇里的实践所。</source>
        <translation>Your role may not make this change; ask the township&apos;s institute.</translation>
    </message>
    <message>
        <source>自己的记录要由另一个人确认。</source>
        <translation>One&apos;s own record is for somebody else to confirm.</translation>
    </message>
    <message>
        <source>这个人的资料已按要求删除，这一处修改没有保留。</source>
        <translation>This person&apos;s data were erased by order; this change was not kept.</translation>
    </message>
    <message>
        <source>这条记录在服务器上的状态已经变了，不能再这样改。</source>
        <translation>The record&apos;s state has changed at the server, so it can&apos;t be changed like this.</translation>
    </message>
    <message>
        <source>这一项决定了记录是谁的，不能改；可以作废后重新添加。</source>
        <translation>This says whose record it is and can&apos;t be changed; void it and add another.</translation>
    </message>
    <message>
        <source>同一次保存里有别的内容没有被接受，所以这一条也没有生效。</source>
        <translation>Something else of the same save was not taken, so this was not either.</translation>
    </message>
    <message>
        <source>有一项不符合要求：%1</source>
        <translation>Something breaks a rule: %1</translation>
    </message>
    <message>
        <source>在服务器</source>
        <translation>On the server</translation>
    </message>
    <message>
        <source>没有被接收</source>
        <translation>Not accepted</translation>
    </message>
    <message>
        <source>已取到本机</source>
        <translation>Fetched</translation>
    </message>
    <message>
        <source>这部手机上的记录整个加密存放。照片不在内。</source>
        <translation>All records on this phone are kept encrypted. Photos are not.</translation>
    </message>
    <message>
        <source>敏感内容加密存放，其余的没有：这个版本的乡记不能整个加密。</source>
        <translation>Sensitive content is kept encrypted, the rest is not: this build of Xiangji cannot encrypt all of it.</translation>
    </message>
    <message>
        <source>敏感内容加密存放，其余的还没有：空间不够。清理出空间后，重新打开乡记会再试。</source>
        <translation>Sensitive content is kept encrypted, the rest not yet: there was no room. Make room; when Xiangji is opened again, it tries again.</translation>
    </message>
    <message>
        <source>敏感内容加密存放，其余的还没有：记录的文件有损坏的地方。请先同步，再找镇里的实践所。</source>
        <translation>Sensitive content is kept encrypted, the rest not yet: the file of the records is damaged in places. Sync first, then ask the township's office.</translation>
    </message>
    <message>
        <source>敏感内容加密存放，其余的还没有：另一个程序正用着记录的文件。关掉它，重新打开乡记会再试。</source>
        <translation>Sensitive content is kept encrypted, the rest not yet: another program is using the file of the records. Close it; when Xiangji is opened again, it tries again.</translation>
    </message>
    <message>
        <source>敏感内容加密存放，其余的还没有：没能整个加密。下次打开乡记会再试。</source>
        <translation>Sensitive content is kept encrypted, the rest not yet: it could not be encrypted. The next time Xiangji is opened, it tries again.</translation>
    </message>
</context>
<context>
    <name>xiangji::ActivityForm</name>
    <message>
        <source>%1%2</source>
        <translation>%2, %1</translation>
    </message>
    <message>
        <source>不是节日活动</source>
        <translation>Not a festival event</translation>
    </message>
</context>
<context>
    <name>xiangji::DraftKeeper</name>
    <message>
        <source>手机存满了，没写完的内容暂时存不下；请清理空间，或先保存。</source>
        <translation>The phone is full, so what you have not saved can&apos;t be kept for now. Free some space, or save first.</translation>
    </message>
    <message>
        <source>没写完的内容暂时存不下，请先保存。（%1）</source>
        <translation>What you have not saved can&apos;t be kept for now; please save it first. (%1)</translation>
    </message>
</context>
<context>
    <name>xiangji::DraftedForm</name>
    <message>
        <source>还没保存。%1：%2</source>
        <translation>Not saved yet. %1: %2</translation>
    </message>
    <message>
        <source>还没保存，有一项需要修改。</source>
        <translation>Not saved yet: one thing needs a change.</translation>
    </message>
</context>
<context>
    <name>xiangji::Form</name>
    <message>
        <source>%1早于%2，请检查</source>
        <translation>%1 lies before %2; please check</translation>
    </message>
    <message>
        <source>一场活动不能超过一年</source>
        <translation>An activity can&apos;t last more than a year</translation>
    </message>
</context>
<context>
    <name>xiangji::FormField</name>
    <message>
        <source>请填写%1</source>
        <translation>Please fill in: %1</translation>
    </message>
    <message>
        <source>多了 %1 个字，请删减后再保存</source>
        <translation>%1 characters too many; shorten it, then save</translation>
    </message>
    <message>
        <source>至少要写 %1 个字</source>
        <translation>Write at least %1 characters</translation>
    </message>
    <message>
        <source>不能含有“%1”，请写做了什么</source>
        <translation>It may not contain “%1”; say what was done</translation>
    </message>
    <message>
        <source>请写年份或日期，如 2015 或 2015-06-01</source>
        <translation>Write a year or a date, such as 2015 or 2015-06-01</translation>
    </message>
    <message>
        <source>请写日期，如 2026-06-19</source>
        <translation>Write a date, such as 2026-06-19</translation>
    </message>
    <message>
        <source>不能小于 %1</source>
        <translation>Not less than %1</translation>
    </message>
    <message>
        <source>不能大于 %1</source>
        <translation>Not more than %1</translation>
    </message>
</context>
<context>
    <name>xiangji::Handover</name>
    <message>
        <source>手机空间不够，没能写成捎带文件；记录都还在。</source>
        <translation>No room on this phone for the bundle; your records are all here.</translation>
    </message>
    <message>
        <source>没能写成捎带文件；记录都还在，请再试一次。</source>
        <translation>The bundle could not be written; your records are all here, please try again.</translation>
    </message>
    <message>
        <source>这部手机的内容是拷贝或从旧备份恢复的，自己的记录没有写进去。请先用新的邀请重新加入。</source>
        <translation>This phone is a copy, or was put back from an older backup: nothing of its own went in. Join again with a new invitation first.</translation>
    </message>
    <message>
        <source>替别人捎带的 %1 份已写成捎带文件；这部手机自己的记录没有写进去，请先用新的邀请重新加入。</source>
        <translation>What is carried for %1 others is in the file; nothing of this phone&apos;s own went in. Join again with a new invitation first.</translation>
    </message>
    <message>
        <source>没能分享，请再试一次。</source>
        <translation>It could not be shared; please try again.</translation>
    </message>
    <message>
        <source>%1 次保存已写成捎带文件：%2</source>
        <translation>%1 saved entries are in the bundle: %2</translation>
    </message>
    <message>
        <source>%1 次保存已写成捎带文件</source>
        <translation>%1 saved entries are in the bundle</translation>
    </message>
    <message>
        <source>没有找到这个文件。</source>
        <translation>There is no such file.</translation>
    </message>
    <message>
        <source>这个捎带文件是别的服务器的，这里用不上。</source>
        <translation>This bundle belongs to another server and is of no use here.</translation>
    </message>
    <message>
        <source>这不是乡记的捎带文件。</source>
        <translation>This is no Xiangji bundle.</translation>
    </message>
    <message>
        <source>没能读取，手机里的记录没有变。</source>
        <translation>It could not be read; nothing on this phone has changed.</translation>
    </message>
    <message>
        <source>收到回执 %1 个，替别人捎带 %2 份</source>
        <translation>Receipts: %1; carried for others: %2</translation>
    </message>
    <message>
        <source>。文件不完整或放不下，请再要一份；不会丢，也不会重复。</source>
        <translation>. The file is not whole or did not fit; ask for it again. Nothing is lost and nothing counts twice.</translation>
    </message>
</context>
<context>
    <name>xiangji::KeyPlaces</name>
    <message>
        <source>系统的密码库锁着，先打开它再试。钥匙没有丢。</source>
        <translation>The system's key store is locked; unlock it and try again. The key is not lost.</translation>
    </message>
    <message>
        <source>没能搬过去，请再试一次。钥匙没有丢，手机照常能用。</source>
        <translation>The key could not be moved, try again. It is not lost, and the phone works as before.</translation>
    </message>
</context>
<context>
    <name>xiangji::Pictures</name>
    <message>
        <source>这张图片读不出来，请换一张。</source>
        <translation>This picture cannot be read; choose another.</translation>
    </message>
</context>
<context>
    <name>xiangji::PupilList</name>
    <message>
        <source>%1 年级</source>
        <translation>Grade %1</translation>
    </message>
    <message>
        <source>未点名</source>
        <translation>Not called</translation>
    </message>
    <message>
        <source>未写年级</source>
        <translation>No grade</translation>
    </message>
    <message>
        <source>还没保存。%1 的备注多了 %2 个字，请删减。</source>
        <translation>Not saved yet. The note on %1 is %2 characters too long; please shorten it.</translation>
    </message>
</context>
<context>
    <name>xiangji::RowDetail</name>
    <message>
        <source>记录人</source>
        <translation>Recorded by</translation>
    </message>
    <message>
        <source>所属</source>
        <translation>Belongs to</translation>
    </message>
    <message>
        <source>记录时间</source>
        <translation>Recorded at</translation>
    </message>
    <message>
        <source>作废原因</source>
        <translation>Why void</translation>
    </message>
</context>
<context>
    <name>xiangji::SyncState</name>
    <message>
        <source>送不出去：这里是一份拷贝，请到“设置”里重新加入</source>
        <translation>Cannot be sent: this is a copy; join again in Settings</translation>
    </message>
    <message>
        <source>已经是最新的了</source>
        <translation>All is up to date</translation>
    </message>
    <message>
        <source>送达 %1 次保存，收到 %2 条记录</source>
        <translation>Sent: %1, received: %2</translation>
    </message>
    <message>
        <source>正在连接…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>已送 %1/%2，已收 %3/%4</source>
        <translation>Sent %1/%2, received %3/%4</translation>
    </message>
    <message>
        <source>待发送 %1</source>
        <translation>To send: %1</translation>
    </message>
    <message>
        <source>等待确认 %1</source>
        <translation>Awaiting confirmation: %1</translation>
    </message>
    <message>
        <source>全部已送达</source>
        <translation>All delivered</translation>
    </message>
    <message>
        <source>还没有联系过</source>
        <translation>never</translation>
    </message>
    <message>
        <source>乡记待发送清单：%1，%2</source>
        <translation>Xiangji, still to send: %1, %2</translation>
    </message>
    <message>
        <source>%1：%2 条</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>最早：%1；最近联系：%2</source>
        <translation>Oldest: %1; last contact: %2</translation>
    </message>
    <message>
        <source>没能分享，请再试一次。</source>
        <translation>It could not be shared; please try again.</translation>
    </message>
    <message>
        <source>清单已复制，可以粘贴到聊天里。</source>
        <translation>The list is copied; paste it into a chat.</translation>
    </message>
    <message>
        <source>服务器正忙，请过 %1 秒再试；内容都在这部手机里。</source>
        <translation>The server is busy; try again in %1 s. Everything is on this phone.</translation>
    </message>
    <message>
        <source>正在送照片和录音 %1/%2 MB</source>
        <translation>Sending photos and recordings, %1 of %2 MB</translation>
    </message>
    <message>
        <source>照片和录音待发送 %1 个，共 %2 MB。文字记录先送，它们随后。</source>
        <translation>%1 photos and recordings wait, %2 MB in all. Written records go first, these follow.</translation>
    </message>
    <message>
        <source>有 %1 个照片或录音没有被接收，仍留在这部手机里。</source>
        <translation>%1 photos or recordings were not accepted; they stay on this phone.</translation>
    </message>
</context>
<context>
    <name>xiangji::TodayList</name>
    <message>
        <source>今天是%1</source>
        <translation>Today is %1</translation>
    </message>
    <message>
        <source>距%1还有 %2 天（%3）</source>
        <translation>%1 in %2 days (%3)</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>最近</source>
        <translation>Lately</translation>
    </message>
</context>
<context>
    <name>xiangji::TutoringSheet</name>
    <message>
        <source>新的一场作业辅导</source>
        <translation>A new tutoring activity</translation>
    </message>
    <message>
        <source>请写怎么称呼这名学生</source>
        <translation>Say what to call this pupil</translation>
    </message>
    <message>
        <source>称呼最多 %1 个字</source>
        <translation>At most %1 characters</translation>
    </message>
    <message>
        <source>%1作业辅导</source>
        <translation>Tutoring, %1</translation>
    </message>
</context>
<context>
    <name>ProposalView</name>
    <message>
        <source>采纳</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>已采纳，联网后自动送达</source>
        <translation>Accepted; delivered when there is a network</translation>
    </message>
    <message>
        <source>不采纳</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>撤回建议</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>已撤回，联网后自动送达</source>
        <translation>Taken back; delivered when there is a network</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
</context>
</TS>
