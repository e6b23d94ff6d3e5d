import Foundation
import Testing

@Suite struct RecordCommandErrorTests {
  static let cases = [
    Mistake("record", 64, "<rhythm>", "see 'ecgsim record --help'"),
    Mistake("record nosuch", 64, "no rhythm 'nosuch'", "sinus-rhythm"),
    Mistake("record sinus-rhythm --duration 0", 64, "0.0 s", "1 to 604800"),
    Mistake("record sinus-rhythm --duration nan", 64, "nan", "1 to 604800"),
    Mistake("record sinus-rhythm --duration -5", 64, "-5", "1 to 604800"),
    Mistake("record sinus-rhythm --duration long", 64, "'long'", "--duration"),
    Mistake("record sinus-rhythm --sampling-rate 10", 64, "10.0 samples", "50 to 20000"),
    Mistake("record sinus-rhythm --heart-rate 300", 64, "60.0 to 100.0", "300"),
    Mistake("record sinus-rhythm --then atrial-fibrillation", 64, "TIME=RHYTHM"),
    Mistake("record sinus-rhythm --then 5=nosuch", 64, "no rhythm 'nosuch'"),
    Mistake("record sinus-rhythm --then 50=atrial-fibrillation", 64, "50.0 s", "end at 10.0 s"),
    Mistake("record sinus-rhythm --then 5=sinus-rhythm@fast", 64, "after @", "rate"),
    Mistake("record sinus-rhythm --then 5=sinus-rhythm@200", 64, "60.0 to 100.0", "200"),
    Mistake("record sinus-rhythm --noise hum=1mV", 64, "no noise 'hum'", "powerline"),
    Mistake("record sinus-rhythm --noise baseline", 64, "KIND=LEVEL", "baseline=20dB"),
    Mistake("record sinus-rhythm --noise white=1mV --noise white=2mV", 64, "twice"),
    Mistake("record sinus-rhythm --noise muscle=20", 64, "unit dB"),
    Mistake(
      "record sinus-rhythm --sampling-rate 80 --noise powerline=1mV", 64, "powerline", "80.0"),
    Mistake("record sinus-rhythm --noise lead-off=20s", 64, "lead-off"),
    Mistake("record sinus-rhythm --noise-clip muscle=x", 64, "--noise muscle=20dB"),
    Mistake("record sinus-rhythm --noise-clip x", 64, "KIND=RECORD"),
    Mistake("record sinus-rhythm --noise muscle=20dB --noise-clip muscle=no", 74, "no.hea"),
    Mistake("record sinus-rhythm --rr-deviation 0.05", 64, "--lf-hf", "both"),
    Mistake("record sinus-rhythm --lf-hf 1", 64, "--rr-deviation", "both"),
    Mistake("record sinus-rhythm --rr-deviation 1 --lf-hf 1", 64, "1.0 s", "0.128"),
    Mistake("record sinus-rhythm --rr-deviation -1 --lf-hf 1", 64, "-1", "above 0"),
    Mistake("record atrial-fibrillation --rr-deviation 0.05 --lf-hf 1", 64, "no sinus node"),
    Mistake("record sinus-rhythm --respiration 60", 64, "60.0 breaths", "10.5 to 22.5"),
    Mistake("record sinus-rhythm --age 130", 64, "--age", "0 to 120"),
    Mistake("record sinus-rhythm --age 30.5", 64, "--age", "whole years"),
    Mistake("record sinus-rhythm --sex x", 64, "'x'", "female", "male"),
    Mistake("record sinus-rhythm --seed -1", 64, "'-1'", "--seed"),
    Mistake("record sinus-rhythm --format edf", 64, "--format", "--output PATH"),
    Mistake("record sinus-rhythm --output a.csv --format edf", 64, "a.csv", "csv", "edf"),
    Mistake("record sinus-rhythm --output a --format mp3", 64, "'mp3'", "wfdb"),
    Mistake("record sinus-rhythm --output a/ --format edf", 64, "names no file"),
    Mistake("record sinus-rhythm --output no/a", 74, "no/a", "folder"),
    Mistake("record sinus-rhythm --output a.b", 74, "'a.b'", "letters"),
    Mistake("record sinus-rhythm --plot a.bmp", 64, "a.bmp", ".png, .svg or .pdf"),
    Mistake("record sinus-rhythm --layout 6x2", 64, "--layout", "--plot FILE"),
    Mistake("record sinus-rhythm --plot a.png --layout 5x5", 64, "'5x5'", "3x4+1"),
    Mistake("record sinus-rhythm --plot-data a.dat", 64, "--plot-data", "--plot FILE"),
    Mistake("record sinus-rhythm --duration 3601 --output a.json", 64, "json", "3600 s", "wfdb"),
    Mistake("record sinus-rhythm --duration 3601 --output a.npz", 64, "npz", "3600 s"),
    Mistake(
      "record sinus-rhythm --sampling-rate 333.333 --output a.edf", 65, "whole hertz"),
    Mistake("record sinus-rhythm --rhythms no", 74, "no", "folder of rhythms"),
  ]

  @Test(arguments: cases)
  func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
