/** Colours and the page around the charts, on light and dark screens and on paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f4f6f8; --ink: #1b2430; --soft: #586474; --rule: #d8dee6; --grid: #e8ecf1;
  --train: #1f6fb2; --validation: #c2500b; --gap: #7a8797; --class-0: #1f6fb2; --class-1: #c2500b;
  --wrong: 194 80 11; --most: 0.72; --right: #e3e7ec;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --panel: #1b212a; --ink: #e4e8ee; --soft: #9aa6b5; --rule: #333d4a; --grid: #232b36;
    --train: #6cb2ec; --validation: #f2994a; --gap: #8b98a8; --class-0: #6cb2ec; --class-1: #f2994a;
    --wrong: 226 122 40; --most: 0.6; --right: #2a323d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1140px; margin: 0 auto; padding: 48px 28px 72px; }
header { margin-bottom: 28px; }
.kind { margin: 0; color: var(--soft); font-size: 14px; }
h1 { margin: 2px 0 6px; font-size: 38px; line-height: 1.15; letter-spacing: -0.015em; }
.lede { margin: 0; max-width: 46em; font-size: 18px; color: var(--soft); }
section { margin: 0 0 52px; }
h2 { margin: 0 0 10px; padding-top: 16px; border-top: 1px solid var(--rule); font-size: 24px; line-height: 1.3; }
h3 { margin: 0 0 6px; font-size: 16px; }
p { margin: 0 0 12px; max-width: 50em; }
.aside { color: var(--soft); font-size: 14px; }
code { font: 0.92em ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; overflow-wrap: anywhere; }
.reading .train, .reading .validation { color: var(--tone); }

.interrupted { padding: 10px 16px; border-left: 4px solid var(--validation); background: var(--panel); max-width: none; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 14px; margin: 0 0 14px; }
.tile { padding: 14px 18px 16px; background: var(--panel); border-radius: 8px; break-inside: avoid; overflow-wrap: anywhere; }
.tile-name { font-size: 15px; font-weight: 600; }
.tile-value { font-size: 34px; line-height: 1.25; font-weight: 650; letter-spacing: -0.02em; }
.tile .aside { line-height: 1.4; }
.tile.first .tile-value { color: var(--train); }

.wide { overflow-x: auto; margin: 0 0 12px; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 8px; text-align: right; white-space: nowrap; }
th { font-weight: 600; }
.models th, .options th { color: var(--soft); }
.models tbody th, .options tbody th { color: var(--ink); text-align: left; }
.models thead tr:last-child th, .models thead th[rowspan], .options thead th { border-bottom: 1px solid var(--rule); vertical-align: bottom; }
.models th:first-child, .options th { text-align: left; }
.models .over { text-align: center; }
.models { font-size: 13.5px; }
.models .first { padding-left: 18px; }
.models td, .models tbody th, .options td, .options tbody th { border-bottom: 1px solid var(--grid); }
.best { font-weight: 700; }
.options td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
.options td:nth-child(2) { min-width: 11em; }
.options .what { color: var(--soft); min-width: 17em; }
.options tbody th { font-weight: 400; }
`;
