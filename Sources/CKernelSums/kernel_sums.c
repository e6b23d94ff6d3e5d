#include <math.h>

#include "vectors.h"

// u in the vector `index`.
ALWAYS_INLINE void distances(int64_t index, double centre, double scale, Vector *u) {
  const double first = ((double)(index * LANES) - centre) * scale;
  for (int lane = 0; lane < LANES; ++lane) (*u)[lane] = first + lane * scale;
}

// On equal steps g(x + h) = g(x) r(x) and r(x + h) = r(x) q with constant q, so that a kernel costs
// two multiplications a sample. Outwards from the centre rounding errors stay below 1e-11 of g.
FOR_EACH_MACHINE
void kernel_tabulate(const double *samples, int64_t low, int64_t start, int64_t high, double centre,
                     double width, double *table, double *sums) {
  const double fine = 1 / width;
  const double step = LANES * fine;
  const double first = ((double)(start * LANES) - centre) * fine;
  const double q = exp(-fine * fine);
  const double q2 = q * q, q4 = q2 * q2, q8 = q4 * q4;
  const double q16 = q8 * q8, q32 = q16 * q16, decay = q32 * q32;
  double value = exp(-0.5 * first * first);
  double next = exp(-fine * (first + 0.5 * fine));
  // Eight steps: next^8 q^28.
  const double next2 = next * next, next4 = next2 * next2;
  double leap = next4 * next4 * q16 * q8 * q4;
  Vector g, ratio;
  for (int lane = 0; lane < LANES; ++lane) {
    g[lane] = value;
    ratio[lane] = leap;
    value *= next;
    next *= q;
    leap *= q8;
  }
  Vector u;
  distances(start, centre, fine, &u);
  Vector left = g, left_u = u, left_ratio = decay / ratio;
  Vector s0 = {0}, s1 = {0}, s2 = {0};
  for (int64_t v = start; v < high; ++v) {
    STORE(table, v, g);
    const Vector y = LOAD(samples, v) * g;
    const Vector yu = y * u;
    s0 += y;
    s1 += yu;
    s2 += yu * u;
    g *= ratio;
    ratio *= decay;
    u += step;
  }
  for (int64_t v = start - 1; v >= low; --v) {
    left *= left_ratio;
    left_ratio *= decay;
    left_u -= step;
    STORE(table, v, left);
    const Vector y = LOAD(samples, v) * left;
    const Vector yu = y * left_u;
    s0 += y;
    s1 += yu;
    s2 += yu * left_u;
  }
  sums[0] = sum_of(&s0);
  sums[1] = sum_of(&s1);
  sums[2] = sum_of(&s2);
}

FOR_EACH_MACHINE
void kernel_moments(const double *table, int64_t low, int64_t high, double centre, double width,
                    double *sums) {
  const double scale = 1 / width;
  Vector u;
  distances(low, centre, scale, &u);
  Vector s0 = {0}, s1 = {0}, s2 = {0};
  for (int64_t v = low; v < high; ++v) {
    const Vector g = LOAD(table, v);
    const Vector gu = g * u;
    s0 += g;
    s1 += gu;
    s2 += gu * u;
    u += LANES * scale;
  }
  sums[0] = sum_of(&s0);
  sums[1] = sum_of(&s1);
  sums[2] = sum_of(&s2);
}

FOR_EACH_MACHINE
void kernel_product_moments(const double *a, const double *b, int64_t low, int64_t high,
                            double centre, double width, double *sums) {
  const double scale = 1 / width;
  Vector u;
  distances(low, centre, scale, &u);
  Vector s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, s4 = {0};
  for (int64_t v = low; v < high; ++v) {
    const Vector p = LOAD(a, v) * LOAD(b, v);
    const Vector uu = u * u;
    const Vector pu = p * u;
    const Vector puu = p * uu;
    s0 += p;
    s1 += pu;
    s2 += puu;
    s3 += pu * uu;
    s4 += puu * uu;
    u += LANES * scale;
  }
  sums[0] = sum_of(&s0);
  sums[1] = sum_of(&s1);
  sums[2] = sum_of(&s2);
  sums[3] = sum_of(&s3);
  sums[4] = sum_of(&s4);
}

