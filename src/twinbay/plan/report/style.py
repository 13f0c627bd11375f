"""The look of the printed programme."""

FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
"""One family for both languages, so that names in either sit in one line."""

STYLE = """
@page {
  size: A4; margin: 22mm 19mm 20mm 19mm;
  @bottom-left { content: string(foot); font: 7.5pt FONTS; color: #5b6b7c; width: 85%; }
  @bottom-right { content: counter(page); font: 8pt FONTS; color: #5b6b7c; }
}
@page :first { margin: 0; @bottom-left { content: none; } @bottom-right { content: none; } }
:root { color: #1f2a37; }
* { box-sizing: border-box; }
body { font-family: FONTS; font-size: 9.6pt; line-height: 1.55; margin: 0; }
.foot { string-set: foot content(); position: absolute; visibility: hidden; }
.cover { height: 297mm; padding: 78mm 24mm 0; break-after: page; position: relative;
  border-left: 7mm solid #0b5a9c; }
.cover::after { content: ""; position: absolute; left: 0; top: 0; bottom: 0; width: 2.2mm;
  background: #ab3d0c; }
.cover h1 { font-size: 25pt; line-height: 1.28; margin: 0 0 6mm; font-weight: 700; }
.cover .subtitle { font-size: 13pt; color: #46566a; margin: 0 0 30mm; line-height: 1.5; }
.cover .facts { color: #46566a; font-size: 9.5pt; } .cover .facts p { margin: 0 0 1.2mm; }
.bays i { display: inline-block; width: 5mm; height: 5mm; border-radius: 50%;
  background: #0b5a9c; margin-right: -1.4mm; }
.bays i + i { background: #ab3d0c; opacity: 0.86; } .bays { margin-bottom: 9mm; }
nav { break-after: page; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: 0; } nav .level1 { margin-top: 2.6mm; font-weight: 700; }
nav .level2 { padding-left: 7mm; color: #3c4a5b; }
nav a { color: inherit; text-decoration: none; display: block; }
nav a::after { content: leader('.') target-counter(attr(href), page); font-weight: 400;
  color: #5b6b7c; }
h2, h3, h4 { break-after: avoid; line-height: 1.3; font-weight: 700; }
h2 { font-size: 16pt; margin: 11mm 0 4mm; padding-bottom: 1.6mm;
  border-bottom: 0.6pt solid #1f2a37; }
h2.contents { margin-top: 0; } main > h2:first-child { margin-top: 0; }
h3 { font-size: 12pt; margin: 7mm 0 2.2mm; } h4 { font-size: 10.5pt; margin: 5mm 0 1.5mm; }
.no { color: #0b5a9c; padding-right: 1mm; } nav .no { display: inline-block; min-width: 7mm; }
h2 .zh, h3 .zh, .caption .zh { padding-left: 1mm; }
p { margin: 0 0 2.8mm; orphans: 2; widows: 2; }
p.lead { font-size: 10.6pt; line-height: 1.6; }
p.note, .note { color: #5b6b7c; font-size: 8pt; line-height: 1.45; }
.note { margin-top: 1.2mm; }
.pair { display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm; }
.pair > p { margin-bottom: 3mm; }
ul { margin: 0 0 3mm; padding-left: 5mm; } li { margin-bottom: 1mm; }
.grid { margin: 4.5mm 0 6mm; }
.grid.whole { break-inside: avoid; }
.caption { font-weight: 700; font-size: 9pt; margin-bottom: 1.4mm; break-after: avoid; }
table { width: 100%; border-collapse: collapse; font-size: 8.3pt; line-height: 1.35;
  border-top: 0.7pt solid #1f2a37; border-bottom: 0.7pt solid #1f2a37; }
table.fixed { table-layout: fixed; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 400; color: #46566a; font-size: 7.8pt; vertical-align: bottom;
  border-bottom: 0.5pt solid #1f2a37; padding: 1.1mm 2.4mm 1.1mm 0; line-height: 1.3; }
td { border-bottom: 0.3pt solid #dfe5ec; padding: 0.95mm 2.4mm 0.95mm 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tr { break-inside: avoid; }
tbody tr:nth-child(-n+3) { break-after: avoid; }
tbody tr:nth-last-child(-n+2) { break-before: avoid; }
tr.strong td { font-weight: 700; border-top: 0.5pt solid #9aa8b7; }
tr.group td { font-weight: 700; color: #0b5a9c; padding-top: 2.2mm; break-after: avoid; }
tr.group { break-after: avoid; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.number { white-space: normal; }
.both td .zh, .both th .zh { color: #46566a; }
figure { margin: 4.5mm 0 6mm; break-inside: avoid; }
figure img { width: 100%; display: block; }
.figures { display: flex; gap: 4mm; margin: 2mm 0 5mm; }
.figures > div { flex: 1; background: #f1f5f8; padding: 3mm 3.6mm;
  border-top: 1.2mm solid #0b5a9c; }
.figures > div:nth-child(even) { border-top-color: #ab3d0c; }
.figures .big { font-size: 16pt; font-weight: 700; line-height: 1.3; white-space: nowrap; }
.light { color: #46566a; font-size: 8pt; line-height: 1.4; }
@media screen {
  body { max-width: 52rem; margin: 2rem auto; padding: 0 1.25rem; font-size: 15px; }
  .cover { height: auto; padding: 4rem 2rem; } .grid { overflow-x: auto; }
}
"""
