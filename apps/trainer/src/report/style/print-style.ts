/** The report on paper. This style comes last, since it overrides the screen styles. */
export const printStyle = `
@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { margin-bottom: 26px; }
  h2, h3, figcaption { break-after: avoid; }
  figure, table, .reading, .mistakes li { break-inside: avoid; }
  .wide { overflow: visible; }
  .halves { grid-template-columns: 1fr 1fr; gap: 14px 18px; }
  .quarters { grid-template-columns: 1fr 1fr; gap: 10px 18px; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: 8px; }
  .tile { padding: 8px 10px; }
  .tile-value { font-size: 18pt; }
  .models { font-size: 7.5pt; }
  .options { font-size: 8pt; }
  .models th, .models td { padding: 3px; }
  .models tbody th { white-space: normal; }
  .options th, .options td { padding: 2px 5px; }
  .options .what { min-width: 0; }
  .models .first { padding-left: 8px; }
  figcaption, .note-below { font-size: 9pt; }
  .confusion th, .confusion td { min-width: 40px; height: 29px; font-size: 9pt; }
  .mistakes { grid-template-columns: repeat(8, 1fr); gap: 8px; }
  .mistakes li { font-size: 8pt; }
}
`;
