// The inner loops of fitting: sums of Gaussian kernels over samples, and the normal equations that
// they make. Each function is compiled for AVX-512, AVX2 and the baseline, and the loader picks one
// for the machine: Swift cannot choose vector instructions per function at run time. All three do the
// same operations in the same order, without fused ones, so that a fit does not depend on the machine.
// Tests hold the functions against their formulas.
//
// Positions and widths are in samples. Rows of samples and of matrices are padded to whole vectors of
// KERNEL_SUMS_LANES doubles. All pointers are the caller's; nothing is kept or allocated.
#pragma once
#include <stdint.h>

// Doubles in a vector.
#define KERNEL_SUMS_LANES 8

// The most kernels that kernel_products takes.
#define KERNEL_SUMS_MOST_KERNELS 48

// Writes g = exp(-u^2 / 2), u = (x - centre) / width, for the vectors [low, high) of a row and sums it
// against the samples y: sums[p] = sum y g u^p for p = 0, 1, 2. `start` in [low, high) is the vector
// next to the centre, from which g is continued outwards.
void kernel_tabulate(const double *samples, int64_t low, int64_t start, int64_t high, double centre,
                     double width, double *table, double *sums);

// sums[p] = sum g u^p, p = 0, 1, 2, of a tabulated kernel over the vectors [low, high).
void kernel_moments(const double *table, int64_t low, int64_t high, double centre, double width,
                    double *sums);

// sums[p] = sum a b u^p, p = 0 ... 4, of two tabulated kernels, u = (x - centre) / width.
void kernel_product_moments(const double *a, const double *b, int64_t low, int64_t high,
                            double centre, double width, double *sums);

// A tabulated kernel: centre and width, its row, and the vectors [low, high) of it that hold something.
typedef struct {
  double centre, width;
  const double *table;
  int64_t low, high;
} kernel_cut;

// Adds sum a u_a^p b u_b^q, p, q = 0, 1, 2, to products[3 p + q], u being counted from each kernel's
// own centre in its own widths. A product of Gaussians is a Gaussian, so these are closed forms where
// the product lies, to `reach` of its widths, within the samples 0 to `last` and within half a cycle of
// both centres; elsewhere sums over the tables.
void kernel_add_products(const kernel_cut *a, const kernel_cut *b, double last, double half_cycle,
                         double reach, double *products);

// Products of the columns g, g u and g u^2 of all kernels with each other, as integrals over all x:
// what the sums over samples are unless the beat's ends cut a kernel. Kernel i has the columns and rows
// 1 + i, 1 + count + i and 1 + 2 count + i of the symmetric `products`; up to a vector more of each
// row is spoilt. `centres` and `widths` are padded, the latter by positive numbers.
void kernel_products(const double *centres, const double *widths, int64_t count, double *products,
                     int64_t stride);

// The same of one further kernel's g alone with the columns of all others, into a row of them.
void kernel_products_of(double centre, double width, const double *centres, const double *widths,
                        int64_t count, double *row);

// sum a b over the vectors [low, high).
double kernel_dot(const double *a, const double *b, int64_t low, int64_t high);

// Subtracts factor * values from a row over the vectors [low, high).
void kernel_subtract(double *row, const double *values, int64_t low, int64_t high, double factor);

// The place at which a template explains most of a row: the largest (r . g)^2 / (g . g - (sum g)^2 / n)
// over the centres 0, stride, 2 stride ... below `count`. `row` has `reach` zeros before its first
// sample, and after its last one as many as whole vectors of the template can meet. The template has
// 2 reach + 1 values in `vectors` vectors; `norms` holds the denominator for each centre.
// Returns the best centre's number, or -1 if no gain is above 0; its gain goes to `gain`.
int64_t kernel_match(const double *row, int64_t count, int64_t stride, const double *values,
                     int64_t vectors, const double *norms, double *gain);

// Writes the scaled upper triangle matrix[i][j] = scales[i] scales[j] products[i][j], j >= i, with
// zeros in the column `size`. A row of scale 0 becomes one of the identity; the scales that fill up
// the last vector, from `size` on, are 0.
void kernel_scale(const double *products, const double *scales, int64_t stride, int64_t size,
                  double *matrix);

// Decomposes a symmetric positive definite matrix, A = U' D U with 1 on U's diagonal, in place: D U
// replaces the upper triangle, `reciprocals` receives 1 / D. Right sides b in the columns
// [size, columns) become the solutions z of U' z = b. Returns 0 if a pivot is not positive.
int kernel_decompose(double *matrix, int64_t stride, int64_t size, int64_t columns,
                     double *reciprocals);

// b' A^-1 b; destroys b, which is padded like a row.
double kernel_explained(const double *matrix, int64_t stride, int64_t size,
                        const double *reciprocals, double *b);

// Solves D U x = z for a z whose elements are `z_stride` apart; x is padded like a row.
void kernel_backward(const double *matrix, int64_t stride, int64_t size, const double *reciprocals,
                     const double *z, int64_t z_stride, double *x);

// What leaving out each kernel would add to the cost if the others followed to first order: the
// squared amplitude over the part of A^-1 that belongs to the kernel's g once its g u and g u^2 are
// gone. Columns are those of kernel_products.
void kernel_losses(const double *matrix, int64_t stride, int64_t count, const double *reciprocals,
                   const double *amplitudes, double *losses);
