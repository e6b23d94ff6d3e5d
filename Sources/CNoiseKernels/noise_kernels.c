#include "machines.h"

#include <string.h>

// Sixteen electrodes or numbers at a time, of which the filters use nine.
typedef float Lanes __attribute__((vector_size(NOISE_LANES * sizeof(float)), aligned(4)));

// Sums run in eight parts, whatever the machine's vectors hold.
enum { PARTS = 8 };
typedef float Few __attribute__((vector_size(PARTS * sizeof(float)), aligned(4)));
typedef double Parts __attribute__((vector_size(PARTS * sizeof(double)), aligned(8)));

#define LOAD(pointer) __builtin_convertvector(*(const Few *)(pointer), Parts)

ALWAYS_INLINE double total(const Parts *parts) {
  const Parts p = *parts;
  return ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
}

FOR_EACH_MACHINE
void noise_filter(const float *poles, const float *zeros, int64_t sections, float *states,
                  int64_t count, float *signals) {
  Lanes w[NOISE_MOST_SECTIONS];
  memcpy(w, states, (size_t)sections * sizeof(Lanes));
  for (int64_t n = 0; n < count; n++) {
    Lanes x = {0};
    for (int e = 0; e < NOISE_ELECTRODES; e++) x[e] = signals[e * count + n];
    for (int64_t k = 0; k < sections; k++) {
      const Lanes next = x + poles[k] * w[k];
      x = next - zeros[k] * w[k];
      w[k] = next;
    }
    for (int e = 0; e < NOISE_ELECTRODES; e++) signals[e * count + n] = x[e];
  }
  memcpy(states, w, (size_t)sections * sizeof(Lanes));
}

FOR_EACH_MACHINE
void noise_sums(const float *signals, int64_t count, NoiseSums *sums) {
  Parts electrodes[NOISE_ELECTRODES] = {0}, limb[2] = {0}, products[3] = {0};
  Parts chest[6] = {0}, squares[6] = {0};
  for (int64_t n = 0; n < count; n += PARTS) {
    // What is missing of the last part counts as nothing.
    float tail[NOISE_ELECTRODES][PARTS] = {0};
    const int short_of = count - n < PARTS;
    Parts x[NOISE_ELECTRODES];
    for (int e = 0; e < NOISE_ELECTRODES; e++) {
      const float *from = signals + e * count + n;
      if (short_of) {
        memcpy(tail[e], from, (size_t)(count - n) * sizeof(float));
        from = tail[e];
      }
      x[e] = LOAD(from);
      electrodes[e] += x[e];
    }
    const Parts I = x[1] - x[0], II = x[2] - x[0], terminal = (x[0] + x[1] + x[2]) * (1.0 / 3);
    limb[0] += I;
    limb[1] += II;
    products[0] += I * I;
    products[1] += I * II;
    products[2] += II * II;
    for (int v = 0; v < 6; v++) {
      const Parts lead = x[3 + v] - terminal;
      chest[v] += lead;
      squares[v] += lead * lead;
    }
  }
  for (int e = 0; e < NOISE_ELECTRODES; e++) sums->electrodes[e] = total(&electrodes[e]);
  for (int k = 0; k < 2; k++) sums->limb[k] = total(&limb[k]);
  for (int k = 0; k < 3; k++) sums->limb_products[k] = total(&products[k]);
  for (int v = 0; v < 6; v++) {
    sums->chest[v] = total(&chest[v]);
    sums->chest_squares[v] = total(&squares[v]);
  }
}

FOR_EACH_MACHINE
void noise_accumulate(float *total, const float *signals, int64_t count, float gain,
                      const float *means) {
  for (int e = 0; e < NOISE_ELECTRODES; e++) {
    for (int64_t n = 0; n < count; n++) {
      total[e * count + n] += gain * (signals[e * count + n] - means[e]);
    }
  }
}

FOR_EACH_MACHINE
void noise_row_sums(const double *row, int64_t count, double *sum, double *squares) {
  Parts first = {0}, second = {0};
  int64_t n = 0;
  for (; n + PARTS <= count; n += PARTS) {
    const Parts x = *(const Parts *)(row + n);
    first += x;
    second += x * x;
  }
  double a = total(&first), b = total(&second);
  for (; n < count; n++) {
    a += row[n];
    b += row[n] * row[n];
  }
  *sum = a;
  *squares = b;
}

FOR_EACH_MACHINE
void noise_project(double *row, const float *signals, int64_t count, const double *weights) {
  for (int e = 0; e < NOISE_ELECTRODES; e++) {
    if (weights[e] == 0) continue;
    const float *electrode = signals + e * count;
    for (int64_t n = 0; n < count; n++) row[n] += weights[e] * (double)electrode[n];
  }
}

FOR_EACH_MACHINE
void noise_add_row(float *row, const float *other, int64_t count, float gain) {
  for (int64_t n = 0; n < count; n++) row[n] += gain * other[n];
}