void kernel_add_products(const kernel_cut *a, const kernel_cut *b, double last, double half_cycle,
                         double reach, double *products) {
  const double total = a->width * a->width + b->width * b->width;
  const double distance = a->centre - b->centre;
  const double exponent = 0.5 * distance * distance / total;
  if (!(exponent < 25)) return;
  const double inverse_root = 1 / sqrt(total);
  const double width = a->width * b->width * inverse_root;
  // u_a = e x + f and u_b = g x + h, where x counts the product's widths from its centre.
  const double e = b->width * inverse_root, g = a->width * inverse_root;
  const double f = -distance * inverse_root * g, h = distance * inverse_root * e;
  const double centre = a->centre + a->width * f;
  const double side = reach * width;
  double m[5];
  if (centre - side > 0 && centre + side < last &&
      fabs(centre - a->centre) < half_cycle - side &&
      fabs(centre - b->centre) < half_cycle - side) {
    const double area = 2.5066282746310002 * width * exp(-exponent);  // sqrt(2 pi)
    m[0] = area;
    m[1] = 0;
    m[2] = area;
    m[3] = 0;
    m[4] = 3 * area;
  } else {
    const int64_t low = a->low > b->low ? a->low : b->low;
    const int64_t high = a->high < b->high ? a->high : b->high;
    if (low >= high) return;
    kernel_product_moments(a->table, b->table, low, high, centre, width, m);
  }
  const double e2 = e * e, e1 = 2 * e * f, e0 = f * f, g2 = g * g, g1 = 2 * g * h, g0 = h * h;
  products[0] += m[0];
  products[1] += g * m[1] + h * m[0];
  products[2] += g2 * m[2] + g1 * m[1] + g0 * m[0];
  products[3] += e * m[1] + f * m[0];
  products[4] += e * g * m[2] + (e * h + f * g) * m[1] + f * h * m[0];
  products[5] += e * g2 * m[3] + (e * g1 + f * g2) * m[2] + (e * g0 + f * g1) * m[1] + f * g0 * m[0];
  products[6] += e2 * m[2] + e1 * m[1] + e0 * m[0];
  products[7] += g * e2 * m[3] + (g * e1 + h * e2) * m[2] + (g * e0 + h * e1) * m[1] + h * e0 * m[0];
  products[8] += e2 * g2 * m[4] + (e2 * g1 + e1 * g2) * m[3] +
                 (e2 * g0 + e1 * g1 + e0 * g2) * m[2] + (e1 * g0 + e0 * g1) * m[1] + e0 * g0 * m[0];
}

typedef int64_t Integers __attribute__((vector_size(LANES * sizeof(int64_t)), aligned(8)));

