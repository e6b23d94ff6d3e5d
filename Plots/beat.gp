# gnuplot -e "data='beat.dat'; output='beat.png'" Plots/beat.gp   (makes a picture of beat.dat)
# A beat or strip in chosen leads, with the waves' boundaries. beat.dat comes from
#   ecgsim beat sinus-rhythm --plot beat.png --plot-data beat.dat
load ARG0[1 : strlen(ARG0) - strlen("beat.gp")] . "paper.gp"
plot @paper, @waves, @calibration, @signal, @texts
