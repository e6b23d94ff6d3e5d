#include "CBeatKernel.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#define FOR_EACH_MACHINE \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

// Samples computed together: one AVX-512 register of floats.
enum { LANES = 16 };

// Beyond this many widths a Gaussian is below 5e-9 of its height, under a float's resolution of the
// sum, and is not computed.
static const double REACH = 6.2;

// 2^y for y <= 0; below -126 it stays at 2^-126. The polynomial of degree 5 for 2^r, |r| <= 1/2, is
// the minimax one with the value 1 at 0: relative error 6.9e-8.
ALWAYS_INLINE float power_of_two(float y) {
  y = y < -126.0f ? -126.0f : y;
  const float shifted = y + 12582912.0f;  // 1.5 * 2^23: rounds to the nearest integer
  const float r = y - (shifted - 12582912.0f);
  float p = 0.0013352724490687251f;
  p = p * r + 0.009671886451542377f;
  p = p * r + 0.055504489690065384f;
  p = p * r + 0.24022230505943298f;
  p = p * r + 0.6931472420692444f;
  p = p * r + 1.0f;
  int32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 127) << 23;  // the integer sits in the low bits of `shifted`
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}

// The samples of one repetition: [first, last), and whether whole vectors may run over its ends.
typedef struct {
  int64_t first, last;
} Span;

// The part of [0, count) within `left` and `right` of `centre`, never beyond half a period from it,
// where the nearest repetition is another one. Away from that limit the ends are free to move
// outward to whole vectors, since the formula holds there too.
ALWAYS_INLINE Span span_of(double centre, double left, double right, double period, int64_t count) {
  const double half = period / 2;
  int64_t first = (int64_t)ceil(centre - (left < half ? left : half));
  int64_t last = (int64_t)ceil(centre + (right < half ? right : half));
  first = first < 0 ? 0 : first;
  last = last > count ? count : last;
  const int64_t whole = (last - first + LANES - 1) / LANES * LANES;
  if (first < last && (double)(first + whole) < centre + half) last = first + whole;
  return (Span){first, last};
}

FOR_EACH_MACHINE
void beat_add_gaussians(float *row, int64_t count, const BeatGaussian *waves, int64_t wave_count) {
  for (int64_t k = 0; k < wave_count; ++k) {
    const BeatGaussian wave = waves[k];
    const double reach = REACH * wave.width;
    const double margin = reach < wave.period / 2 ? reach : wave.period / 2;
    const double first_turn = ceil((-margin - wave.centre) / wave.period);
    // exp(-d^2 / 2b^2) = 2^(-(d s)^2) with s = sqrt(log2(e) / 2) / b.
    const float scale = (float)(0.84932180028801907 / wave.width);
    const float amplitude = (float)wave.amplitude;
    for (double centre = wave.centre + first_turn * wave.period; centre - margin < (double)count;
         centre += wave.period) {
      const Span span = span_of(centre, reach, reach, wave.period, count);
      const float start = (float)((double)span.first - centre);
      float *out = row + span.first;
      const int64_t length = span.last - span.first;
      int64_t j = 0;
      for (; j + LANES <= length; j += LANES) {
        for (int lane = 0; lane < LANES; ++lane) {
          const float u = (start + (float)(int32_t)(j + lane)) * scale;
          out[j + lane] += amplitude * power_of_two(-u * u);
        }
      }
      for (; j < length; ++j) {
        const float u = (start + (float)(int32_t)j) * scale;
        out[j] += amplitude * power_of_two(-u * u);
      }
    }
  }
}

// The normal distribution function, Φ(x) = erfc(−x/√2)/2.
//
// exp(z²) erfc(z) falls like 1/z: in t = 1/(1 + z/2) a polynomial without constant term fits it for z up
// to 9. Its coefficients minimise the largest relative error (Lawson's reweighted least squares at 4,000
// Chebyshev points of SciPy's erfcx): 4.1e-8, below single precision.
ALWAYS_INLINE float normal_distribution(float x) {
  const float z = fabsf(x) * 0.70710678f;
  const float t = 1.0f / (1.0f + 0.5f * z);
  float p = -0.0586410898f;
  p = p * t + 0.282474852f;
  p = p * t - 0.48282145f;
  p = p * t + 0.27301819f;
  p = p * t - 0.0231153068f;
  p = p * t + 0.201185457f;
  p = p * t + 0.243488103f;
  p = p * t + 0.282321671f;
  p = p * t + 0.282089532f;
  const float tail = 0.5f * t * p * power_of_two(-z * z * 1.44269504f);
  return x > 0 ? 1.0f - tail : tail;
}

