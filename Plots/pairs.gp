# gnuplot -e "data='pairs.dat'; output='pairs.png'" Plots/pairs.gp
# Real and fitted beats in random order, to be told apart by shape alone. pairs.dat comes from
#   ecgsim fit FOLDER --plot pairs.png --plot-data pairs.dat
load ARG0[1 : strlen(ARG0) - strlen("pairs.gp")] . "paper.gp"
plot @paper, @signal, @texts
