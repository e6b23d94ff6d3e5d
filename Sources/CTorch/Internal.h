// What the files of this target share: handles, conversions, and the one place where exceptions end.
#pragma once

#if !__has_include(<ATen/ATen.h>)
#error "libtorch's headers are not found: run '.ci/setup all', or set LIBTORCH=DIR to an unpacked libtorch, or leave the trainer out with ECGWORKBENCH_TRAINER=0"
#endif

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <initializer_list>
#include <string>

#include "CTorch.h"

struct ctorch_tensor {
  at::Tensor tensor;
};

namespace ctorch {

// A new handle, counted.
ctorch_tensor *handle(at::Tensor tensor);

inline at::IntArrayRef sizes(ctorch_sizes list) {
  return {list.values, static_cast<size_t>(list.count)};
}

inline c10::optional<at::Tensor> optional(const ctorch_tensor *tensor) {
  return tensor ? c10::optional<at::Tensor>(tensor->tensor) : c10::nullopt;
}

at::ScalarType scalar_type(ctorch_type type);
at::TensorOptions tensor_options(ctorch_options options);

// Keeps the message of the exception being handled and tells its kind.
ctorch_status caught(const char *operation, const ctorch_tensor *const *tensors, size_t count);

// Runs `body`, whose tensor becomes the result.
template <class Body>
ctorch_status result(
    const char *operation, std::initializer_list<const ctorch_tensor *> arguments,
    ctorch_tensor **out, Body &&body) {
  try {
    *out = handle(body());
    return CTORCH_OK;
  } catch (...) {
    return caught(operation, arguments.begin(), arguments.size());
  }
}

// Runs `body` for its effect.
template <class Body>
ctorch_status effect(
    const char *operation, std::initializer_list<const ctorch_tensor *> arguments, Body &&body) {
  try {
    body();
    return CTORCH_OK;
  } catch (...) {
    return caught(operation, arguments.begin(), arguments.size());
  }
}

}  // namespace ctorch