FOR_EACH_MACHINE
void beat_add_plateaus(float *row, int64_t count, const BeatPlateau *plateaus,
                       int64_t plateau_count) {
  for (int64_t k = 0; k < plateau_count; ++k) {
    const BeatPlateau plateau = plateaus[k];
    // Either edge may be the one that reaches farther.
    const double h = plateau.half_length;
    const double left = fmax(h + REACH * plateau.onset_width, REACH * plateau.offset_width - h);
    const double right = fmax(h + REACH * plateau.offset_width, REACH * plateau.onset_width - h);
    const double half = plateau.period / 2;
    const double before = left < half ? left : half, after = right < half ? right : half;
    const double first_turn = ceil((-after - plateau.middle) / plateau.period);
    const float up = (float)(1 / plateau.onset_width), down = (float)(1 / plateau.offset_width);
    const float amplitude = (float)plateau.amplitude;
    for (double middle = plateau.middle + first_turn * plateau.period;
         middle - before < (double)count; middle += plateau.period) {
      const Span span = span_of(middle, left, right, plateau.period, count);
      // From each edge apart, so that single precision is fine where the edge is steep.
      const float from_onset = (float)((double)span.first - middle + h);
      const float from_offset = (float)((double)span.first - middle - h);
      float *out = row + span.first;
      const int64_t length = span.last - span.first;
      for (int64_t j = 0; j < length; ++j) {
        const float sample = (float)(int32_t)j;
        out[j] += amplitude * (normal_distribution((from_onset + sample) * up) -
                               normal_distribution((from_offset + sample) * down));
      }
    }
  }
}

// The rows of the twelve leads that are not independent, from I and II.
ALWAYS_INLINE void limb_leads(float one, float two, float *leads, int64_t stride, int64_t j) {
  leads[0 * stride + j] = one;
  leads[1 * stride + j] = two;
  leads[2 * stride + j] = two - one;
  leads[3 * stride + j] = -0.5f * (one + two);
  leads[4 * stride + j] = one - 0.5f * two;
  leads[5 * stride + j] = two - 0.5f * one;
}

FOR_EACH_MACHINE
void beat_project_dipole(const float *restrict x, const float *restrict y, const float *restrict z,
                         int64_t count, const float *restrict weights, float *restrict leads,
                         int64_t stride) {
  float w[24];
  memcpy(w, weights, sizeof w);
#pragma clang loop vectorize(enable) interleave(disable)
  for (int64_t j = 0; j < count; ++j) {
    const float one = w[0] * x[j] + w[1] * y[j] + w[2] * z[j];
    const float two = w[3] * x[j] + w[4] * y[j] + w[5] * z[j];
    limb_leads(one, two, leads, stride, j);
  }
  for (int lead = 2; lead < 8; ++lead) {
    const float a = w[3 * lead], b = w[3 * lead + 1], c = w[3 * lead + 2];
    float *restrict out = leads + (lead + 4) * stride;
    for (int64_t j = 0; j < count; ++j) out[j] = a * x[j] + b * y[j] + c * z[j];
  }
}

FOR_EACH_MACHINE
void beat_complete_leads(const float *restrict rows, int64_t row_stride, int64_t count,
                         float *restrict leads, int64_t stride) {
  const float *restrict one = rows;
  const float *restrict two = rows + row_stride;
  for (int64_t j = 0; j < count; ++j) limb_leads(one[j], two[j], leads, stride, j);
  for (int lead = 2; lead < 8; ++lead)
    memcpy(leads + (lead + 4) * stride, rows + lead * row_stride, (size_t)count * sizeof(float));
}

int64_t beat_count_exponentials(int64_t count, const BeatGaussian *waves, int64_t wave_count) {
  int64_t evaluations = 0;
  for (int64_t k = 0; k < wave_count; ++k) {
    const BeatGaussian wave = waves[k];
    const double reach = REACH * wave.width;
    const double margin = reach < wave.period / 2 ? reach : wave.period / 2;
    const double first_turn = ceil((-margin - wave.centre) / wave.period);
    for (double centre = wave.centre + first_turn * wave.period; centre - margin < (double)count;
         centre += wave.period) {
      const Span span = span_of(centre, reach, reach, wave.period, count);
      if (span.last > span.first) evaluations += span.last - span.first;
    }
  }
  return evaluations;
}

FOR_EACH_MACHINE
float beat_sum_exponentials(int64_t rounds) {
  float sums[BEAT_EXPONENTIALS_A_ROUND] = {0};
  for (int64_t round = 0; round < rounds; ++round) {
    const float start = (float)(int32_t)(round & 15) * 0.0625f;
    for (int lane = 0; lane < BEAT_EXPONENTIALS_A_ROUND; ++lane) {
      const float u = start + (float)lane * 0.03125f;
      sums[lane] += power_of_two(-u * u);
    }
  }
  float sum = 0;
  for (int lane = 0; lane < BEAT_EXPONENTIALS_A_ROUND; ++lane) sum += sums[lane];
  return sum;
}

const char *beat_kernel_instructions(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return "AVX-512";
  if (__builtin_cpu_supports("x86-64-v3")) return "AVX2";
#endif
  return "baseline";
}
