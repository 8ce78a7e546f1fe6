import type { Words } from './en';
import type { more as english } from './en-sections';

/** Words of the sections that come with campaigns, and of those for auditors. */
export const more: typeof english = {
  score: {
    title: 'スコア',
    value: (low, high) => (low === high ? `スコア ${low} / 100` : `スコア ${low}~${high} / 100`),
    ofTwin: 'Azure ではなくツインについての値',
    how: '意味',
    range: '不明な事項が良い結果にも悪い結果にもなり得るため、範囲で示します。',
    columns: ['要素', '重み', '最低', '最高'],
    caption: (formula) => `スコアの算出式: ${formula}`,
  },
  drift: {
    title: '前回からの変化',
    since: (run) => `実行 ${run} との比較。`,
    claims: (voided, kept) =>
      `以前の判定のうち ${voided} 件は、根拠となる事実が変わったため無効です。${kept} 件は引き続き有効です。`,
    columns: ['マシン', '前回', '今回', '理由'],
    fresh: '新規',
    gone: '削除',
    caption: (count) => `判定が変わった、または追加・削除されたマシンは ${count} 台。`,
  },
  trend: {
    title: '推移',
    about: (runs) => `同じ環境の今回の実行と、それ以前の ${runs} 回。Azure ではなくツインについての値です。`,
    score: 'スコア',
    rto: 'RTO 95 %(分)',
    columns: ['実行', 'エクスポート', 'スコア', 'RTO(95 %)'],
    caption: '古い順。最後が今回の実行です。',
    findings: 'コード別の指摘',
    findingsCaption: '各コードに該当するマシンの台数(変化したもののみ)。古い順で、最後の列が今回の実行です。',
    code: 'コード',
    thisRun: '今回',
  },
  whatIf: {
    caption:
      'それぞれの対処を 1 つずつ、同じシードのツインで試しました。単独で効果がなくても、ほかの対処とともに必要になるもの、リスクを除くものがあります。Homeward 自身がコマンドを実行することはありません。',
    columns: ['対処', '台数', '復帰', 'スコア', 'コマンド'],
    others: '試したその他の対処',
    smallestTitle: '最小の対処の組',
    smallest: (fixes, score, target) =>
      fixes === 0
        ? `現状のツインのスコアは ${score}、目標は ${target} です。`
        : `次の ${fixes} 件の対処により、ツインのスコアは ${score} になります。すべての対処を加えたツインの訓練で確かめました:`,
    unreachable: (target, best) => `スコア ${target} には達しません。すべての対処を合わせても ${best} です。`,
    gain: (before, after, scoreBefore, scoreAfter) =>
      `戻れるマシン ${before} → ${after} 台、スコア ${scoreBefore} → ${scoreAfter}`,
    moreCommands: (count) => `ほか ${count} 件のコマンド`,
  },
  waves: {
    title: 'ウェーブ',
    caption:
      '各ウェーブは制約の範囲で最大にしています。時間はツインのもので、最初のフェールバック指示から数えます。障害のない場合の終了と、障害のある訓練の 95 % が終わった時点を示します。',
    columns: ['ウェーブ', 'マシン', '開始', '終了', '終了(95 %)', '近い制約', '制約'],
    nothing: 'なし',
    none: 'この実行ではウェーブを計算していません。全マシンを同時にフェールバックしました。',
    chart: 'ウェーブと容量',
    chartAbout: (limit) => `各ウェーブによる「${limit}」の使用量。線は容量を示します。`,
    wave: 'ウェーブ',
    capacity: '容量',
  },
  times: {
    title: '目標に対する時間',
    rtoChart: 'フェールバックの所要時間(RTO)',
    rtoAbout: (count, p50, p95, max) =>
      `${count} 台が戻りました。半数は ${p50}以内、95 % は ${p95}以内、最長は ${max}。`,
    noRto: '戻ったマシンがないため、示す時間がありません。',
    minutes: '分',
    hours: '仮想時間(時間)',
    virtualMinutes: '仮想時間(分)',
    machines: '台数',
    target: (time) => `目標 ${time}`,
    rpoChart: '最新の復旧ポイントの古さ(RPO)',
    rpoAbout: '復旧ポイントが最も古かったマシン。',
    noRpo: 'RPO の推移には複数回の訓練が必要です。この実行にはありません。',
  },
  matrix: {
    title: '障害と段階',
    none: 'この実行では障害を起こしていません(通常のリハーサル)。訓練を重ねるとこの表が埋まります。',
    caption:
      'ツインの訓練で、マシンが各段階にあるときに各層の障害が起きた結果。各欄は、その訓練のうち全マシンが時間内に戻った回数。下は、マシンがどこでも動かなかった最長の時間と、失われ得るデータの最大量。–: 該当する訓練なし。',
    fault: '障害の層',
    cell: (home, struck) => `${struck} 回中 ${home} 回`,
    down: (time) => `停止 ${time}`,
    atRisk: (time) => `データ ${time}`,
    untried: '–',
  },
  profiles: {
    title: '文書間の食い違い',
    caption: (count) => `規則のプロファイルによって判定が変わるマシンは ${count} 台。`,
    machine: 'マシン',
  },
  evidence: {
    title: '証拠',
    text: (machines, time, entries) =>
      `${machines} 台を同時にフェールオーバーし、フェールバックしました。仮想時間 ${time}、ジャーナル ${entries} 件。このフォルダーだけで再実行して比較するには:`,
    journal: 'ジャーナルの SHA-256',
    checkers: 'シミュレーションが守るべき不変条件と、その結果。',
    checkerColumns: ['検査', '結果', '観測'],
    verdicts: { valid: '有効', invalid: '無効', unknown: 'この実行では判定できない' },
    inputs: '入力。',
    inputColumns: ['ファイル', 'エクスポート日時', 'SHA-256'],
    index: '証拠の索引',
    indexCaption: (days) =>
      `各判定はエクスポートから ${days} 日間有効で、根拠となる事実が変わった時点で無効になります。`,
    indexColumns: ['対象', '判定', '根拠', '期限', '再実行'],
    noDate: 'エクスポートに日付なし',
    madeBy: (homeward, node) => `Homeward ${homeward}(Node ${node})で作成。`,
    readable: '機械可読: ',
  },
};

