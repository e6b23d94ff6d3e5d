# gnuplot -e "data='distributions.dat'; output='distributions.png'" Plots/distributions.gp
# Distribution functions in recordings (black) and drawn beats (blue). distributions.dat comes from
#   ecgsim rhythms compare NAME FOLDER --class NORM --plot distributions.png --plot-data distributions.dat
load ARG0[1 : strlen(ARG0) - strlen("distributions.gp")] . "paper.gp"
frame = "data index 'calibration' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(0.1) lc rgb '#808080'"
drawn = "data index 'fitted' using (x($1, $2)):(y($1, $3)) \
  with lines lw width(signal_width) lc rgb fitted_colour"
plot @frame, @residual, @signal, @drawn, @texts
