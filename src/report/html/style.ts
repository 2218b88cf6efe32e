/** The page's only style: light and dark, wide screens and paper. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--sheet:#fff;--ink:#1c2330;--quiet:#5c6675;--line:#dfe3e9;--work:#2f6fde;--wait:#e0a100;--pass:#a7b0bd;--back:#8b4fc7;--ghost:#8d97a5;--good:#16794c;--goodbg:#ddf3e6;--bad:#b3261e;--badbg:#fbe3e1;--mixed:#8a5a00;--mixedbg:#fdf0cf;--plainbg:#e9ecf1}
@media(prefers-color-scheme:dark){:root{--ground:#11151b;--sheet:#191f28;--ink:#e6eaf0;--quiet:#98a3b3;--line:#2d3541;--work:#6ea0ff;--wait:#e9b949;--pass:#5d6877;--back:#b98aeb;--ghost:#77828f;--good:#7ed9a8;--goodbg:#17382a;--bad:#ff9b93;--badbg:#47201e;--mixed:#f2c766;--mixedbg:#3f3113;--plainbg:#2a323e}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}
header h1{margin:0 0 4px;font-size:27px;letter-spacing:-.01em}
header .lead{font-size:17px;margin:6px 0 18px;max-width:80ch}
section{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:18px 22px 20px;margin:18px 0}
h2{font-size:17px;margin:0 0 10px}h3{font-size:15px;margin:18px 0 6px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:12px;margin:0 0 6px}
.tile{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
.tile b{display:block;font-size:19px;white-space:nowrap;line-height:1.25}.tile span{color:var(--quiet);font-size:13px}
.tile.working{border-top:4px solid var(--work)}.tile.people{border-top:4px solid var(--wait)}.tile.clock{border-top:4px solid var(--pass)}
.quiet,small{color:var(--quiet)}.quiet{font-size:14px}
code{font:12.5px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{font:12.5px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--ground);border-radius:6px;padding:8px 10px;margin:4px 0 10px}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;color:var(--quiet);font-weight:600;font-size:12.5px;padding:4px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:7px 10px 7px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}td.words{overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.nowrap{white-space:nowrap}
.chip{display:inline-block;border-radius:999px;padding:1px 9px;font-size:12.5px;font-weight:600;background:var(--plainbg);white-space:nowrap}
.chip.good{color:var(--good);background:var(--goodbg)}.chip.bad{color:var(--bad);background:var(--badbg)}.chip.mixed{color:var(--mixed);background:var(--mixedbg)}
.card{border:1px solid var(--line);border-radius:8px;padding:4px 16px 12px;margin:12px 0}.card h3{margin-top:12px}
.finding{padding:6px 0;border-bottom:1px solid var(--line)}.finding:last-child{border-bottom:0}.finding p{margin:2px 0}
details{margin:6px 0}summary{cursor:pointer;color:var(--quiet);font-size:14px}
dl{display:grid;grid-template-columns:minmax(120px,max-content) 1fr;gap:2px 16px;font-size:13.5px;margin:6px 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
ul{margin:6px 0;padding-left:20px}.todo li{margin:8px 0}
svg{display:block;max-width:100%}svg.timeline{width:100%;height:auto}
svg text{font:11px system-ui,sans-serif;fill:var(--quiet)}svg .label{fill:var(--ink);font-size:12px}
.grid,line.tick{stroke:var(--line);stroke-width:1}svg .cut{text-anchor:middle;fill:#1c2330;font-size:10px}
.bar.working{fill:var(--work)}.bar.people{fill:var(--wait)}.bar.clock{fill:var(--pass)}.bar.working.undoing{fill:var(--back)}.ghost{fill:var(--ghost)}
.curve{fill:none;stroke:var(--work);stroke-width:2}.point{fill:var(--work)}figure{margin:12px 0;max-width:520px}figcaption{font-size:14px;margin-bottom:4px}
.legend{font-size:13px;color:var(--quiet);margin:8px 0 0}.key{display:inline-block;width:14px;height:9px;border-radius:2px;margin:0 4px 0 12px}.key:first-child{margin-left:0}
.key.working{background:var(--work)}.key.people{background:var(--wait)}.key.clock{background:var(--pass)}.key.undoing{background:var(--back)}.key.ghost{background:var(--ghost);height:3px;vertical-align:middle}.cutmark{margin-left:12px}
footer{color:var(--quiet);font-size:13.5px;margin-top:22px}
@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}main{max-width:none;padding:0}section,.tile{break-inside:avoid-page;border-color:#ccc}section.long{break-inside:auto}details::details-content{content-visibility:visible;display:block;height:auto}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`