export const drills: Words['drills'] = {
  overTime: {
    title: '訓練の時間経過',
    undisturbed: '障害のない訓練',
    worst: (seed) => `最も悪かった訓練(シード ${seed})`,
    caption: (end) =>
      `最初の指示から仮想時間 ${end}後の終わりまで。淡い帯は Azure のコピーが稼働、空白はどこでも稼働せず、濃い帯はオンプレミスで稼働。印は段階の始まり。`,
    left: (count) => `ほか ${count} 台はより短い時間で終わり、表示していません。`,
    columns: ['マシンまたは障害', '時間', 'その時点'],
    instant: '時点(仮想時間の秒)',
    inForce: '発生中',
    over: '発生していない',
    azure: 'Azure で稼働',
    home: 'オンプレミスで稼働',
    none: 'どこでも稼働せず',
  },
  title: '訓練',
  plain: '障害のないリハーサル 1 回: 全マシンを仮想時間で Azure へフェールオーバーし、戻しました。',
  caption: (count) => `ツインでの訓練 ${count} 回。それぞれにシードがあります。`,
  again: 'シードを指定して再実行し、比較するには:',
  hypothesis: (machines, waves, target) =>
    `仮説: 障害が起きても、${machines} 台が ${waves} 回のウェーブで、それぞれ ${target}以内に戻る。`,
  outcome: (held, machines, count, low, others) => {
    const sure = low === '' ? '' : `(95 %: 同様の訓練の ${low} % 以上。Azure ではなくツインについての値)`;
    const few = others.slice(0, 3).join('、') + (others.length > 3 ? ` ほか ${others.length - 3} 台` : '');
    return `${machines} 台のうち ${held} 台が ${count} 回の訓練すべてで時間内に戻りました${sure}。${others.length === 0 ? '' : `戻らないことがあったもの: ${few}。`}`;
  },
  noFault: '時間内になし',
  never: '未到達',
  each: '訓練ごと',
  eachMachine: (count) => `全 ${count} 台、悪い順`,
  columns: ['シード', '起きた障害', '復帰', '所要時間', '後戻りできない時点', '未実施', 'ジャーナル'],
  confidence: '信頼度',
  confidenceCaption:
    '各マシンが目標時間内に戻った訓練の回数と、Wilson の 95 % 信頼区間。Azure ではなくツインについての値です。',
  confidenceColumns: ['マシン', '復帰', '95 % 区間', 'RTO 中央値', 'RTO 95 %', 'RPO 95 %'],
};

