// Operators: one call of ATen each.
#include <cmath>
#include <vector>

#include "Internal.h"

using at::Tensor;
using ctorch::result;
using ctorch::sizes;

namespace {

Tensor unary(ctorch_unary_operation operation, const Tensor &a) {
  switch (operation) {
    case CTORCH_NEGATE: return a.neg();
    case CTORCH_EXP: return a.exp();
    case CTORCH_LOG: return a.log();
    case CTORCH_SQRT: return a.sqrt();
    case CTORCH_RSQRT: return a.rsqrt();
    case CTORCH_RECIPROCAL: return a.reciprocal();
    case CTORCH_SQUARE: return a.square();
    case CTORCH_SIN: return a.sin();
    case CTORCH_COS: return a.cos();
    case CTORCH_TANH: return a.tanh();
    case CTORCH_ERF: return a.erf();
    case CTORCH_ABS: return a.abs();
    case CTORCH_SIGN: return a.sign();
    case CTORCH_FLOOR: return a.floor();
    case CTORCH_TRUNC: return a.trunc();
    case CTORCH_ROUND: return a.round();
    case CTORCH_SIGMOID: return a.sigmoid();
    case CTORCH_RELU: return at::relu(a);
    case CTORCH_SILU: return at::silu(a);
    case CTORCH_GELU: return at::gelu(a);
    case CTORCH_MISH: return at::mish(a);
    case CTORCH_SOFTPLUS: return at::softplus(a);
    case CTORCH_IS_FINITE: return at::isfinite(a);
    case CTORCH_NOT: return at::logical_not(a);
  }
  TORCH_CHECK(false, "no such operation");
}

const char *name(ctorch_unary_operation operation) {
  static const char *const names[] = {
      "negation", "exp", "log", "sqrt", "rsqrt", "reciprocal", "square", "sin", "cos", "tanh",
      "erf", "abs", "sign", "floor", "trunc", "round", "sigmoid", "relu", "silu", "gelu", "mish",
      "softplus", "isfinite", "not"};
  return names[operation];
}

Tensor binary(ctorch_binary_operation operation, const Tensor &a, const Tensor &b) {
  switch (operation) {
    case CTORCH_ADD: return a.add(b);
    case CTORCH_SUBTRACT: return a.sub(b);
    case CTORCH_MULTIPLY: return a.mul(b);
    case CTORCH_DIVIDE: return a.div(b);
    case CTORCH_REMAINDER: return a.remainder(b);
    case CTORCH_POWER: return a.pow(b);
    case CTORCH_MAXIMUM: return at::maximum(a, b);
    case CTORCH_MINIMUM: return at::minimum(a, b);
    case CTORCH_ATAN2: return a.atan2(b);
    case CTORCH_EQUAL: return a.eq(b);
    case CTORCH_NOT_EQUAL: return a.ne(b);
    case CTORCH_LESS: return a.lt(b);
    case CTORCH_LESS_OR_EQUAL: return a.le(b);
    case CTORCH_GREATER: return a.gt(b);
    case CTORCH_GREATER_OR_EQUAL: return a.ge(b);
    case CTORCH_AND: return a.logical_and(b);
    case CTORCH_OR: return a.logical_or(b);
    case CTORCH_MATMUL: return a.matmul(b);
  }
  TORCH_CHECK(false, "no such operation");
}

Tensor binary(ctorch_binary_operation operation, const Tensor &a, double b) {
  switch (operation) {
    case CTORCH_ADD: return a.add(b);
    case CTORCH_SUBTRACT: return a.sub(b);
    case CTORCH_MULTIPLY: return a.mul(b);
    case CTORCH_DIVIDE: return a.div(b);
    case CTORCH_REMAINDER: return a.remainder(b);
    case CTORCH_POWER: return a.pow(b);
    case CTORCH_EQUAL: return a.eq(b);
    case CTORCH_NOT_EQUAL: return a.ne(b);
    case CTORCH_LESS: return a.lt(b);
    case CTORCH_LESS_OR_EQUAL: return a.le(b);
    case CTORCH_GREATER: return a.gt(b);
    case CTORCH_GREATER_OR_EQUAL: return a.ge(b);
    default: break;
  }
  TORCH_CHECK(false, "this operation takes no number");
}

const char *name(ctorch_binary_operation operation) {
  static const char *const names[] = {
      "sum", "difference", "product", "quotient", "remainder", "power", "maximum", "minimum",
      "atan2", "==", "!=", "<", "<=", ">", ">=", "and", "or", "matmul"};
  return names[operation];
}

Tensor reduce(
    ctorch_reduction operation, const Tensor &a, at::IntArrayRef listed, bool keep) {
  std::vector<int64_t> dimensions(listed.begin(), listed.end());
  if (dimensions.empty()) {
    for (int64_t k = 0; k < a.dim(); ++k) dimensions.push_back(k);
  }
  switch (operation) {
    case CTORCH_SUM: return a.sum(dimensions, keep);
    case CTORCH_MEAN: return a.mean(dimensions, keep);
    case CTORCH_LARGEST: return a.amax(dimensions, keep);
    case CTORCH_SMALLEST: return a.amin(dimensions, keep);
    case CTORCH_VARIANCE: return a.var(dimensions, /*unbiased=*/false, keep);
    case CTORCH_LOG_SUM_EXP: return a.logsumexp(dimensions, keep);
    case CTORCH_ALL:
    case CTORCH_ANY: break;
  }
  auto whole = listed.empty();
  TORCH_CHECK(whole || listed.size() == 1, "only one dimension or all of them can be listed");
  if (operation == CTORCH_ALL) return whole ? a.all() : a.all(listed[0], keep);
  return whole ? a.any() : a.any(listed[0], keep);
}

const char *name(ctorch_reduction operation) {
  static const char *const names[] = {
      "sum", "mean", "largest", "smallest", "variance", "logsumexp", "all", "any"};
  return names[operation];
}

std::vector<Tensor> list(const ctorch_tensor *const *tensors, int64_t count) {
  std::vector<Tensor> list;
  list.reserve(static_cast<size_t>(count));
  for (int64_t k = 0; k < count; ++k) list.push_back(tensors[k]->tensor);
  return list;
}

}  // namespace

