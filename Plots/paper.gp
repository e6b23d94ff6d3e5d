# Not a figure: the other scripts load this file. It sets up a page at true scale and says how ECG
# paper, traces, waves and texts of a data file are drawn; a figure plots the parts that it needs.
#
# Variables: data = data file, output = picture (.png, .svg or .pdf), pixels = per millimetre of a PNG.
#
# The data file is tab-separated text in sections, each named by a comment line and ended by two
# blank lines. Positions are millimetres from the lower left corner of the page.
#   page         width height
#   areas        left bottom width height box: paper; box is the side of a small box
#   strips       number x y mm/s mm/mV: where a strip has 0 s and 0 mV, and its scale
#   signal       strip seconds millivolts; a blank line lifts the pen
#   fitted       the same, for a model's signal
#   residual     the same, for signal minus model
#   kernels-1    the same, for the terms of a model that make P; further sections for the other
#                roles: 2 QRS, 3 ST, 4 T, 5 U, 6 others
#   calibration  strip seconds millivolts
#   waves        role left right bottom top: from a wave's onset to its offset
#   ticks        x bottom top: thin black lines, such as the instants of pacing pulses
#   keys         role left right bottom top: colour samples of a legend
#   texts        class x y text; classes as in `text_size`

if (!exists("pixels")) pixels = 10
paper_colour = "#fffafa"
minor_colour = "#f2b5b0"
major_colour = "#dd7d77"
signal_colour = "#000000"
fitted_colour = "#1f8bff"
array role_colour[6] = [0x1b9e77, 0x7b4fb0, 0xc2417c, 0xd98200, 0x8c5a2b, 0x6f6f6f]
signal_width = 0.32      # mm
fitted_width = 0.18
beat_width = 0.45        # a recorded beat below its model
minor_width = 0.10
major_width = 0.20
typeface = "DejaVu Sans"
# Points: 1 title, 2 heading, 3 lead, 4 note, 5 note that ends at x, 6 wave (centred), 7 name of a
# panel, 8 heading that ends at x
array text_size[8] = [11, 8, 9, 7, 7, 5.5, 9, 8]
array text_bold[8] = [1, 0, 1, 0, 0, 1, 1, 0]

set encoding utf8
set datafile separator "\t"
set datafile commentschars "#"
stats data index "page" using (page_width = $1, page_height = $2, 0) nooutput

# A page of whole units of the terminal, and axes in millimetres that place x at x * unit. gnuplot
# keeps half a pixel (PNG), 0.504 pt (PDF) and 0.01 px (SVG) clear at each edge; in a PNG the middle
# of a pixel stands for a whole number, so that the lines of the grid are sharp.
whole(x) = ceil(x - 1e-6)
ending = output[strlen(output) - 3 : *]
if (ending eq ".png") {
  unit = 1.0 * pixels      # not a whole number, which gnuplot would divide without remainder
  first = 0
  last = -1
  line_unit = unit         # line widths and letters of this terminal, per millimetre
  letter_unit = unit * 0.75
  least_width = 1
  bold = ":Bold"
} else { if (ending eq ".pdf") {
  unit = 72 / 25.4
  first = 0.504
  last = -0.504
  line_unit = unit / 0.5
  letter_unit = unit * 0.75
  least_width = 0
  bold = ":Bold"
} else {
  unit = 96 / 25.4
  first = 0.01
  last = -0.01
  line_unit = unit
  letter_unit = unit
  least_width = 0
  bold = '" font-weight="bold'  # this terminal writes a font's name as it is between quotes
} }
columns = whole(page_width * unit)
rows = whole(page_height * unit)
if (ending eq ".png") {
  set terminal pngcairo rounded background "white" size columns, rows
} else { if (ending eq ".pdf") {
  eval sprintf("set terminal pdfcairo rounded fontscale 1 background 'white' size %.6fin, %.6fin", \
    (columns + 0.01) / 72, (rows + 0.01) / 72)
} else {
  set terminal svg rounded background "white" size columns, rows
} }
set termoption noenhanced  # texts are what they are, not markup
set output output
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset key

width(mm) = mm * line_unit < least_width ? least_width : mm * line_unit
letters(class) = sprintf("%s%s,%.3f", typeface, text_bold[class] ? bold : "", \
  text_size[class] * 25.4 / 72 * letter_unit)

