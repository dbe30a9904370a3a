"""The style of a printed route: black on white, one sheet a route, readable on a phone."""

from __future__ import annotations

STYLE = """
@page { margin: 8mm }
* { box-sizing: border-box }
html { background: #fff; color: #000 }
body { margin: 0; font: 9pt/1.25 "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
.route { max-width: 196mm; margin: 0 auto; padding: 4mm }
header { display: grid; grid-template-columns: 1fr 54%; gap: 0 4mm }
h1 { font-size: 1.6em; line-height: 1.15; margin: 0; overflow-wrap: anywhere }
p { margin: 0 }
.day { font-size: 1.35em; font-weight: bold }
.demo { border: 2px solid #000; padding: 0 .4em; margin-left: .6em; font-size: .75em;
  white-space: nowrap }
.figures { font-weight: bold }
.head > p { margin-top: .6mm }
.map { display: block; width: 100%; height: auto; font-family: inherit }
.key, .foot { font-size: .82em; margin: .5mm 0 1.2mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
th { text-align: left; font-size: .9em; border-bottom: 1.5px solid #000; padding: .4mm 1mm }
th:nth-child(1) { width: 20% } th:nth-child(2) { width: 27% } th:nth-child(3) { width: 29% }
td { vertical-align: top; padding: .6mm 1mm 0; overflow-wrap: anywhere }
.stop { border-bottom: 1px solid #000; break-inside: avoid }
.number { display: inline-block; min-width: 1.7em; text-align: center; border: 1.5px solid #000;
  border-radius: 1em; line-height: 1.2 }
.label { display: none }
.whole { white-space: nowrap }
a { color: inherit }
.remarks td { padding-top: 0 }
.write td { padding: 1.2mm 1mm .7mm }
.entry { display: inline-block; white-space: nowrap; margin-right: 4mm }
.blank { display: inline-block; width: 15mm; border-bottom: 1px solid #000 }
.box { display: inline-block; width: .9em; height: .9em; border: 1.2px solid #000;
  vertical-align: -.1em }
.back td { font-weight: bold }
.crowded { font-size: 7.8pt; line-height: 1.18 }
.packed { font-size: 7.5pt; line-height: 1.15 }
@media print {
  .route { max-width: none; padding: 0; break-after: page }
  .route:last-of-type { break-after: auto }
  tr { break-inside: avoid }
  a { text-decoration: none }
}
@media screen and (max-width: 44rem) {
  body { font-size: 12pt }
  .crowded, .packed { font-size: inherit }
  header, table, tbody, tr, td { display: block }
  thead, .write { display: none }
  .label { display: inline }
  .drawing { margin-top: 2mm }
  .stop { padding: 2mm 0 }
}
"""
