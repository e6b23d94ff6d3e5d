# gnuplot -e "data='leads.dat'; output='leads.png'" Plots/leads.gp
# Recorded leads (black) and what was reconstructed of them (blue). leads.dat comes from
#   ecgsim leads RECORD --plot leads.png --plot-data leads.dat
load ARG0[1 : strlen(ARG0) - strlen("leads.gp")] . "paper.gp"
plot @paper, @signal, @fitted, @texts
