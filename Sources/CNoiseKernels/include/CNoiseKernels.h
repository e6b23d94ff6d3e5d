// The inner loops of noise: normal numbers, shaping filters and moments in leads. Each function is
// compiled for AVX-512, AVX2 and the baseline, and the loader picks one for the machine; all do the
// same operations in the same order, so that the bytes are the same on each.
//
// Signals of the nine electrodes (RA, LA, LL, V1 ... V6) are rows of `count` samples, one after the
// other. All pointers are the caller's; nothing is kept or allocated.
#pragma once
#include <stdint.h>

enum { NOISE_ELECTRODES = 9, NOISE_LANES = 16, NOISE_MOST_SECTIONS = 8 };

// Standard normal numbers; the number at an index is a function of seed, record, stream and index.
//
// Philox 4x32-10 with the key and counter of RandomNumbers, then Box and Muller's transform with
// polynomials for logarithm, sine and cosine, in single precision: 23 bits, at most 5.77.
void noise_normals(uint64_t seed, uint32_t record, uint32_t stream, int64_t count, float *numbers);

// Runs a cascade of sections w[n] = x[n] + pole w[n-1], y[n] = w[n] - zero w[n-1] over each row, in
// place. `states` is [sections][NOISE_LANES], the w[-1] of each electrode, and receives the last.
void noise_filter(const float *poles, const float *zeros, int64_t sections, float *states,
                  int64_t count, float *signals);

// Sums over the samples of rows of electrodes.
typedef struct {
  double electrodes[NOISE_ELECTRODES];  // of each electrode
  double limb[2];                       // of I and II
  double limb_products[3];              // of I I, I II and II II
  double chest[6];                      // of V1 ... V6
  double chest_squares[6];
} NoiseSums;

void noise_sums(const float *signals, int64_t count, NoiseSums *sums);

// Adds `gain` times (row - mean) to each row of `total`.
void noise_accumulate(float *total, const float *signals, int64_t count, float gain,
                      const float *means);

// Sums of a row and of its squares.
void noise_row_sums(const double *row, int64_t count, double *sum, double *squares);

// Adds weights times rows of electrodes to a row of a lead.
void noise_project(double *row, const float *signals, int64_t count, const double *weights);

// Adds `gain` times another row to a row.
void noise_add_row(float *row, const float *other, int64_t count, float gain);
