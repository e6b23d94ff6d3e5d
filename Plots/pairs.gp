# gnuplot -e "data='pairs.dat'; output='pairs.png'" Plots/pairs.gp
# Real and fitted beats in random order, to be told apart by shape alone. pairs.dat comes from
#   ecgsim demo --plot-data .
load ARG0[1 : strlen(ARG0) - strlen("pairs.gp")] . "paper.gp"
plot @paper, @signal, @texts
