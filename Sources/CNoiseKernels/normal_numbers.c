#include "machines.h"

#include <string.h>

// Sixteen blocks of the generator, hence sixty-four numbers, at a time.
enum { BLOCKS = 16, NUMBERS = 4 * BLOCKS };

typedef uint32_t Words __attribute__((vector_size(BLOCKS * 4)));
typedef int32_t Signed __attribute__((vector_size(BLOCKS * 4)));
typedef uint64_t Wide __attribute__((vector_size(BLOCKS * 8)));
typedef float Floats __attribute__((vector_size(BLOCKS * 4)));

// By pointer, since the baseline cannot return a vector in a register.
ALWAYS_INLINE void multiply(const Words *a, uint32_t factor, Words *high, Words *low) {
  const Wide product = __builtin_convertvector(*a, Wide) * (uint64_t)factor;
  *high = __builtin_convertvector(product >> 32, Words);
  *low = __builtin_convertvector(product, Words);
}

// Ten rounds over sixteen counters. Source: Salmon et al., SC11.
ALWAYS_INLINE void philox(uint64_t block, uint32_t record, uint32_t stream, uint64_t seed,
                          Words out[4]) {
  Words a, b;
  for (int lane = 0; lane < BLOCKS; lane++) {
    a[lane] = (uint32_t)(block + (uint64_t)lane);
    b[lane] = (uint32_t)((block + (uint64_t)lane) >> 32);
  }
  Words c = (Words){0} + record, d = (Words){0} + stream;
  uint32_t k = (uint32_t)seed, l = (uint32_t)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    Words ph, pl, qh, ql;
    multiply(&a, 0xD2511F53u, &ph, &pl);
    multiply(&c, 0xCD9E8D57u, &qh, &ql);
    a = qh ^ b ^ k;
    b = ql;
    c = ph ^ d ^ l;
    d = pl;
    k += 0x9E3779B9u;
    l += 0xBB67AE85u;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

// Two normal numbers from two words: radius from the first, angle from the second.
//
// The polynomials are minimax fits in double precision, rounded: log(1 + f) = f + f^2 q(f) with an
// error of 3e-8 relative to f for 1 + f between the roots of 1/2 and 2; sine and cosine of up to an
// eighth of a turn with 3e-8.
ALWAYS_INLINE void box_muller(const Words *one, const Words *two, Floats *x, Floats *y) {
  // (0, 1) in odd multiples of 2^-24, exactly.
  const Floats u = (__builtin_convertvector(*one >> 9, Floats) + 0.5f) * 0x1p-23f;
  Words bits;
  memcpy(&bits, &u, sizeof bits);
  // u = 2^exponent (1 + f); 0x3f3504f3 is the root of 1/2.
  const Words shifted = bits - 0x3f3504f3u;
  const Signed exponent = (Signed)shifted >> 23;
  const Words mantissa = (shifted & 0x7fffffu) + 0x3f3504f3u;
  Floats f;
  memcpy(&f, &mantissa, sizeof f);
  f -= 1.0f;
  Floats q = f * 0.08980339020490646f - 0.1442638486623764f;
  q = q * f + 0.14883194863796234f;
  q = q * f - 0.16551856696605682f;
  q = q * f + 0.1996353268623352f;
  q = q * f - 0.25002580881118774f;
  q = q * f + 0.33333930373191833f;
  q = q * f - 0.4999998211860657f;
  const Floats logarithm =
      __builtin_convertvector(exponent, Floats) * 0.6931471805599453f + (f + f * f * q);
  const Floats radius = __builtin_elementwise_sqrt(-2.0f * logarithm);

  // The two highest bits choose the quadrant, the others the angle round its middle.
  const Floats t =
      __builtin_convertvector((Signed)(*two & 0x3fffffffu) - (1 << 29), Floats) * 0x1p-32f;
  const Floats t2 = t * t;
  Floats sine = t2 * -75.40206909179688f + 81.5925521850586f;
  sine = (sine * t2 - 41.3416633605957f) * t2 + 6.2831854820251465f;
  sine *= t * radius;
  Floats cosine = t2 * -83.59261322021484f + 64.92124938964844f;
  cosine = (cosine * t2 - 19.739152908325195f) * t2 + 1.0f;
  cosine *= radius;
  // A quarter turn swaps the two, half a turn changes both signs.
  const Words swap = (Words)((Signed)(*two << 1) >> 31), turn = *two & 0x80000000u;
  Words s, c;
  memcpy(&s, &sine, sizeof s);
  memcpy(&c, &cosine, sizeof c);
  const Words first = ((c & ~swap) | ((s ^ 0x80000000u) & swap)) ^ turn;
  const Words second = ((s & ~swap) | (c & swap)) ^ turn;
  memcpy(x, &first, sizeof *x);
  memcpy(y, &second, sizeof *y);
}

FOR_EACH_MACHINE
void noise_normals(uint64_t seed, uint32_t record, uint32_t stream, int64_t count,
                   float *numbers) {
  for (int64_t done = 0; done < count; done += NUMBERS) {
    Words words[4];
    philox((uint64_t)(done / 4), record, stream, seed, words);
    Floats normal[4];
    box_muller(&words[0], &words[1], &normal[0], &normal[1]);
    box_muller(&words[2], &words[3], &normal[2], &normal[3]);
    const int64_t left = count - done < NUMBERS ? count - done : NUMBERS;
    memcpy(numbers + done, normal, (size_t)left * sizeof(float));
  }
}