export const afterAction: Words['afterAction'] = {
  title: '事後報告',
  about: '見出しは NIST SP 800-84 に従います。人にしか書けない欄には印を付けています。',
  toFill: '要記入',
  headings: {
    background: '背景',
    scope: '範囲',
    objectives: '目的',
    observations: '所見',
    recommendations: '提言',
    participants: '参加者',
  },
  background: (files) =>
    `${files} から作った環境のツインで、Azure からのフェールバックをリハーサルしました。本番システムには触れていません。`,
  why: '今回この演習を行った理由',
  scope: (machines, left) =>
    `${machines} 台。エクスポートのうち ${left} 件(テンプレートやプレースホルダー)は数に含めません。`,
  objectives: (target) => `すべてのマシンが ${target}以内に Azure から戻り、再び保護されること。`,
  observations: (proven, total) => `${total} 台のうち ${proven} 台が目的を達成。`,
  people: ['演習責任者', '操作担当者', '観察者', '是正措置の担当者', '期日', '承認'],
};

export const controls: Words['controls'] = {
  title: '規制との対応',
  caption: '業務レジリエンスに関する規則が試験に求める事項と、本報告書での回答 (RTS: 2024/1774 第 25 条)。',
  columns: ['要求', '項目', '状態', '回答'],
  states: { filled: '記載あり', missing: '欠落', toFill: '要記入' },
  fields: {
    testId: '試験の識別子',
    dates: '日付',
    duration: '所要時間',
    systems: '対象システム',
    risk: '事業影響度分析との関連',
    scenarios: 'シナリオ',
    testType: '試験の種類',
    objectives: '目的',
    assumptions: '前提',
    expected: '期待される結果',
    steps: '手順の記録',
    rto: '測定した RTO',
    rpo: '測定した RPO',
    deficiencies: '不備',
    owner: '担当者',
    due: '期日',
    summary: '経営層向け要約',
    independence: '試験者と所有者の分離',
    status: '実行間での指摘事項の状況',
    coverage: '障害一覧に対する網羅率',
    outcomes: '結果',
    recommendations: '提言',
    closure: '措置とその完了',
    interval: '計画された間隔',
    evidence: '日付のある証拠',
    absent: '要員の不在',
    metrics: '定量的な指標',
    participants: '参加者',
  },
  answers: {
    duration: (time) => `仮想時間で ${time}`,
    systems: (count) => `${count} 台(「マシン」に一覧)`,
    plain: '全マシン同時のフェールオーバーとフェールバック(障害なし)',
    drilled: (count, faults) => `訓練 ${count} 回、障害 ${faults} 種類`,
    testType: 'ツイン上のリハーサル。本番システムには触れない',
    objectives: (target) => `${target}以内に戻り、再び保護される`,
    assumptions: (count) => `${count} 件(「前提」に一覧)`,
    steps: '各マシンの各段階と時間(「マシンごとの詳細」)',
    rto: (p50, p95, max) => `中央値 ${p50}、95 % ${p95}、最長 ${max}`,
    rpo: (p95) => `最も悪いマシンで 95 % が ${p95}以内`,
    deficiencies: (count) => `実証済みでないマシン ${count} 台とその理由`,
    recommendations: (count) => `対処 ${count} 種類(「最初に直すべきこと」)`,
    interval: (date) => `${date} までに再実施`,
    status: (changes) => `変化 ${changes} 件(「前回からの変化」)`,
    coverage: (tried, all) => `障害と段階の組 ${all} 件中 ${tried} 件を実施`,
    absent: '操作担当者不在の訓練',
    exported: (dates) => `${dates} のエクスポート。実行日は host.json に記載`,
  },
};
