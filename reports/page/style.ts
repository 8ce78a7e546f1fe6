import { LOOK } from '../look';

const colours = (theme: 'light' | 'dark') =>
  Object.entries(LOOK)
    .map(([verdict, look]) => `--${verdict.replace(' ', '-')}:${look[theme]};`)
    .join('');

const LIGHT = `--ink:#1c2024;--soft:#57606a;--paper:#ffffff;--band:#f6f8fa;--line:#d5dae0;--accent:#0b5cad;${colours('light')}`;
const DARK = `--ink:#e6e9ed;--soft:#9da7b3;--paper:#14171b;--band:#1c2127;--line:#343b44;--accent:#79b8ff;${colours('dark')}`;

/** The look of the report: system fonts, tabular figures, one accent beside the verdicts; light, dark, narrow and on paper. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Hiragino Sans","Noto Sans CJK JP",sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:74rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
h1{font-size:1.9rem;line-height:1.25;max-width:44ch;margin:.25rem 0 1rem;text-wrap:balance}
:lang(ja) h1{max-width:none;word-break:auto-phrase}
h2{font-size:1.25rem;margin:3rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{max-width:75ch;margin:.5rem 0}
.soft{color:var(--soft)}.run{max-width:none}.n{white-space:nowrap}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;list-style:none;padding:0;margin:1.25rem 0}
.counts b{font-size:1.6rem;margin-right:.4rem}
.v{font-weight:650;white-space:nowrap;font-size:.92em}
${Object.keys(LOOK)
  .map((verdict) => `.v-${verdict.replace(' ', '-')}{color:var(--${verdict.replace(' ', '-')})}`)
  .join('')}
.alarm{border:3px solid var(--blocked);padding:1rem 1.25rem;margin:1rem 0;max-width:75ch}
table{border-collapse:collapse;width:100%;margin:.75rem 0 1rem}
caption{text-align:left;color:var(--soft);padding:.25rem 0;max-width:75ch}
th,td{text-align:left;vertical-align:top;padding:.45rem 1rem .45rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;overflow-wrap:normal}
#machines th:nth-child(2){width:26%}#machines th:nth-child(3){width:46%}
#waves th:last-child{min-width:7rem}
td.num,th.num{text-align:right;white-space:nowrap}td.num:last-child,th.num:last-child{padding-right:.25rem}
td.at{white-space:nowrap}
code{font:.88em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--band);padding:.1em .35em;overflow-wrap:anywhere}
ol.fixes{padding-left:1.4rem;max-width:80ch}ol.fixes li{margin:.6rem 0}
details{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.6rem 0}
.body{padding:0 0 1rem 1.1rem;scroll-margin-top:5rem}
p a,td a{display:inline-block;padding:.3rem 0;margin:-.3rem 0}
.body ul{padding-left:1.2rem;margin:.25rem 0}.body li{margin:.35rem 0;max-width:85ch}
.checks{margin:.25rem 0;font-size:.88rem;max-width:85ch}.checks dt{margin-top:.35rem}.checks dd{margin:0}.checks i{font-style:normal;color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:1rem 0;padding:.5rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
nav a{padding:.25rem 0}
.score b{font-size:1.1rem}
form{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;margin:.75rem 0}form[hidden],tr[hidden],details[hidden]{display:none !important}
fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}legend{float:left;padding:.25rem 0;margin-right:1rem;color:var(--soft)}
label{padding:.25rem 0}input[type=search],button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);padding:.3rem .6rem}
input[type=checkbox]{width:1.05rem;height:1.05rem;vertical-align:-.15rem;accent-color:var(--accent)}
input:focus-visible,button:focus-visible,.wide:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.fill{border-bottom:2px dotted var(--soft);color:var(--soft)}
.people th{width:18rem;font-weight:400}
.wide{overflow-x:auto}.wide table{min-width:56rem}.wide td,.wide th{overflow-wrap:normal;padding-right:.6rem}
.slider{--at:100%;scroll-margin-top:1rem}.slider th:first-child{width:24%}.slider th:last-child{width:30%}.slider td{padding-top:.2rem;padding-bottom:.2rem}
.track{display:block;position:relative;height:1.1rem;min-width:8rem}.track i{position:absolute;top:.15rem;bottom:.15rem;min-width:2px}
.track .azure{background:var(--accent);opacity:.35}.track .home{background:var(--accent)}.track .fault{background:var(--blocked)}.track .mark{width:1px;min-width:1px;top:0;bottom:0;background:var(--ink)}
.track::after{content:"";position:absolute;left:var(--at);top:-.2rem;bottom:-.2rem;border-left:2px solid var(--ink)}
.scrub{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}.scrub[hidden]{display:none}.scrub input{flex:1 1 20rem;accent-color:var(--accent)}.scrub output{flex:1 0 100%}
figure{margin:.75rem 0 1rem;max-width:52rem;overflow-x:auto}figcaption{color:var(--soft);max-width:75ch}
figure svg{display:block;width:100%;min-width:34rem;height:auto;color:var(--ink);background:none;font:12px system-ui,sans-serif}figure svg text{fill:currentColor}
footer{padding-top:2rem;padding-bottom:3rem}
@media (max-width:44rem){
main,header,footer{padding-left:1rem;padding-right:1rem}h1{font-size:1.45rem}
table,tbody,tr,td,caption{display:block}thead{position:absolute;left:-999rem}
tr{border-bottom:1px solid var(--line);padding:.6rem 0}td{border:0;padding:.1rem 0}
td.num{text-align:left}td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}
}
@media print{
@page{size:A4;margin:14mm}
body{font-size:9pt;line-height:1.4}main,header,footer,p,h1,caption,ol.fixes{max-width:none}main,header,footer{padding:0}p{margin:.25rem 0}.skip{display:none}
h1{font-size:17pt}h2{font-size:12pt;margin:1.5rem 0 .4rem}h3{font-size:9pt;margin:.35rem 0 0}
h2,h3,caption,summary{break-after:avoid}caption,.stages,.checks{break-inside:avoid}tr,li,.reason,table.short{break-inside:avoid}thead{display:table-header-group}
tbody tr:first-child{break-before:avoid}td,th{padding:.25rem .8rem .25rem 0}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{list-style:none;padding:.35rem 0 0}.body{padding:0 0 .3rem}.body li{margin:.05rem 0;max-width:none}
.stages{columns:3;margin:.1rem 0 !important}.checks{font-size:7pt;max-width:none;margin:.1rem 0}.checks dt{margin:0;float:left;clear:left;margin-right:.6em}
nav,form,.scrub{display:none !important}.track i{print-color-adjust:exact}.wide{overflow:visible}.wide table{min-width:0}figure{break-inside:avoid}
a[href^="http"]::after{content:" (" attr(href) ")"}
}
`;
