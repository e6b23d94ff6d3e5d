// What the C files of this target share: the attributes of their functions.
#pragma once
#include "CNoiseKernels.h"

// The same operations in the same order on every machine.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#define FOR_EACH_MACHINE \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))
