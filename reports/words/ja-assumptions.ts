import type { Said } from './ja-said';

/** What the twin takes for granted, and why. */
export const JA_ASSUMPTIONS: readonly Said[] = [
  ['a machine lies on one datastore', 'マシンは 1 つのデータストアに置かれている'],
  [
    'the twin keeps all disks of a machine together; a datastore that the master target cannot see is preferred',
    'ツインはマシンの全ディスクをまとめて置く。マスターターゲットから見えないデータストアを優先する',
  ],
  [
    'nothing: the datastores of all disks are checked one by one',
    '不要: 全ディスクのデータストアを 1 つずつ検査する',
  ],
  [
    'the datastore of the machine is mounted by the host of the master target',
    'マシンのデータストアはマスターターゲットのホストにマウントされている',
  ],
  ['the export names no datastore for it', 'エクスポートにデータストアの記載がない'],
  [
    'govc vm.info -json <machine> (datastore); or an RVTools export with vDisk, column Disk Path',
    'govc vm.info -json <machine> (datastore)、または vDisk の Disk Path 列を含む RVTools のエクスポート',
  ],
  ['the machine has no snapshots', 'マシンにスナップショットはない'],
  ['the export does not say whether it has any', 'エクスポートに有無の記載がない'],
  [
    'govc vm.info -json <machine> (snapshot); or an RVTools export with vSnapshot',
    'govc vm.info -json <machine> (snapshot)、または vSnapshot を含む RVTools のエクスポート',
  ],
  ['the machine runs on the host of the master target', 'マシンはマスターターゲットのホストで動いている'],
  ['the export does not name its host', 'エクスポートにホストの記載がない'],
  [
    'govc host.info -json; or an RVTools export with vInfo, column Host',
    'govc host.info -json、または vInfo の Host 列を含む RVTools のエクスポート',
  ],
  ['the machine is powered on', 'マシンの電源は入っている'],
  ['the export does not say whether it is', 'エクスポートに記載がない'],
  ['machines with static addresses have others here', '静的アドレスのマシンはツインでは別のアドレスを持つ'],
  [
    'the simulated site has one network, 10.1.0.0/16',
    'シミュレーションのサイトのネットワークは 10.1.0.0/16 の 1 つだけ',
  ],
  [
    'nothing: that an address is static counts, not which it is',
    '不要: 静的であることだけが重要で、アドレスの値は問わない',
  ],
  ["the guest is Windows, going by the machine's name", 'マシン名から、ゲストは Windows と推定'],
  ["the guest is Linux, going by the machine's name", 'マシン名から、ゲストは Linux と推定'],
  [
    'the export does not name an operating system that is Windows or Linux',
    'エクスポートに Windows または Linux と分かる OS の記載がない',
  ],
  [
    'govc vm.info -json <machine> (guest.guestFullName); or --assume os=<machine>:windows',
    'govc vm.info -json <machine> (guest.guestFullName)、または --assume os=<machine>:windows',
  ],
  ['disks are half full', 'ディスクは半分使用されている'],
  ['the export does not say how much of them is used', 'エクスポートに使用量の記載がない'],
  [
    'an RVTools export with vPartition; or govc vm.info -json <machine> (guest.disk)',
    'vPartition を含む RVTools のエクスポート、または govc vm.info -json <machine> (guest.disk)',
  ],
  [
    'govc vm.info -json <machine> (config.hardware.device); or an RVTools export with vDisk',
    'govc vm.info -json <machine> (config.hardware.device)、または vDisk を含む RVTools のエクスポート',
  ],
  ['the disk has 32 GiB', 'ディスクは 32 GiB'],
  ['the export does not say how large it is', 'エクスポートに容量の記載がない'],
  ['each machine writes about 30 MiB an hour', '各マシンは 1 時間に約 30 MiB を書き込む'],
  ['the machine writes about 30 MiB an hour', 'マシンは 1 時間に約 30 MiB を書き込む'],
  ['no export holds its churn', 'このマシンの変更量はどのエクスポートにも含まれない'],
  ['the machine writes all the time as at its peak', 'マシンは常にピーク時と同じ量を書き込む'],
  [
    'the Deployment Planner gives the 95th percentile of its minutes, with growth',
    'Deployment Planner は増加分を含む 95 パーセンタイル(分単位)を示す',
  ],
  ['nothing: less churn takes less time', '不要: 変更量が少なければ時間も短い'],
  ['the machine writes evenly', 'マシンは一定の速さで書き込む'],
  [
    'Azure Migrate gives an average of what its disks write',
    'Azure Migrate はディスクの書き込み量の平均を示す',
  ],
  ['no export holds churn', '変更量はどのエクスポートにも含まれない'],
  [
    'the Deployment Planner report (Peak Data Churn), measured over at least a week',
    'Deployment Planner の報告 (Peak Data Churn、1 週間以上の測定)',
  ],
  ['the machines were protected long before the rehearsal', 'マシンはリハーサルのずっと前から保護されている'],
  [
    'how long the first replication takes is not the question here: it runs over a line of 1 Tbit/s',
    '初回レプリケーションの時間はここでは問わない: 1 Tbit/s の回線で行う',
  ],
  [
    'nothing: from the failover on, the line has the bandwidth of --bandwidth',
    '不要: フェールオーバー以降の回線は --bandwidth の帯域',
  ],
  [
    'machines are reprotected to the site in waves of at most {}',
    'オンプレミスへの再保護は最大 {} 台ずつ行う',
  ],
  ['an operator would not start more at once', '操作担当者がそれ以上を同時に始めることはない'],
  [
    'nothing: larger waves take longer, not another way',
    '不要: 台数を増やしても時間が延びるだけで、結果は変わらない',
  ],
  ['hosts that only machines name exist and work', 'マシンの行にだけ現れるホストも存在し、動作している'],
  ['the list of hosts does not have them', 'ホストの一覧に含まれない'],
  ['the export has no list of hosts', 'エクスポートにホストの一覧がない'],
  [
    'govc host.info -json; or an RVTools export with the sheet vHost of all vCenters',
    'govc host.info -json、または全 vCenter の vHost シートを含む RVTools のエクスポート',
  ],
  [
    'datastores that only disks name are VMFS and have room',
    'ディスクの行にだけ現れるデータストアは VMFS で、空きがある',
  ],
  ['the list of datastores does not have them', 'データストアの一覧に含まれない'],
  ['the export has no list of datastores', 'エクスポートにデータストアの一覧がない'],
  [
    'govc datastore.info -json; or an RVTools export with the sheet vDatastore',
    'govc datastore.info -json、または vDatastore シートを含む RVTools のエクスポート',
  ],
  ['all hosts have mounted the datastore', '全ホストがデータストアをマウントしている'],
  ['the export does not say which hosts have', 'エクスポートにどのホストかの記載がない'],
  [
    'an RVTools export with vDatastore, column Hosts; or: {}',
    'vDatastore の Hosts 列を含む RVTools のエクスポート、または: {}',
  ],
  ['the licence of the host allows failback', 'ホストのライセンスはフェールバックを許可する'],
  ['the export names no licence for it', 'エクスポートにライセンスの記載がない'],
  [
    'govc license.ls -json; or an RVTools export with vHost, column Assigned License(s)',
    'govc license.ls -json、または vHost の Assigned License(s) 列を含む RVTools のエクスポート',
  ],
  [
    'the account of Site Recovery has the role for failback',
    'Site Recovery のアカウントはフェールバック用のロールを持つ',
  ],
  ['the export does not say which account it uses', '使用するアカウントがエクスポートに記載されていない'],
  [
    'govc permissions.ls -json and govc role.ls -json; or --assume role=read-only',
    'govc permissions.ls -json と govc role.ls -json、または --assume role=read-only',
  ],
  [
    'guests take their addresses by DHCP unless --assume address says otherwise',
    '--assume address の指定がない限り、ゲストは DHCP でアドレスを得る',
  ],
  [
    'the export shows addresses, not how guests come to them',
    'エクスポートにはアドレスはあるが、取得方法はない',
  ],
  [
    'govc vm.info -json <machine> (guest.net), with VMware Tools running; or --assume address=<machine>:static',
    'VMware Tools の稼働中に govc vm.info -json <machine> (guest.net)、または --assume address=<machine>:static',
  ],
  [
    'one master target takes all disks at once, and a process server runs in Azure',
    '1 台のマスターターゲットが全ディスクを同時に受け、プロセス サーバーは Azure で動く',
  ],
  [
    'the export does not show the servers of Site Recovery; a real master target takes 60 disks',
    'エクスポートに Site Recovery のサーバーは現れない。実際のマスターターゲットの上限は 60 ディスク',
  ],
  ['more master targets, or waves of machines', 'マスターターゲットを増やすか、ウェーブに分ける'],
  ['one run for each vCenter', 'vCenter ごとに実行する'],
  ['one vCenter manages all hosts', '1 つの vCenter が全ホストを管理する'],
  ['the exports cover {} vCenters', 'エクスポートは {} 個の vCenter にまたがる'],
  ['a template', 'テンプレート'],
  ['a placeholder of Site Recovery Manager', 'Site Recovery Manager のプレースホルダー'],
  ['the estate', '環境全体'],
];
