# gnuplot -e "data='record.dat'; output='record.png'" Plots/record.gp
# A sheet of twelve leads. record.dat comes from
#   ecgsim plot RECORD --output record.png --plot-data record.dat
load ARG0[1 : strlen(ARG0) - strlen("record.gp")] . "paper.gp"
plot @paper, @ticks, @calibration, @signal, @texts