// exp(x) for x <= 0, and no less than exp(-700). With n ln 2 taken off, |r| <= ln 2 / 2, and the
// Taylor polynomial of degree 12 leaves 2e-16.
ALWAYS_INLINE void exponentials(Vector *x) {
  const Vector least = {-700, -700, -700, -700, -700, -700, -700, -700};
  const Integers over = *x > least;
  const Vector y = (Vector)(((Integers)*x & over) | ((Integers)least & ~over));
  const double magic = 6755399441055744.0;  // 1.5 * 2^52: rounds to the nearest integer
  const Vector shifted = y * 1.4426950408889634 + magic;
  const Vector n = shifted - magic;
  const Vector r = (y - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
  Vector p = r * (1.0 / 479001600) + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  // The integer sits in the low bits of `shifted`.
  *x = p * (Vector)(((Integers)shifted + 1023) << 52);
}

// The products of all kernels' columns with those of kernel i, in up to `vectors` vectors of j.
ALWAYS_INLINE void products_with(double centre, double width, const double *centres,
                                 const double *widths, int64_t vectors,
                                 Vector sums[3][3][MOST_VECTORS]) {
  const Vector zero = {0};
  const Vector si = zero + width;
  for (int64_t v = 0; v < vectors; ++v) {
    const Vector sj = LOAD(widths, v);
    const Vector total = si * si + sj * sj;
    const Vector distance = centre - LOAD(centres, v);
    Vector m0 = -0.5 * distance * distance / total;
    exponentials(&m0);
    const Vector inverse_root = 1 / __builtin_elementwise_sqrt(total);
    m0 *= 2.5066282746310002 * si * sj * inverse_root;  // sqrt(2 pi) times the product's width
    // u_i = e x + f and u_j = g x + h, where the product has the moments m0 (1, 0, 1, 0, 3) in x.
    const Vector e = sj * inverse_root;
    const Vector g = si * inverse_root;
    const Vector f = -distance * inverse_root * g;
    const Vector h = distance * inverse_root * e;
    const Vector ee = e * e, ff = f * f, gg = g * g, hh = h * h, eg = e * g, fh = f * h;
    sums[0][0][v] = m0;
    sums[0][1][v] = h * m0;
    sums[0][2][v] = (gg + hh) * m0;
    sums[1][0][v] = f * m0;
    sums[1][1][v] = (eg + fh) * m0;
    sums[1][2][v] = (2 * eg * h + f * (gg + hh)) * m0;
    sums[2][0][v] = (ee + ff) * m0;
    sums[2][1][v] = (2 * eg * f + h * (ee + ff)) * m0;
    sums[2][2][v] = (3 * eg * eg + ee * hh + ff * gg + 4 * eg * fh + fh * fh) * m0;
  }
}

FOR_EACH_MACHINE
void kernel_products(const double *centres, const double *widths, int64_t count, double *products,
                     int64_t stride) {
  const int64_t vectors = (count + LANES - 1) / LANES;
  Vector sums[3][3][MOST_VECTORS];
  for (int64_t i = 0; i < count; ++i) {
    products_with(centres[i], widths[i], centres, widths, vectors, sums);
    for (int kind = 0; kind < 3; ++kind) {
      double *row = products + (1 + kind * count + i) * stride + 1;
      // A last vector spoils what follows it, which is written next or is padding.
      for (int other = 0; other < 3; ++other) {
        for (int64_t v = 0; v < vectors; ++v) STORE(row + other * count, v, sums[kind][other][v]);
      }
    }
  }
}

FOR_EACH_MACHINE
void kernel_products_of(double centre, double width, const double *centres, const double *widths,
                        int64_t count, double *row) {
  const int64_t vectors = (count + LANES - 1) / LANES;
  Vector sums[3][3][MOST_VECTORS];
  products_with(centre, width, centres, widths, vectors, sums);
  for (int kind = 0; kind < 3; ++kind) {
    for (int64_t v = 0; v < vectors; ++v) STORE(row + 1 + kind * count, v, sums[0][kind][v]);
  }
}

FOR_EACH_MACHINE
double kernel_dot(const double *a, const double *b, int64_t low, int64_t high) {
  Vector sum = {0};
  for (int64_t v = low; v < high; ++v) sum += LOAD(a, v) * LOAD(b, v);
  return sum_of(&sum);
}

FOR_EACH_MACHINE
void kernel_subtract(double *row, const double *values, int64_t low, int64_t high, double factor) {
  for (int64_t v = low; v < high; ++v) STORE(row, v, LOAD(row, v) - factor * LOAD(values, v));
}

FOR_EACH_MACHINE
int64_t kernel_match(const double *row, int64_t count, int64_t stride, const double *values,
                     int64_t vectors, const double *norms, double *gain) {
  int64_t best = -1;
  *gain = 0;
  for (int64_t number = 0; number * stride < count; ++number) {
    const double *at = row + number * stride;
    Vector sum = {0};
    for (int64_t v = 0; v < vectors; ++v) sum += LOAD(at, v) * LOAD(values, v);
    const double product = sum_of(&sum);
    const double candidate = product * product / norms[number];
    if (candidate > *gain) {
      *gain = candidate;
      best = number;
    }
  }
  return best;
}
