/** Charts, the confusion matrix and pictures. */
export const chartStyle = `
.train { --tone: var(--train); } .validation { --tone: var(--validation); } .plain { --tone: var(--ink); }
.class-0 { --tone: var(--class-0); } .class-1 { --tone: var(--class-1); }

.charts { display: grid; gap: 26px 28px; margin-top: 18px; }
.halves { grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); }
.quarters { grid-template-columns: repeat(auto-fill, minmax(min(100%, 235px), 1fr)); gap: 22px 18px; }
figure { margin: 0; min-width: 0; }
.charts figure { display: grid; grid-template-rows: subgrid; grid-row: span 3; gap: 0; align-content: start; }
figcaption { margin-bottom: 6px; font-size: 15px; line-height: 1.35; font-weight: 600; }
.note-below { margin: 0; font-size: 14px; color: var(--soft); }

.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--soft); font-size: 12px; font-family: inherit; }
.quarters .chart text { font-size: 11.5px; }
.chart path { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.chart .grid { stroke: var(--grid); }
.chart .base, .chart .mark { stroke: var(--soft); stroke-width: 1; }
.chart .note { stroke: var(--soft); stroke-dasharray: 2 4; }
.chart .name { fill: var(--tone); font-weight: 600; }
.chart .line { stroke: var(--tone); stroke-width: 2; }
.quarters .chart .line { stroke-width: 1.6; }
.chart .dot { fill: var(--tone); stroke: var(--paper); stroke-width: 1; }
.chart .gap { fill: var(--gap); fill-opacity: 0.2; }
.chart .band { fill: var(--train); fill-opacity: 0.22; }
.chart .point { fill: var(--tone); stroke: var(--paper); stroke-width: 1.2; }
.chart .points { stroke: var(--tone); stroke-width: 4; stroke-opacity: 0.3; }
.chart .truth { stroke: var(--soft); stroke-width: 1.6; stroke-dasharray: 6 5; }
.chart .fit { stroke: var(--ink); stroke-width: 2.4; }
.chart .boundary { stroke: var(--ink); stroke-width: 1.8; }

.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; max-width: none; font-size: 15px; }
.legend .aside { margin-left: auto; }
.key { white-space: nowrap; }
.key::before {
  content: ''; display: inline-block; vertical-align: 0.22em; margin-right: 0.4em; width: 1.3em;
  border-top: 3px solid var(--tone, var(--ink));
}
.key.gap::before { border-top: 0.7em solid var(--gap); opacity: 0.35; vertical-align: 0; }
.key.dot::before, .key.square::before { width: 0.62em; height: 0.62em; border: 0; background: var(--tone); vertical-align: 0.02em; }
.key.dot::before { border-radius: 50%; }
.key.validation.dot::before { opacity: 0.5; }
.key.truth::before { border-top: 2px dashed var(--soft); width: 1.7em; }

.confusion-beside { display: flex; flex-wrap: wrap; gap: 24px 56px; align-items: flex-start; margin-top: 18px; }
.confusion { font-size: 15px; }
.confusion th, .confusion td { padding: 0 6px; min-width: 54px; height: 38px; text-align: center; border: 2px solid var(--paper); }
.confusion th { font-weight: 600; }
.confusion tbody th { text-align: right; padding-right: 10px; }
.confusion .over, .confusion .corner, .confusion .share { color: var(--soft); font-weight: 400; font-size: 14px; }
.confusion .corner { text-align: right; padding-right: 10px; }
.confusion .over { height: 24px; }
.confusion .right { background: var(--right); color: var(--soft); }
.confusion .wrong { background: rgb(var(--wrong) / calc(0.08 + var(--strength) * (var(--most) - 0.08))); }
.confusion .none { background: var(--panel); color: var(--soft); opacity: 0.5; }
.confusion .share { padding-left: 14px; text-align: right; }
.downward thead th { vertical-align: bottom; }
.downward thead th span { writing-mode: vertical-rl; transform: rotate(180deg); padding: 4px 0; }
.frequent { flex: 1 1 300px; padding-top: 24px; }
.frequent ol { margin: 0; padding-left: 1.6em; line-height: 1.75; }

.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 20px 14px; margin: 18px 0 0; padding: 0; list-style: none; }
.mistakes li { display: flex; flex-direction: column; font-size: 14px; line-height: 1.4; }
.mistakes img { width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--rule); border-radius: 4px; margin-bottom: 5px; }
.wrong-name { color: var(--validation); }
@media screen and (prefers-color-scheme: dark) { .mistakes img.ink { filter: invert(1) brightness(0.92); border: 0; } }
`;
