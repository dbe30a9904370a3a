"""The style of the page of a year: light, dark and paper, one printed sheet, also on a phone."""

from __future__ import annotations

STYLE = """
@page { margin: 9mm }
* { box-sizing: border-box }
:root { --paper: #fff; --ink: #1a1a1a; --dim: #666; --rule: #ddd; --first: #0b5cad;
  --second: #c05a00; color-scheme: light dark }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e8e8e8; --dim: #9aa3ab; --rule: #343a40; --first: #6cb4ff;
    --second: #ffb066 }
}
@media print {
  :root { --paper: #fff; --ink: #000; --dim: #444; --rule: #bbb; --first: #0b5cad;
    --second: #c05a00 }
}
html { background: var(--paper); color: var(--ink) }
body { margin: 0 auto; padding: 5mm; max-width: 200mm;
  font: 10.5pt/1.35 "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
h1 { font-size: 1.35em; line-height: 1.2; margin: 0 }
h2 { font-size: 1em; margin: 0 0 1mm }
p { margin: .8mm 0 }
.demo { border: 2px solid currentColor; padding: 0 .4em; margin-left: .5em; font-size: .65em;
  vertical-align: .2em; white-space: nowrap }
.facts { font-weight: bold }
.dim, .foot { color: var(--dim); font-size: .86em }
.key span { margin-right: 1.5em; white-space: nowrap }
.key svg { width: 26px; height: 12px; vertical-align: -1px }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 5mm; margin: 3mm 0 }
figure { margin: 0; break-inside: avoid }
.plot { display: block; width: 100%; height: auto; font-family: inherit }
.grid { stroke: var(--rule); stroke-width: 1 }
.axis { fill: var(--dim); font-size: 9.5px }
.bar.first { fill: var(--first) }
.bar.second { fill: var(--paper); stroke: var(--second); stroke-width: 1 }
.step { fill: none; stroke-linejoin: round }
.step.first { stroke: var(--first); stroke-width: 2 }
.step.second { stroke: var(--second); stroke-width: 1.3; stroke-dasharray: 3 2 }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: bold; padding-bottom: .5mm }
th, td { padding: .35mm 1.5mm; text-align: right; white-space: nowrap;
  border-bottom: 1px solid var(--rule) }
th { font-weight: 600 }
code { font-size: .95em; overflow-wrap: anywhere }
th:first-child, td:first-child { text-align: left }
tbody th { font-weight: normal }
.scroll { overflow-x: auto; margin: 2mm 0 }
details { margin: 3mm 0 }
@media print {
  body { padding: 0; max-width: none; font-size: 7.6pt; line-height: 1.16 }
  .plot { height: 31mm }
  th, td { padding-top: .2mm; padding-bottom: .2mm }
  details { display: none }
  .charts { gap: 1mm 5mm; margin: 1.5mm 0 }
  .scroll { overflow: visible; margin: 1mm 0 }
  .bar, .key svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  section { break-inside: avoid }
}
@media screen and (max-width: 44rem) {
  body { padding: 3mm; font-size: 12pt }
  .charts { grid-template-columns: 1fr }
  table { font-size: .8em }
  tbody th { white-space: normal; min-width: 7.5em }
}
"""
