# gnuplot -e "data='detections.dat'; output='detections.png'" Plots/detections.gp   (draws detections.dat)
# A stretch of a record with the beats that detectors find, one row of ticks each, and tints where they
# disagree. Pictures of every disagreement come from
#   ecgsim measure --evaluate DIR --plot PICTURES
load ARG0[1 : strlen(ARG0) - strlen("detections.gp")] . "paper.gp"
plot @paper, @waves, @ticks, @signal, @texts
