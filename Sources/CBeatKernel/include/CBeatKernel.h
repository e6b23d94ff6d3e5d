// The inner loops of the batch engine: the wave formulas of CardiacModel in single precision, in
// closed form on a uniform grid of samples. Each function is compiled for AVX-512, AVX2 and the
// baseline, and the loader picks one for the machine: Swift cannot choose vector instructions per
// function at run time. A test holds them against the Swift formulas.
//
// Positions and widths are in samples. All pointers are the caller's; nothing is kept or allocated.
#pragma once
#include <stdint.h>

// A row of samples that the kernels write must have this many spare samples before the first and
// after the last: whole vectors are computed. What lies there is undefined afterwards.
#define BEAT_KERNEL_MARGIN 32

// A Gaussian that repeats every `period` samples: amplitude * exp(-d^2 / (2 width^2)), where d is the
// distance to the nearest repetition.
typedef struct {
  double centre;     // samples from the row's first sample
  double width;      // standard deviation, samples
  double period;     // samples between repetitions
  double amplitude;  // mV
} BeatGaussian;

// A plateau that repeats: amplitude * (Phi((d + half) / onset_width) - Phi((d - half) / offset_width)),
// where d is the distance to the nearest repetition of its middle.
typedef struct {
  double middle;        // samples from the row's first sample
  double half_length;   // samples
  double onset_width;   // samples
  double offset_width;  // samples
  double period;        // samples
  double amplitude;     // mV
} BeatPlateau;

// Adds `waves` to samples [0, count) of `row`.
void beat_add_gaussians(float *row, int64_t count, const BeatGaussian *waves, int64_t wave_count);

// Adds `plateaus` to samples [0, count) of `row`.
void beat_add_plateaus(float *row, int64_t count, const BeatPlateau *plateaus,
                       int64_t plateau_count);

// Twelve leads from a dipole. `weights` is [8, 3] for I, II, V1 ... V6; `leads` receives
// [12, stride] in the order I, II, III, aVR, aVL, aVF, V1 ... V6.
void beat_project_dipole(const float *x, const float *y, const float *z, int64_t count,
                         const float *weights, float *leads, int64_t stride);

// The same from eight independent rows, `row_stride` samples apart.
void beat_complete_leads(const float *rows, int64_t row_stride, int64_t count, float *leads,
                         int64_t stride);

// How many exponentials `beat_add_gaussians` computes for these waves.
int64_t beat_count_exponentials(int64_t count, const BeatGaussian *waves, int64_t wave_count);

// Independent exponentials of one round: as many vectors as hide a polynomial's latency.
#define BEAT_EXPONENTIALS_A_ROUND 128

// Computes `rounds` times so many exponentials and nothing else: the machine's own speed, beside which
// that of a simulator can be stated. The sum is returned so that none can be left out.
float beat_sum_exponentials(int64_t rounds);

// The instruction set that the loader picked: "AVX-512", "AVX2" or "baseline".
const char *beat_kernel_instructions(void);