ctorch_status ctorch_unary(
    ctorch_unary_operation operation, const ctorch_tensor *a, ctorch_tensor **out) {
  return result(name(operation), {a}, out, [&] { return unary(operation, a->tensor); });
}

ctorch_status ctorch_binary(
    ctorch_binary_operation operation, const ctorch_tensor *a, const ctorch_tensor *b,
    ctorch_tensor **out) {
  return result(name(operation), {a, b}, out, [&] {
    return binary(operation, a->tensor, b->tensor);
  });
}

ctorch_status ctorch_binary_number(
    ctorch_binary_operation operation, const ctorch_tensor *a, double b, ctorch_tensor **out) {
  return result(name(operation), {a}, out, [&] { return binary(operation, a->tensor, b); });
}

ctorch_status ctorch_clamp(
    const ctorch_tensor *a, double low, double high, ctorch_tensor **out) {
  return result("clamp", {a}, out, [&] {
    c10::optional<at::Scalar> from, to;
    if (!std::isinf(low)) from = low;
    if (!std::isinf(high)) to = high;
    return from || to ? a->tensor.clamp(from, to) : a->tensor.alias();
  });
}

ctorch_status ctorch_where(
    const ctorch_tensor *condition, const ctorch_tensor *a, const ctorch_tensor *b,
    ctorch_tensor **out) {
  return result("where", {condition, a, b}, out, [&] {
    return at::where(condition->tensor, a->tensor, b->tensor);
  });
}

ctorch_status ctorch_reduce(
    ctorch_reduction operation, const ctorch_tensor *a, ctorch_sizes dimensions, bool keep,
    ctorch_tensor **out) {
  return result(name(operation), {a}, out, [&] {
    return reduce(operation, a->tensor, sizes(dimensions), keep);
  });
}

ctorch_status ctorch_along(
    ctorch_along_operation operation, const ctorch_tensor *a, int64_t dimension,
    ctorch_tensor **out) {
  static const char *const names[] = {
      "softmax", "log-softmax", "cumulative sum", "index of the largest", "sorting order", "flip"};
  return result(names[operation], {a}, out, [&]() -> Tensor {
    switch (operation) {
      case CTORCH_SOFTMAX: return a->tensor.softmax(dimension);
      case CTORCH_LOG_SOFTMAX: return a->tensor.log_softmax(dimension);
      case CTORCH_CUMULATIVE_SUM: return a->tensor.cumsum(dimension);
      case CTORCH_ARG_LARGEST: return a->tensor.argmax(dimension);
      case CTORCH_ARG_SORT: return a->tensor.argsort(/*stable=*/true, dimension, false);
      case CTORCH_FLIP: return a->tensor.flip({dimension});
    }
    TORCH_CHECK(false, "no such operation");
  });
}

ctorch_status ctorch_reshape(const ctorch_tensor *a, ctorch_sizes shape, ctorch_tensor **out) {
  return result("reshape", {a}, out, [&] { return a->tensor.reshape(sizes(shape)); });
}

ctorch_status ctorch_expand(const ctorch_tensor *a, ctorch_sizes shape, ctorch_tensor **out) {
  return result("expand", {a}, out, [&] { return a->tensor.expand(sizes(shape)); });
}

ctorch_status ctorch_permute(const ctorch_tensor *a, ctorch_sizes order, ctorch_tensor **out) {
  return result("permute", {a}, out, [&] { return a->tensor.permute(sizes(order)); });
}

ctorch_status ctorch_transpose(
    const ctorch_tensor *a, int64_t first, int64_t second, ctorch_tensor **out) {
  return result("transpose", {a}, out, [&] { return a->tensor.transpose(first, second); });
}

ctorch_status ctorch_unsqueeze(const ctorch_tensor *a, int64_t dimension, ctorch_tensor **out) {
  return result("unsqueeze", {a}, out, [&] { return a->tensor.unsqueeze(dimension); });
}

