# gnuplot -e "data='four-panels.dat'; output='four-panels.png'" Plots/four-panels.gp
# Four strips of ECG paper, one rhythm each. four-panels.dat comes from
#   ecgsim demo --output .
load ARG0[1 : strlen(ARG0) - strlen("four-panels.gp")] . "paper.gp"
plot @paper, @ticks, @calibration, @signal, @texts
