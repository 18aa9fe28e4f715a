import { createHash } from 'node:crypto';

/** The whole look of the page; it is inline, and allowed by its hash. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --line: #dde1e7; --ink: #17202c; --soft: #566273; --accent: #1f5fbf;
  --good: #1a7f4b; --good-ground: #e2f4ea; --bad: #b3261e; --bad-ground: #fbe6e4; --wait: #7a5b00; --wait-ground: #fbf0cf;
  --critical: #b3261e; --high: #d2600f; --medium: #b98900; --low: #3d7ea6; --info: #78838f; --score: #2f6fd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141b; --card: #171e27; --line: #2b3542; --ink: #e7ecf2; --soft: #9aa7b6; --accent: #7fb1ff;
    --good: #6fd39b; --good-ground: #143524; --bad: #ff9a92; --bad-ground: #421b19; --wait: #f0cd6a; --wait-ground: #3a2f10;
    --critical: #ff6b61; --high: #f59149; --medium: #e3b93a; --low: #6cb2de; --info: #8e9aa8; --score: #5b95ee;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.wrap { max-width: 1560px; margin: 0 auto; padding: 0 28px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 6px 12px; }
header.top { background: var(--card); border-bottom: 1px solid var(--line); }
header.top .wrap { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 20px; padding-top: 14px; padding-bottom: 14px; }
.brand { display: flex; align-items: center; gap: 11px; margin: 0; font-size: 20px; font-weight: 650; letter-spacing: -.01em; }
.brand svg { width: 22px; height: 30px; color: var(--accent); flex: none; }
.brand small { font-size: 14px; font-weight: 400; color: var(--soft); letter-spacing: 0; }
nav { margin-left: auto; display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; }
main { padding-top: 26px; padding-bottom: 48px; }
h2 { font-size: 16px; font-weight: 650; margin: 34px 0 12px; letter-spacing: -.005em; }
h2 small { font-weight: 400; font-size: 14px; color: var(--soft); margin-left: 8px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 14px; margin: 0; }
.tile, .card, .sheet { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 14px 18px 13px; }
.tile dt { color: var(--soft); font-size: 13px; }
.tile dd { margin: 2px 0 0; font-size: 28px; line-height: 1.2; font-weight: 620; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.tile dd small { font-size: 15px; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.tile.bad dd { color: var(--bad); }
.tile.good dd { color: var(--good); }
.sheet { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: 12.5px; font-weight: 550; color: var(--soft); }
th, td { padding: 9px 14px; vertical-align: top; }
.sheet thead th { border-bottom: 1px solid var(--line); white-space: nowrap; }
.sheet tbody tr + tr td { border-top: 1px solid var(--line); }
.sheet td.since, td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.what { min-width: 200px; }
.what strong { font-weight: 600; }
.what a { color: inherit; }
.message, .soft { color: var(--soft); font-size: 13.5px; }
.message { overflow-wrap: anywhere; }
.where { overflow-wrap: anywhere; min-width: 150px; }
.where .name { font-weight: 550; }
.tag {
  display: inline-block; padding: 0 8px; border-radius: 999px; font-size: 12.5px; line-height: 21px; font-weight: 600;
  white-space: nowrap; color: var(--tag); border: 1px solid currentColor;
}
.tag.critical { --tag: var(--critical); } .tag.high { --tag: var(--high); } .tag.medium { --tag: var(--medium); }
.tag.low { --tag: var(--low); } .tag.info { --tag: var(--info); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 540px), 1fr)); gap: 16px; align-items: start; }
.card { padding: 18px 20px 16px; min-width: 0; }
.card > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; }
.card h3 { margin: 0; font-size: 17px; font-weight: 640; overflow-wrap: anywhere; }
.badge { font-size: 13px; font-weight: 600; line-height: 24px; padding: 0 10px; border-radius: 6px; margin-left: auto; white-space: nowrap; }
.badge.clean { color: var(--good); background: var(--good-ground); }
.badge.dirty { color: var(--bad); background: var(--bad-ground); }
.badge.waiting { color: var(--wait); background: var(--wait-ground); }
.meta { margin: 2px 0 0; color: var(--soft); font-size: 13.5px; }
.why { margin: 12px 0 0; padding: 1px 0 1px 14px; border-left: 3px solid var(--bad); list-style: none; font-size: 14px; overflow-wrap: anywhere; }
.why.waiting { border-color: var(--wait); }
.why li + li { margin-top: 2px; }
.counts { display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 14px 0 0; padding: 0; list-style: none; font-size: 14px; font-variant-numeric: tabular-nums; }
.counts b { font-size: 18px; font-weight: 620; color: var(--count); }
.counts .critical { --count: var(--critical); } .counts .high { --count: var(--high); } .counts .medium { --count: var(--medium); }
.counts .low { --count: var(--low); } .counts .info { --count: var(--info); } .counts .none { --count: var(--soft); }
.score { display: flex; align-items: baseline; gap: 10px; margin-top: 14px; font-variant-numeric: tabular-nums; }
.score b { font-size: 26px; font-weight: 640; letter-spacing: -.02em; }
.bar { display: block; width: 100%; height: 12px; margin: 6px 0 10px; border-radius: 6px; overflow: hidden; background: var(--line); }
.bar .kept { fill: var(--score); } .bar .critical { fill: var(--critical); } .bar .high { fill: var(--high); }
.bar .medium { fill: var(--medium); } .bar .low { fill: var(--low); } .bar .rest { fill: var(--info); }
.drivers { font-size: 14px; }
.drivers td { padding: 3px 10px 3px 0; }
.drivers td:last-child { padding-right: 0; text-align: right; color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; }
.drivers td.number { text-align: right; width: 1%; font-weight: 550; }
.dot { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 8px; background: var(--dot); }
.dot.critical { --dot: var(--critical); } .dot.high { --dot: var(--high); } .dot.medium { --dot: var(--medium); } .dot.low { --dot: var(--low); }
.unseen { margin-top: 14px; border-top: 1px solid var(--line); padding-top: 11px; font-size: 14px; }
.unseen h4 { margin: 0 0 4px; font-size: 13.5px; font-weight: 620; }
.unseen ul { margin: 0; padding-left: 18px; overflow-wrap: anywhere; }
.empty { padding: 20px; color: var(--soft); }
footer { border-top: 1px solid var(--line); color: var(--soft); font-size: 13.5px; }
footer .wrap { display: flex; flex-wrap: wrap; gap: 4px 24px; padding-top: 14px; padding-bottom: 26px; }
code { font: 13px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: 900px) { .wrap { padding: 0 18px; } th, td { padding: 8px 10px; } }
@media print {
  body { background: #fff; font-size: 11pt; }
  nav, .skip { display: none; }
  .tile, .card, .sheet { break-inside: avoid; }
  .cards { grid-template-columns: 1fr; }
  a { color: inherit; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** Policy under which exactly this style is applied and nothing is loaded or run. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
