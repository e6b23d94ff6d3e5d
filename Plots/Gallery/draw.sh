#!/bin/sh
# Draws the pictures of this folder again, with the presets as they are now:
#   swift build -c release --product ecgsim && Plots/Gallery/draw.sh .build/release/ecgsim
# A second argument names another folder to draw them in.
set -e
here=$(cd "$(dirname "$0")" && pwd)
ecgsim=$1
into=${2:-$here}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$ecgsim" demo --seed 7 --output "$made" --quiet
"$ecgsim" beat stemi-anterior --seed 1 --plot "$made/stemi-anterior.png" --quiet
gnuplot -e "output='$made/overview.png'" "$here/../overview.gp"
for picture in four-panels recovered stemi-anterior overview; do
  mv "$made/$picture.png" "$into/"
done
