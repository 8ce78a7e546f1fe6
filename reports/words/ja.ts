import type { Words } from './en';
import { translated } from './ja-said';
import { afterAction, controls, drills, more } from './ja-sections';

/** Everything that a report says in Japanese. */
export const ja: Words = {
  code: 'ja',
  name: '日本語',
  locale: 'ja',
  title: 'Homeward フェールバック準備状況',
  verdict: { proven: '実証済み', 'at risk': 'リスクあり', blocked: '不可', unknown: '不明' },
  stage: {
    'initial protection': '初回保護',
    'failover to Azure': 'Azure へのフェールオーバー',
    'commit in Azure': 'Azure でのコミット',
    'reprotect to the site': 'オンプレミスへの再保護',
    failback: 'フェールバック',
    'commit on the site': 'オンプレミスでのコミット',
    'reprotect to Azure': 'Azure への再保護',
  },
  said: translated,
  minutes: (ms) => {
    const whole = Math.max(1, Math.round(ms / 60_000));
    return whole < 120 ? `${whole} 分` : `${(whole / 60).toFixed(1)} 時間`;
  },
  list: (parts) => parts.join('、'),
  andMore: (count) => `、ほか ${count} 件`,
  sentence: (counts, total, broken) => {
    if (broken.length > 0)
      return `この実行は無効です。検査(${broken.join('、')})が不変条件の破れを見つけたため、何も実証されていません。`;
    const home = `${total} 台のうち ${counts.proven} 台がオンプレミスに戻れます`;
    const rest = [
      counts['at risk'] > 0 ? `${counts['at risk']} 台はリスクを伴い` : '',
      counts.blocked > 0 ? `${counts.blocked} 台は戻れず` : '',
      counts.unknown > 0 ? `${counts.unknown} 台は不明で` : '',
    ].filter((part) => part !== '');
    if (rest.length === 0) return `${home}。`;
    const ends: readonly (readonly [RegExp, string])[] = [
      [/伴い$/, '伴います'],
      [/戻れず$/, '戻れません'],
      [/不明で$/, '不明です'],
    ];
    const joined = rest.join('、');
    const [pattern, end] = ends.find(([each]) => each.test(joined)) ?? [/$/, ''];
    return `${home}。${joined.replace(pattern, end)}。`;
  },
  exported: (at) => `${at.replace('T', ' ')} にエクスポート`,
  run: (id) => `実行 ${id}`,
  seed: (seed) => `シード ${seed}`,
  skip: 'マシンの一覧へ移動',
  contents: '目次',
  invalid: {
    title: 'この実行は無効です。',
    text: 'シミュレーションが守るべき規則を破ったため、どの判定も根拠になりません。',
  },
  byVerdict: '判定別のマシン数',
  provenMeans:
    '「実証済み」とは、再現できる実行の中で戻ったことを意味します。Azure そのものではなく、環境のツインでの結果であり、',
  assumptionsBelow: '下記の前提',
  sentenceEnd: 'に基づきます。',
  fixes: {
    title: '最初に直すべきこと',
    alone: (count) => `ほかに妨げのないマシンが ${count} 台`,
    concerned: (count) => `対象 ${count} 台: `,
    instance: '例: ',
    do: '対処: ',
    seeMachine: '各マシンを参照',
  },
  machines: {
    title: 'マシン',
    each: 'マシンごとの詳細',
    columns: ['判定', 'マシン', '理由', '出所', 'フェールバック'],
    caption: (count, target) =>
      `${count} 台、悪い順。出所はエクスポートのシートと行、またはダンプ内のパス。フェールバックは指示からオンプレミスで稼働するまでの仮想時間(変更量は仮定)。目標は ${target}。`,
    assumed: (what) => `仮定: ${what}`,
    why: '理由',
    declared: 'この実行で申告された事項',
    notKnown: '分かっておらず、良いとは見なさない事項',
    settledBy: '確認方法:',
    rule: '規則の出典: ',
    inRehearsal: (stage) => `– リハーサルでの段階: ${stage}`,
    checks: '検査項目',
    column: (name) => `列 ${name}`,
    inTwinBy: (places) => `ツインの根拠: ${places}。`,
    evidence: '証拠: このフォルダーで ',
    inFolder: ' を実行。',
    notRehearsed: 'リハーサルの対象外。',
    rehearsal: 'リハーサル(仮想時間)',
    stopped: (codes) => `停止(${codes})`,
    notReached: '未到達',
    rto: (time) => `フェールバック開始から ${time}でオンプレミスで再び稼働。`,
    overloaded:
      'マスターターゲットの書き込みがデータの到着に追いつきませんでした。2 台目のマスターターゲットで負荷を分散できます。',
    unprotected: (time) => `フェールバック後、Azure へ再保護されるまで ${time}は保護されていませんでした。`,
    unprotectedStill: 'フェールバック後、Azure へ再保護されるまでは保護されていません。',
  },
  filter: {
    title: '表示',
    search: '名前または理由で検索',
    shown: '台を表示',
    all: 'すべて表示',
  },
  unknowns: {
    title: 'エクスポートからは分からないこと',
    caption: 'この環境のすべてのマシンに当てはまり、どのインベントリのエクスポートにも含まれません。',
    columns: ['状態', '内容', '確認方法', '出典'],
  },
  assumptions: {
    title: '前提',
    masterTarget: (host) =>
      `マスターターゲットは、最も多くのデータストアをマウントしているホスト ${host} にあるものとします。`,
    declared: '実行者が申告した事項。',
    declaration: '申告',
    made: 'エクスポートに記載がなく、仮定した事項。',
    columns: ['仮定', '理由', '確認方法', '対象'],
    notCounted: '数に含めないもの。',
    notCountedColumns: ['マシン', '理由', '出所'],
    notes: 'エクスポートの読み取り中に気付いた点(エクスポート間の矛盾を含む)。',
    notesColumns: ['コード', '内容', '出所'],
  },
  ...more,
  drills,
  afterAction,
  controls,
};