# Where a strip's seconds and millivolts lie on the page.
stats data index "strips" using 1 nooutput
array strip_x[STATS_records]
array strip_y[STATS_records]
array strip_speed[STATS_records]
array strip_gain[STATS_records]
stats data index "strips" using (k = int($1), strip_x[k] = $2, strip_y[k] = $3, \
  strip_speed[k] = $4, strip_gain[k] = $5, 0) nooutput
x(strip, seconds) = strip_x[int(strip)] + strip_speed[int(strip)] * seconds
y(strip, millivolts) = strip_y[int(strip)] + strip_gain[int(strip)] * millivolts

# The lines of the paper, drawn one by one: gnuplot's own grid comes out nearly invisible.
stats data index "areas" using 1 nooutput
areas = STATS_records
array left[areas]
array bottom[areas]
array across[areas]
array up[areas]
array box[areas]
stats data index "areas" using (k = int($0) + 1, left[k] = $1, bottom[k] = $2, \
  across[k] = $3, up[k] = $4, box[k] = $5, 0) nooutput
do for [major = 0 : 1] {
  if (major) { set print $major } else { set print $minor }
  do for [k = 1 : areas] {
    do for [i = 0 : int(across[k] / box[k] + 0.5)] {
      if ((i % 5 == 0) == major) {
        print sprintf("%.6g\t%.6g\t0\t%.6g", left[k] + i * box[k], bottom[k], up[k])
      }
    }
    do for [i = 0 : int(up[k] / box[k] + 0.5)] {
      if ((i % 5 == 0) == major) {
        print sprintf("%.6g\t%.6g\t%.6g\t0", left[k], bottom[k] + i * box[k], across[k])
      }
    }
  }
}
unset print
# Not earlier, since `stats` leaves out what lies outside of the axes.
set xrange [first / unit : (columns + last) / unit]
set yrange [first / unit : (rows + last) / unit]

# Parts of a figure, for `plot @paper, @signal, ...`.
paper = "data index 'areas' using 1:2:1:($1+$3):2:($2+$4) with boxxyerror \
  fs solid noborder fc rgb paper_colour, \
  $minor with vectors nohead lw width(minor_width) lc rgb minor_colour, \
  $major with vectors nohead lw width(major_width) lc rgb major_colour"
waves = "data index 'waves' using 2:4:2:3:4:5:(role_colour[int($1)] + 0xd0000000) with boxxyerror \
  fs solid noborder fc rgb variable, \
  data index 'waves' using 2:4:(0):($5-$4):(role_colour[int($1)] + 0x60000000) \
  with vectors nohead lw width(0.15) lc rgb variable, \
  data index 'waves' using 3:4:(0):($5-$4):(role_colour[int($1)] + 0x60000000) \
  with vectors nohead lw width(0.15) lc rgb variable"
keys = "data index 'keys' using 2:4:2:3:4:5:(role_colour[int($1)] + 0xa0000000) with boxxyerror \
  fs solid noborder fc rgb variable"
kernels = "for [role = 1 : 6] data index sprintf('kernels-%d', role) \
  using (x($1, $2)):(y($1, 0)):(y($1, $3)) with filledcurves \
  fs transparent solid 0.28 noborder fc rgb role_colour[role], \
  for [role = 1 : 6] data index sprintf('kernels-%d', role) \
  using (x($1, $2)):(y($1, $3)) with lines lw width(0.12) lc rgb role_colour[role] + 0x50000000"
calibration = "data index 'calibration' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(signal_width) lc rgb signal_colour"
signal = "data index 'signal' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(signal_width) lc rgb signal_colour"
beat = "data index 'signal' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(beat_width) lc rgb signal_colour"
fitted = "data index 'fitted' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(fitted_width) lc rgb fitted_colour"
residual = "data index 'residual' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(fitted_width) lc rgb signal_colour"
ticks = "data index 'ticks' using 1:2:(0):($3-$2) \
  with vectors nohead lw width(0.2) lc rgb signal_colour"
texts = "for [class in '1 2 3 4 7'] data index 'texts' \
  using 2:($1 == class ? $3 : NaN):(stringcolumn(4)) with labels left \
  font letters(int(class)), \
  for [class in '5 8'] data index 'texts' \
  using 2:($1 == class ? $3 : NaN):(stringcolumn(4)) with labels right \
  font letters(int(class)), \
  data index 'texts' \
  using 2:($1 == 6 ? $3 : NaN):(stringcolumn(4)) with labels center \
  font letters(6)"