ctorch_status ctorch_squeeze(const ctorch_tensor *a, int64_t dimension, ctorch_tensor **out) {
  return result("squeeze", {a}, out, [&] {
    TORCH_CHECK(a->tensor.size(dimension) == 1, "dimension ", dimension, " is not of size 1");
    return a->tensor.squeeze(dimension);
  });
}

ctorch_status ctorch_slice(
    const ctorch_tensor *a, int64_t dimension, int64_t start, int64_t end, int64_t step,
    ctorch_tensor **out) {
  return result("slice", {a}, out, [&] { return a->tensor.slice(dimension, start, end, step); });
}

ctorch_status ctorch_select(
    const ctorch_tensor *a, int64_t dimension, int64_t index, ctorch_tensor **out) {
  return result("select", {a}, out, [&] { return a->tensor.select(dimension, index); });
}

ctorch_status ctorch_index_select(
    const ctorch_tensor *a, int64_t dimension, const ctorch_tensor *indices, ctorch_tensor **out) {
  return result("selection by index", {a, indices}, out, [&] {
    return a->tensor.index_select(dimension, indices->tensor);
  });
}

ctorch_status ctorch_gather(
    const ctorch_tensor *a, int64_t dimension, const ctorch_tensor *indices, ctorch_tensor **out) {
  return result("gather", {a, indices}, out, [&] {
    return a->tensor.gather(dimension, indices->tensor);
  });
}

ctorch_status ctorch_unfold(
    const ctorch_tensor *a, int64_t dimension, int64_t size, int64_t step, ctorch_tensor **out) {
  return result("windows", {a}, out, [&] { return a->tensor.unfold(dimension, size, step); });
}

ctorch_status ctorch_cat(
    const ctorch_tensor *const *tensors, int64_t count, int64_t dimension, ctorch_tensor **out) {
  try {
    *out = ctorch::handle(at::cat(list(tensors, count), dimension));
    return CTORCH_OK;
  } catch (...) {
    return ctorch::caught("concatenation", tensors, static_cast<size_t>(count));
  }
}

ctorch_status ctorch_stack(
    const ctorch_tensor *const *tensors, int64_t count, int64_t dimension, ctorch_tensor **out) {
  try {
    *out = ctorch::handle(at::stack(list(tensors, count), dimension));
    return CTORCH_OK;
  } catch (...) {
    return ctorch::caught("stack", tensors, static_cast<size_t>(count));
  }
}

ctorch_status ctorch_pad(
    const ctorch_tensor *a, ctorch_padding mode, int64_t left, int64_t right, double value,
    ctorch_tensor **out) {
  return result("padding", {a}, out, [&]() -> Tensor {
    switch (mode) {
      case CTORCH_PAD_CONSTANT: return at::constant_pad_nd(a->tensor, {left, right}, value);
      case CTORCH_PAD_REFLECT: return at::reflection_pad1d(a->tensor, {left, right});
      case CTORCH_PAD_REPLICATE: return at::replication_pad1d(a->tensor, {left, right});
    }
    TORCH_CHECK(false, "no such padding");
  });
}

ctorch_status ctorch_linear(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_tensor **out) {
  return result("linear layer", {x, weight, bias}, out, [&] {
    return at::linear(x->tensor, weight->tensor, ctorch::optional(bias));
  });
}

ctorch_status ctorch_conv1d(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_convolution geometry, ctorch_tensor **out) {
  return result("convolution", {x, weight, bias}, out, [&] {
    return at::conv1d(
        x->tensor, weight->tensor, ctorch::optional(bias), {geometry.stride}, {geometry.padding},
        {geometry.dilation}, geometry.groups);
  });
}

ctorch_status ctorch_conv_transpose1d(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_convolution geometry, ctorch_tensor **out) {
  return result("transposed convolution", {x, weight, bias}, out, [&] {
    return at::conv_transpose1d(
        x->tensor, weight->tensor, ctorch::optional(bias), {geometry.stride}, {geometry.padding},
        {geometry.output_padding}, geometry.groups, {geometry.dilation});
  });
}

ctorch_status ctorch_group_norm(
    const ctorch_tensor *x, int64_t groups, const ctorch_tensor *weight, const ctorch_tensor *bias,
    double epsilon, ctorch_tensor **out) {
  return result("group norm", {x, weight, bias}, out, [&] {
    return at::group_norm(
        x->tensor, groups, ctorch::optional(weight), ctorch::optional(bias), epsilon);
  });
}

ctorch_status ctorch_layer_norm(
    const ctorch_tensor *x, ctorch_sizes shape, const ctorch_tensor *weight,
    const ctorch_tensor *bias, double epsilon, ctorch_tensor **out) {
  return result("layer norm", {x, weight, bias}, out, [&] {
    return at::layer_norm(
        x->tensor, sizes(shape), ctorch::optional(weight), ctorch::optional(bias), epsilon);
  });
}

ctorch_status ctorch_interpolate(
    const ctorch_tensor *x, int64_t length, bool linear, ctorch_tensor **out) {
  return result("interpolation", {x}, out, [&] {
    return linear ? at::upsample_linear1d(x->tensor, {length}, /*align_corners=*/false)
                  : at::upsample_nearest1d(x->tensor, {length});
  });
}
