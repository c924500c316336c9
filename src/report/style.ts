/** The page's style sheet. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5d6778; --line: #d7dce4; --page: #f6f7f9; --card: #fff; --mark: #2563eb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #98a2b3; --line: #323a47; --page: #14181f; --card: #1c222c; --mark: #7aa7ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 15px; margin: 0 0 10px; }
.sub { color: var(--soft); margin: 2px 0 18px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin-bottom: 18px; }
.card, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.card b { display: block; font-size: 20px; } .card span { color: var(--soft); }
section { margin-bottom: 18px; }
.map { position: relative; height: 460px; overflow: hidden; border-radius: 6px; background: var(--page); }
.tile { position: absolute; overflow: hidden; padding: 2px 5px; font-size: 11px; line-height: 14px; white-space: nowrap; text-overflow: ellipsis; border: 1px solid var(--card); cursor: pointer; color: #14202b; }
.tile:hover, .tile:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; z-index: 1; }
.folder { background: transparent; color: var(--ink); border-color: var(--line); font-weight: 600; }
.crumbs { margin-bottom: 8px; color: var(--soft); } .crumbs button { all: unset; cursor: pointer; color: var(--mark); }
.crumbs button:focus-visible { outline: 2px solid var(--mark); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: 8px; color: var(--soft); font-size: 12px; }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 5px; }
.tools { display: flex; gap: 10px; margin-bottom: 10px; flex-wrap: wrap; }
input, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 6px 9px; }
input { flex: 1; min-width: 220px; }
.scroll { overflow: auto; max-height: 460px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 5px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { position: sticky; top: 0; background: var(--card); cursor: pointer; white-space: nowrap; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.path { word-break: break-all; } tr.row { cursor: pointer; } tr.row:hover td { background: var(--page); } tr.on td { background: color-mix(in srgb, var(--mark) 14%, transparent); }
.chip { border-radius: 99px; padding: 1px 9px; font-size: 12px; border: 1px solid var(--line); white-space: nowrap; }
.why { margin: 0; padding-left: 0; list-style: none; } .why li { padding: 2px 0 2px 16px; border-left: 2px solid var(--line); margin-left: 6px; word-break: break-all; } .why li:last-child { font-weight: 600; }
.none { color: var(--soft); } .split { display: grid; grid-template-columns: 1fr; gap: 18px; } @media (min-width: 900px) { .split { grid-template-columns: 3fr 2fr; } }
.detail { overflow-wrap: anywhere; } dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0 0 10px; } dt { color: var(--soft); } dd { margin: 0; }
code { font: 12px ui-monospace, monospace; }
`;
