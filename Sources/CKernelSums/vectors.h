// What the C files of this target share: vectors of doubles and the attributes of their functions.
#pragma once
#include "CKernelSums.h"

// The same operations in the same order on every machine.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#define FOR_EACH_MACHINE \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum { LANES = KERNEL_SUMS_LANES, MOST_VECTORS = KERNEL_SUMS_MOST_KERNELS / LANES };

// Where rows begin need not be a multiple of a vector's size.
typedef double Vector __attribute__((vector_size(LANES * sizeof(double)), aligned(8)));

#define LOAD(pointer, index) (((const Vector *)(pointer))[index])
#define STORE(pointer, index, value) (((Vector *)(pointer))[index] = (value))

// By pointer, since the baseline cannot return a vector in a register.
ALWAYS_INLINE double sum_of(const Vector *vector) {
  const Vector v = *vector;
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}
