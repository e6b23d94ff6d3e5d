#include "vectors.h"

FOR_EACH_MACHINE
void kernel_scale(const double *products, const double *scales, int64_t stride, int64_t size,
                  double *matrix) {
  const int64_t vectors = size / LANES + 1;
  for (int64_t i = 0; i < size; ++i) {
    const double scale = scales[i];
    const double *from = products + i * stride;
    double *to = matrix + i * stride;
    for (int64_t v = i / LANES; v < vectors; ++v) {
      STORE(to, v, scale * LOAD(scales, v) * LOAD(from, v));
    }
    if (scale == 0) to[i] = 1;
  }
}

FOR_EACH_MACHINE
int kernel_decompose(double *matrix, int64_t stride, int64_t size, int64_t columns,
                     double *reciprocals) {
  const int64_t vectors = (columns + LANES - 1) / LANES;
  for (int64_t j = 0; j < size; ++j) {
    const double *pivot_row = matrix + j * stride;
    if (!(pivot_row[j] > 0)) return 0;
    const double reciprocal = 1 / pivot_row[j];
    reciprocals[j] = reciprocal;
    for (int64_t i = j + 1; i < size; ++i) {
      const double factor = pivot_row[i] * reciprocal;
      double *row = matrix + i * stride;
      for (int64_t v = i / LANES; v < vectors; ++v) {
        STORE(row, v, LOAD(row, v) - factor * LOAD(pivot_row, v));
      }
    }
  }
  return 1;
}

FOR_EACH_MACHINE
double kernel_explained(const double *matrix, int64_t stride, int64_t size,
                        const double *reciprocals, double *b) {
  const int64_t vectors = (size + LANES - 1) / LANES;
  double explained = 0;
  for (int64_t j = 0; j < size; ++j) {
    const double *row = matrix + j * stride;
    const double factor = b[j] * reciprocals[j];
    explained += b[j] * factor;
    // What this does to b before j is never read again.
    for (int64_t v = j / LANES; v < vectors; ++v) STORE(b, v, LOAD(b, v) - factor * LOAD(row, v));
  }
  return explained;
}

FOR_EACH_MACHINE
void kernel_backward(const double *matrix, int64_t stride, int64_t size, const double *reciprocals,
                     const double *z, int64_t z_stride, double *x) {
  const int64_t vectors = (size + LANES - 1) / LANES;
  for (int64_t i = size; i < vectors * LANES; ++i) x[i] = 0;
  for (int64_t block = vectors - 1; block >= 0; --block) {
    const int64_t first = block * LANES;
    const int64_t end = first + LANES < size ? first + LANES : size;
    double left[LANES];
    for (int64_t i = first; i < end; ++i) {
      Vector known = {0};
      for (int64_t v = block + 1; v < vectors; ++v) {
        known += LOAD(matrix + i * stride, v) * LOAD(x, v);
      }
      left[i - first] = z[i * z_stride] - sum_of(&known);
    }
    for (int64_t j = end - 1; j >= first; --j) {
      const double value = left[j - first] * reciprocals[j];
      x[j] = value;
      for (int64_t i = first; i < j; ++i) left[i - first] -= matrix[i * stride + j] * value;
    }
  }
}

FOR_EACH_MACHINE
void kernel_losses(const double *matrix, int64_t stride, int64_t count, const double *reciprocals,
                   const double *amplitudes, double *losses) {
  const int64_t size = 3 * count + 1;
  const int64_t vectors = (count + LANES - 1) / LANES;
  for (int64_t v = 0; v < vectors; ++v) {
    Vector right[3][3 * KERNEL_SUMS_MOST_KERNELS + 1];
    // A lane is a kernel; its right sides are the unit vectors of its three columns.
    for (int64_t j = 0; j < size; ++j) {
      for (int kind = 0; kind < 3; ++kind) right[kind][j] = (Vector){0};
    }
    for (int64_t lane = 0; lane < LANES && v * LANES + lane < count; ++lane) {
      for (int kind = 0; kind < 3; ++kind) {
        right[kind][1 + kind * count + v * LANES + lane][lane] = 1;
      }
    }
    Vector b00 = {0}, b01 = {0}, b02 = {0}, b11 = {0}, b12 = {0}, b22 = {0};
    for (int64_t j = 1 + v * LANES; j < size; ++j) {
      const Vector r0 = right[0][j], r1 = right[1][j], r2 = right[2][j];
      const Vector f0 = r0 * reciprocals[j], f1 = r1 * reciprocals[j], f2 = r2 * reciprocals[j];
      b00 += r0 * f0;
      b01 += r0 * f1;
      b02 += r0 * f2;
      b11 += r1 * f1;
      b12 += r1 * f2;
      b22 += r2 * f2;
      const double *row = matrix + j * stride;
      for (int64_t k = j + 1; k < size; ++k) {
        right[0][k] -= f0 * row[k];
        right[1][k] -= f1 * row[k];
        right[2][k] -= f2 * row[k];
      }
    }
    const Vector shared =
        (b01 * b01 * b22 - 2 * b01 * b02 * b12 + b02 * b02 * b11) / (b11 * b22 - b12 * b12);
    for (int64_t lane = 0; lane < LANES && v * LANES + lane < count; ++lane) {
      const double amplitude = amplitudes[v * LANES + lane];
      const double rest = b00[lane] - shared[lane];
      losses[v * LANES + lane] = amplitude * amplitude / (rest > 0 ? rest : b00[lane]);
    }
  }
}
