import type { Said } from './ja-said';

/** What campaigns, waves and what-ifs say. */
export const JA_CAMPAIGN: readonly Said[] = [
  // Layers of faults.
  ['guest and agent', 'ゲストとエージェント'],
  ['disks', 'ディスク'],
  ['process server', 'プロセスサーバー'],
  ['network', 'ネットワーク'],
  ['master target', 'マスターターゲット'],
  ['configuration server', '構成サーバー'],
  ['Azure control plane', 'Azure のコントロールプレーン'],
  ['vSphere', 'vSphere'],
  ['time, identity and operator', '時刻・認証・操作担当者'],
  // Phases of a machine's way.
  ['protecting', '保護の開始'],
  ['protected', '保護済み'],
  ['failing over', 'フェールオーバー中'],
  ['in Azure', 'Azure で稼働'],
  ['reprotecting', '再保護の開始'],
  ['copying back', '差分の転送'],
  ['replicating back', 'オンプレミスへ複製中'],
  ['failing back', 'フェールバック中'],
  ['at home', 'オンプレミスに復帰'],
  ['protecting again', 'Azure へ再保護中'],
  ['protected again', '再び保護済み'],
  // Limits and their units.
  ['disks of the master targets', 'マスターターゲットのディスク数'],
  ['machines of a recovery plan', '復旧計画のマシン数'],
  ['time on the line', '回線の使用時間'],
  ['changes through the process server', 'プロセスサーバーを通る変更量'],
  ['space on {}', '{} の空き容量'],
  ['machines', '台'],
  ['min', '分'],
  ['GiB a day', 'GiB/日'],
  ['GiB', 'GiB'],
  // The score.
  ['home', '復帰'],
  ['in time', '時間内'],
  [
    '100 × (0.6 × home + 0.4 × in time). home: the share of drills in which a machine came home, averaged over all counted machines; in time: the share in which it did so within the target. A blocked machine counts 0; an unknown one counts 0 in the lower score, and its drills (1 if there were none) in the upper.',
    '100 × (0.6 × 復帰 + 0.4 × 時間内)。復帰: マシンが戻った訓練の割合を、数に含む全マシンで平均した値。時間内: 目標時間内に戻った割合。「不可」のマシンは 0、「不明」のマシンは下限では 0、上限では訓練の結果(訓練がなければ 1)として数えます。',
  ],
  // Fixes.
  ['remove the snapshots of {} machines', '{} 台のスナップショットを削除する'],
  ['remove the snapshots of {}', '{} のスナップショットを削除する'],
  ['consolidate the disks of {} machines', '{} 台のディスクを統合する'],
  ['consolidate the disks of {}', '{} のディスクを統合する'],
  ['switch on {} machines', '{} 台の電源を入れる'],
  ['switch on {}', '{} の電源を入れる'],
  ['install VMware Tools on {} machines', '{} 台に VMware Tools を導入する'],
  ['install VMware Tools on {}', '{} に VMware Tools を導入する'],
  ['switch secure boot off on {} machines', '{} 台のセキュアブートを無効にする'],
  ['switch secure boot off on {}', '{} のセキュアブートを無効にする'],
  ['take {} out of maintenance mode', '{} のメンテナンスモードを終了する'],
  ['mount {} on the host of the master target', '{} をマスターターゲットのホストにマウントする'],
  ['give {} a licence with the vSphere API', '{} に vSphere API を含むライセンスを割り当てる'],
  [
    'give the account of Site Recovery the role for failback',
    'Site Recovery のアカウントにフェールバック用のロールを与える',
  ],
  // What was noticed when several exports were read.
  [
    'the exports cover {} vCenters: ids are kept apart',
    'エクスポートは {} 個の vCenter を含む。ID は区別する',
  ],
  [
    '"{}" is also the name of another machine ({}): ids tell them apart',
    '"{}" は別のマシン({})の名前でもある。ID で区別する',
  ],
  // Verdicts by drills.
  [
    'in {} of {} drills it did not come home within {}; at worst it came not at all (seed {}: {})',
    '{} / {} 回の訓練で {} 以内に戻らず。最悪の場合は戻らない(シード {}: {})',
  ],
  [
    'in {} of {} drills it did not come home within {}; at worst it came after {} (seed {}: {})',
    '{} / {} 回の訓練で {} 以内に戻らず。最悪の場合は {} 後に復帰(シード {}: {})',
  ],
  [
    'see what struck in these drills, and make that less likely or quicker to mend',
    'これらの訓練で起きた障害を確認し、起こりにくく、または早く直せるようにする',
  ],
  ['a checker found a drill invalid: {}', '検査が訓練を無効と判定: {}'],
];
