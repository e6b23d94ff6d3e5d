# gnuplot -e "data='fit.dat'; output='fit.png'" Plots/fit.gp
# Real beat (black), fitted beat (blue), kernels (tinted) and residual. fit.dat comes from
#   ecgsim fit RECORD --plot fit.png --plot-data fit.dat
load ARG0[1 : strlen(ARG0) - strlen("fit.gp")] . "paper.gp"
plot @paper, @kernels, @keys, @beat, @fitted, @residual, @texts
