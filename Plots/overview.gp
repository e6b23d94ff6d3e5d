# gnuplot -e "output='overview.png'" Plots/overview.gp
# What goes where: from a preset or a recording to beats, files, figures. It needs no data file.
if (!exists("output")) output = "overview.png"
ending = output[strlen(output) - 3 : *]
if (ending eq ".svg") set terminal svg size 1100,500 font "DejaVu Sans,15"
if (ending eq ".pdf") set terminal pdfcairo size 11in,5in font "DejaVu Sans,15"
if (ending eq ".png") set terminal pngcairo size 1650,750 font "DejaVu Sans,15" fontscale 1.05
set output output
unset border
unset tics
unset key
set margins 0, 0, 0, 0
set xrange [0:110]
set yrange [0:50]

ink = "#222222"
heart = "#f7d9d5"
data = "#dbe7f5"
judge = "#dff0e2"
out = "#f6ecd2"
set style rectangle fillstyle solid 1.0 border lc rgb ink
set style arrow 1 head filled size 1.2,18 lw 1.8 lc rgb ink

# box: number, left, bottom, width, colour, title, line
box(n, x, y, w, c, t, s) = sprintf("set object %d rect from %g,%g to %g,%g fc rgb '%s'; set label %d '{/:Bold %s}' at %g,%g center tc rgb '%s'; set label %d '%s' at %g,%g center font ',12' tc rgb '%s'", n, x, y, x + w, y + 8, c, 2*n, t, x + w/2.0, y + 5.3, ink, 2*n + 1, s, x + w/2.0, y + 2.2, ink)

# The way down: simulate.
eval box(1, 3, 38, 20, out, "Rhythms/\\*.yaml", "presets with criteria")
eval box(2, 29, 38, 20, heart, "Conduction", "two phase clocks, pulses")
eval box(3, 55, 38, 22, heart, "Simulator", "CVODES and batch kernel")
eval box(4, 83, 38, 24, heart, "LeadProjection", "dipole or 8 leads to 12")
# The middle: what both ways share.
eval box(5, 55, 21, 22, heart, "CardiacModel", "ds/dt, derivatives, truth")
eval box(6, 83, 21, 24, out, "files and figures", "WFDB, CSV, NPY, ECG paper")
eval box(7, 3, 21, 20, judge, "RhythmChecks", "every claim measured")
# The way back: fit.
eval box(8, 83, 4, 24, data, "a recording", "WFDB, CSV, NPY")
eval box(9, 55, 4, 22, judge, "Measurement", "R peaks, waves, mean beat")
eval box(10, 29, 4, 20, heart, "Fitting", "bounded least squares")
eval box(11, 3, 4, 20, out, "fit.json", "plays like a rhythm")

set arrow from 23,42 to 29,42 as 1
set arrow from 49,42 to 55,42 as 1
set arrow from 77,42 to 83,42 as 1
set arrow from 66,29 to 66,38 as 1
set arrow from 95,38 to 95,29 as 1
set arrow from 83,8 to 77,8 as 1
set arrow from 55,8 to 49,8 as 1
set arrow from 29,8 to 23,8 as 1
set arrow from 55,23.5 to 43,12 as 1
set arrow from 95,21 to 95,12 as 1
set arrow from 60,12 to 23,22.5 as 1
set arrow from 13,29 to 13,38 as 1
set arrow from 19,12 to 38,38 as 1 dt 2
set label 100 "simulate" at 52,48 center font ",13" tc rgb "#777777"
set label 101 "measure and fit" at 52,1.5 center font ",13" tc rgb "#777777"
plot NaN notitle
